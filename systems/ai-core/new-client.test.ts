// A new client comes with the first contract or not at all, on one server and over two.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSaga } from '../../kernel/index.ts'
import { readSaga } from '../../kernel/work/saga/index.ts'
import { type Areas, openAreas } from '../../test/support/consolidation.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { createClientWithPolicy, newEnergyClient } from './new-client.ts'

onEachEngine(() => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.platform.close())

  const person = () => ({
    givenName: 'Ana',
    firstSurname: 'García',
    email: `${randomUUID()}@example.com`,
  })
  const policy = () => ({
    number: randomUUID(),
    productId: areas.productId,
    status: 'ISSUED' as const,
    startsOn: '2026-01-01',
    endsOn: '2027-01-01',
    premium: '100.00',
  })
  const contract = async () => ({
    number: randomUUID(),
    supplyPointId: await areas.supplyPoint(),
    brandId: areas.brandId,
    tariff: 'RL.1' as const,
  })
  const parties = async () =>
    Number((await areas.platform.query('select count(*) from sm_global.parties')).rows[0]?.[0])

  test('party and policy are one act, and master data hears of it', async () => {
    const { db } = areas.platform
    const born = await createClientWithPolicy(db, person(), policy())
    expect(born.policy.partyId).toBe(born.party.id)
    await areas.deliverAll()
    expect(await areas.features(born.party.id)).toMatchObject({
      policiesInForce: 1,
      premiumYear: { EUR: '100.00' },
    })
  })

  test('a policy that cannot be issued leaves no party behind', async () => {
    const before = await parties()
    const wrong = { ...policy(), endsOn: '2025-01-01' }
    await expect(createClientWithPolicy(areas.platform.db, person(), wrong)).rejects.toThrow()
    expect(await parties()).toBe(before)
  })

  test('an energy contract comes by a saga whose state is visible', async () => {
    const id = randomUUID()
    const { acervo, db } = areas.platform
    const input = { party: person(), contract: await contract() }
    const done = await runSaga(acervo, newEnergyClient, input, { id })
    // Asked again, it answers what it came to and makes nothing twice.
    expect(await runSaga(acervo, newEnergyClient, input, { id })).toEqual(done)
    const found = await db.energy.energyContract.findMany({
      where: { number: input.contract.number },
    })
    expect(found.map(({ partyId }) => ({ id: partyId }))).toEqual([done.results.party])
    expect((await readSaga(acervo, newEnergyClient, id))?.state).toBe('DONE')
  })

  test('a change of supplier that is refused takes the contract back', async () => {
    const id = randomUUID()
    const { acervo, db } = areas.platform
    const given = await contract()
    const other = await db.energy.partner.create({ data: { name: randomUUID(), role: 'SUPPLIER' } })
    const change = { toSupplierId: areas.brandId, fromSupplierId: other.id }
    // Another change of this point is under way.
    await db.energy.switch.create({ data: { ...change, supplyPointId: given.supplyPointId } })
    const input = { party: person(), contract: given, change }
    await expect(runSaga(acervo, newEnergyClient, input, { id })).rejects.toMatchObject({
      code: 'ACV302',
    })
    expect((await readSaga(acervo, newEnergyClient, id))?.state).toBe('COMPENSATED')
    expect(await db.energy.energyContract.count({ where: { number: given.number } })).toBe(0)
    await areas.deliverAll()
    const row = await readSaga(acervo, newEnergyClient, id)
    const { party } = (row?.results ?? {}) as { readonly party: { readonly id: string } }
    const { id: partyId } = party
    expect(await areas.features(partyId)).toMatchObject({ energyContracts: 0 })
    expect(areas.errors).toEqual([])
  })
})
