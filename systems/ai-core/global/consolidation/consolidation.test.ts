// What the areas report reaches the one person: every fact once, features as a recount from the areas' own tables
// says, in whatever order events come, and as of any moment.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { replay, stateHash } from '../../../../kernel/work/index.ts'
import {
  type Areas,
  consolidated,
  mergeInto,
  openAreas,
  partFrom,
  recount,
} from '../../../../test/support/consolidation.ts'
import { onEachEngine } from '../../../../test/support/database.ts'
import { consolidated as tables } from '../consolidated.ts'

onEachEngine(() => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.platform.close())
  afterEach(async () => {
    const said = 'select distinct last_error, note from sm_global.inbox_events where attempts > 0'
    expect((await areas.platform.query(said)).rows).toEqual([])
  })
  beforeEach(async () => {
    await areas.platform.query(emptyMade)
    const direct = await areas.platform.targets.of('ss_insurance').direct()
    // Audited tables are not emptied while their triggers watch.
    await direct.script(
      `set session_replication_role = replica;
       truncate ss_insurance.policies, ss_insurance.outbox_events, se_energy.energy_contracts,
         se_energy.outbox_events, acervo.outbox_counter cascade`,
    )
    await direct.script('set session_replication_role = origin')
    await direct.close()
  })
  const emptyMade = `truncate sm_global.facts, sm_global.open_facts, sm_global.feature_values,
    sm_global.inbox_events, acervo.inbox_cursor, acervo.rejected_event`

  let number = 0
  const term = { startsOn: '2026-01-01', endsOn: '2027-01-01' }
  async function issue(
    partyId: string,
    values: { status?: 'QUOTED' | 'ISSUED'; premium?: string } = {},
  ) {
    number += 1
    const { id } = await areas.platform.db.insurance.policy.create({
      data: {
        ...term,
        number: `P-${number}-${randomUUID()}`,
        partyId,
        productId: areas.productId,
        status: 'ISSUED',
        premium: '100.10',
        ...values,
      },
    })
    return id
  }
  const bill = async (policyId: string, month = 1) => {
    const from = `2026-${String(month).padStart(2, '0')}-01`
    const { id } = await areas.platform.db.insurance.receipt.create({
      data: {
        policyId,
        periodStart: from,
        periodEnd: `2026-${String(month).padStart(2, '0')}-28`,
        dueOn: from,
        amount: '10.00',
      },
    })
    return id
  }
  const cell = async (text: string, values: unknown[] = []) =>
    (await areas.platform.query(text, values)).rows[0]?.[0]
  const write = (
    eventType: string,
    aggregateId: string,
    payload: Readonly<Record<string, string>>,
  ) =>
    areas.platform.db.insurance.outboxEvent.create({
      data: { aggregateType: 'Policy', aggregateId, eventType, payload, status: 'PENDING' },
    })

  /** Some life of four people in both areas. */
  async function live() {
    const { db } = areas.platform
    const people = await Promise.all([1, 2, 3, 4].map(() => areas.party()))
    const [ana = '', juan = '', eva = '', luis = ''] = people
    const policies = [await issue(ana), await issue(ana, { premium: '0.95' }), await issue(juan)]
    const quote = await issue(eva, { status: 'QUOTED' })
    const [first = '', second = '', third = ''] = policies
    const receipts = [await bill(first), await bill(first, 2), await bill(third)]
    await db.insurance.receipt.update({
      where: { id: receipts[0] ?? '' },
      data: { status: 'PAID', paidOn: '2026-01-09' },
    })
    await db.insurance.receipt.update({
      where: { id: receipts[2] ?? '' },
      data: { status: 'RETURNED' },
    })
    await db.insurance.receipt.delete({ where: { id: receipts[1] ?? '' } })
    const claim = await db.insurance.claim.create({
      data: { number: randomUUID(), policyId: first, lossOn: '2026-01-02' },
    })
    await db.insurance.claim.create({
      data: { number: randomUUID(), policyId: first, claimantId: luis, lossOn: '2026-01-02' },
    })
    await db.insurance.claim.update({ where: { id: claim.id }, data: { status: 'IN_ASSESSMENT' } })
    await db.insurance.policy.update({ where: { id: quote }, data: { status: 'IN_FORCE' } })
    await db.insurance.policy.update({
      where: { id: second },
      data: { status: 'CANCELLED', cancelledOn: '2026-02-01' },
    })
    await db.insurance.policy.update({ where: { id: third }, data: { premium: '77.70' } })
    await db.insurance.policy.delete({ where: { id: await issue(eva) } })
    const contract = await db.energy.energyContract.create({
      data: {
        number: randomUUID(),
        partyId: luis,
        supplyPointId: await areas.supplyPoint(),
        brandId: areas.brandId,
        tariff: 'RL.1',
      },
    })
    await db.energy.energyContract.update({
      where: { id: contract.id },
      data: { status: 'ACTIVATED', startsOn: '2026-03-01' },
    })
    return people
  }

  async function expectRecount(): Promise<void> {
    const expected = await recount(areas.platform.query)
    for (const [id, counted] of expected)
      expect([id, await consolidated(areas, id)]).toEqual([id, counted])
  }

  test('facts and features of every party are what a recount of the areas says', async () => {
    await live()
    await areas.deliverAll()
    await expectRecount()
    expect(areas.errors).toEqual([])
    expect(
      await cell("select count(*) from sm_global.inbox_events where status <> 'APPLIED'"),
    ).toBe('0')
  })

  test('late, doubled and shuffled events end in the same facts and features, and so does a replay', async () => {
    const people = await live()
    const bodies = await areas.bodies()
    const twice = [...bodies.keys(), ...bodies.keys()]
    const order = fc.shuffledSubarray(twice, { minLength: bodies.length, maxLength: twice.length })
    const wanted = await recount(areas.platform.query)
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 12 }), async (places, size) => {
        await areas.platform.query(emptyMade)
        const all = [...places, ...bodies.keys()]
        for (let at = 0; at < all.length; at += size)
          await areas.inbox.receive(all.slice(at, at + size).map((place) => bodies[place] ?? ''))
        for (const id of people) expect(await consolidated(areas, id)).toEqual(wanted.get(id))
        expect(await cell('select count(*) from sm_global.open_facts')).toBe('0')
        // Made again from the inbox, all of it is the same, to the last id and instant.
        const { acervo } = areas.platform
        const before = await stateHash(acervo, 'global', tables)
        await replay(acervo, 'global', { batchMax: size })
        expect(await stateHash(acervo, 'global', tables)).toBe(before)
      }),
      { numRuns: 10 },
    )
    expect(areas.errors).toEqual([])
  })

  test('a merge takes facts and features along, and a parting gives each its own back', async () => {
    const [ana = '', juan = '', eva = ''] = await live()
    await areas.deliverAll()
    const { query } = areas.platform
    const before = await Promise.all([ana, juan, eva].map((id) => consolidated(areas, id)))
    await mergeInto(query, juan, ana)
    await mergeInto(query, ana, eva)
    await expectRecount()
    expect((await areas.features(juan)).policiesInForce).toBe(0)
    // What an area reports of somebody who was merged reaches whoever that is now.
    await issue(juan)
    await areas.deliverAll()
    await expectRecount()
    await areas.platform.query(
      "delete from ss_insurance.policies where party_id = $1 and premium = '100.10'",
      [juan],
    )
    await areas.platform.query(
      'truncate sm_global.facts, sm_global.feature_values, sm_global.inbox_events, acervo.inbox_cursor',
    )
    await areas.platform.query(`delete from ss_insurance.outbox_events e where e.aggregate_type = 'Policy'
      and not exists (select from ss_insurance.policies p where p.id::text = e.aggregate_id)`)
    await areas.deliverAll()
    await partFrom(query, ana)
    await partFrom(query, juan)
    expect(await Promise.all([ana, juan, eva].map((id) => consolidated(areas, id)))).toEqual(before)
  })

  test('an area reports for the first time of somebody who was merged before', async () => {
    const [from, into] = [await areas.party(), await areas.party()]
    await mergeInto(areas.platform.query, from, into)
    await issue(from)
    await areas.deliverAll()
    await expectRecount()
    expect((await areas.features(into)).policiesInForce).toBe(1)
    await partFrom(areas.platform.query, from)
    expect((await areas.features(into)).policiesInForce).toBe(0)
    expect((await areas.features(from)).policiesInForce).toBe(1)
  })

  test('a policy that goes to somebody else takes its receipts along', async () => {
    const [from, to] = [await areas.party(), await areas.party()]
    const policyId = await issue(from)
    const receipt = await bill(policyId)
    await areas.deliverAll()
    const { db } = areas.platform
    await db.insurance.policy.update({ where: { id: policyId }, data: { partyId: to } })
    await areas.deliverAll()
    expect(await areas.features(from)).toMatchObject({
      policiesInForce: 0,
      unpaidReceipts: 0,
      premiumYear: {},
    })
    expect(await areas.features(to)).toMatchObject({ policiesInForce: 1, unpaidReceipts: 1 })
    await db.insurance.receipt.update({
      where: { id: receipt },
      data: { status: 'PAID', paidOn: '2026-01-09' },
    })
    await areas.deliverAll()
    expect(await areas.features(to)).toMatchObject({ unpaidReceipts: 0 })
  })

  test('an event written by hand with two ids adds to what is known and erases nothing', async () => {
    const partyId = await areas.party()
    const policyId = await issue(partyId)
    await write('PolicyIssued', policyId, { partyId, policyId })
    await write('PolicyIssued', policyId, {})
    await areas.deliverAll()
    expect(await areas.features(partyId)).toMatchObject({
      policiesInForce: 1,
      premiumYear: { EUR: '100.10' },
    })
    const facts = 'select count(*) from sm_global.facts where subject_id = $1'
    expect(await cell(facts, [policyId])).toBe('3')
  })

  test('an event that names nobody is applied without a fact, and says so', async () => {
    const policyId = randomUUID()
    await write('PolicyIssued', policyId, {})
    await areas.deliverAll()
    const row = await areas.platform.query(
      'select status, last_error, note from sm_global.inbox_events',
    )
    expect(row.rows).toEqual([['APPLIED', null, expect.stringContaining('no fact')]])
    expect(await cell('select count(*) from sm_global.facts')).toBe('0')
    // Somebody says whose it was after all.
    const partyId = await areas.party()
    await write('PolicyChanged', policyId, fullPayload(policyId, partyId))
    await areas.deliverAll()
    expect(await cell('select count(*) from sm_global.facts')).toBe('2')
    expect(await cell('select count(*) from sm_global.open_facts')).toBe('0')
    expect(await areas.features(partyId)).toMatchObject({ policiesInForce: 1 })
  })

  test('a party that master data does not know gets no fact, and that is said', async () => {
    const partyId = randomUUID()
    await write('PolicyIssued', randomUUID(), { partyId })
    await areas.deliverAll()
    expect(await cell('select note from sm_global.inbox_events')).toContain(partyId)
  })

  const fullPayload = (policyId: string, partyId: string) => ({
    policyId,
    partyId,
    productId: areas.productId,
    number: 'P',
    status: 'IN_FORCE',
    premium: '1.00',
    currency: 'EUR',
    ...term,
  })

  test('the past is read as it was, and as it was known', async () => {
    const partyId = await areas.party()
    const policyId = await issue(partyId)
    const { db, query } = areas.platform
    await db.insurance.policy.update({ where: { id: policyId }, data: { premium: '200.00' } })
    const time = async (text: string) => {
      await query(
        `update ss_insurance.outbox_events set occurred_at = $1 where aggregate_seq = $2`,
        [`${text}T00:00:00Z`, text === '2026-02-01' ? '1' : '2'],
      )
    }
    await time('2026-02-01')
    await time('2026-03-01')
    const [first = '', second = ''] = await areas.bodies()
    await areas.inbox.receive([first])
    const between = await cell('select max(recorded_at) from sm_global.facts')
    await areas.inbox.receive([second])
    const at = async (at: string, knownAt?: string) =>
      (await areas.features(partyId, { at, ...(knownAt === undefined ? {} : { knownAt }) }))
        .premiumYear
    expect(await at('2026-01-01T00:00:00Z')).toEqual({})
    expect(await at('2026-02-15T00:00:00Z')).toEqual({ EUR: '100.10' })
    expect(await at('2026-03-15T00:00:00Z')).toEqual({ EUR: '200.00' })
    // What came late was not known before.
    expect(await at('2026-03-15T00:00:00Z', between ?? '')).toEqual({ EUR: '100.10' })
    // Whoever was merged later was somebody else then.
    const into = await areas.party()
    // The embedded clock ticks in milliseconds.
    const before = await cell(`select acervo.clock() - interval '1 millisecond'`)
    await mergeInto(query, partyId, into)
    const asked = { at: '2026-03-15T00:00:00Z', knownAt: before ?? '' }
    expect((await areas.features(partyId, asked)).premiumYear).toEqual({ EUR: '200.00' })
    expect((await areas.features(into, asked)).premiumYear).toEqual({})
    expect((await areas.features(into)).premiumYear).toEqual({ EUR: '200.00' })
  })
})
