// The main job in process: a real file of people becomes parties, with its faults explained; one of them is insured
// and supplied with energy, and everything is read back through the typed client. Over HTTP it is in packed.test.ts.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CreateData, toContext } from '../../kernel/index.ts'
import { type ImportResult, importFile, parseMap, type Reject } from '../../kernel/intake/index.ts'
import { toControlLetters } from '../../systems/ai-core/energy/cups.ts'
import type { policies } from '../../systems/ai-core/insurance/policy.ts'
import { aiCore } from '../../systems/ai-core/system.ts'
import { onEachEngine } from '../support/database.ts'
import { openPeople, type People, type PeopleFile } from '../support/people.ts'
import { openTestPlatform, type TestPlatform } from '../support/platform.ts'

const mapFile = new URL('../../systems/ai-core/maps/historical-50k.json', import.meta.url)
const map = parseMap(readFileSync(mapFile, 'utf8'), 'historical-50k.json')
const principal = { actor: 'service:import' }

onEachEngine(() => {
  let core: TestPlatform<readonly [typeof aiCore]>
  let people: People
  let good: PeopleFile
  beforeAll(async () => {
    core = await openTestPlatform([aiCore])
    people = await openPeople()
    good = await people.good()
  })
  afterAll(async () => {
    await core?.close()
    await people?.close()
  })

  const importPeople = (path: string, sourceName: string): Promise<ImportResult> => {
    const table = core.acervo.model.databases.get('global')?.tables.get('party')
    if (table === undefined) throw new Error('no global.party')
    return importFile(path, {
      target: core.targets.of('sm_global'),
      table,
      context: toContext(principal),
      client: core.db.as(principal),
      map,
      sourceName,
      key: 'unique_id',
    })
  }
  const partyOf = async (sourceKey: string | undefined, source = 'wikidata') => {
    const party = await core.db.global.party.findFirst({
      where: { links: { some: { sourceRecord: { source, sourceKey: sourceKey ?? '' } } } },
    })
    if (party === null) throw new Error(`no party for ${sourceKey}`)
    return party
  }
  const held = { validTo: null, supersededAt: null }
  const counts = async (source: string) => ({
    records: await core.db.global.sourceRecord.count({ where: { source } }),
    waiting: await core.db.global.sourceRecord.count({ where: { source, resolvedAt: null } }),
    links: await core.db.global.partyLink.count({ where: { ...held, sourceRecord: { source } } }),
    parties: await core.db.global.party.count({
      where: { links: { some: { ...held, sourceRecord: { source } } } },
    }),
  })
  /** People that the file itself knows: the records of one share a cluster. */
  const clusters = async (source: string): Promise<number> => {
    const { rows } = await core.query(
      `select count(distinct payload->>'cluster') from sm_global.source_records where source = $1`,
      [source],
    )
    return Number(rows[0]?.[0])
  }
  const product = () =>
    core.db.insurance.product.upsert({
      where: { code: 'HOME-1' },
      create: {
        code: 'HOME-1',
        name: 'Hogar',
        line: 'HOME',
        carrierName: 'Carrier',
        status: 'ON_SALE',
      },
      update: {},
    })

  describe('people arrive', () => {
    test('every row of the file is a record that belongs to one party, and who is who is settled', async () => {
      const result = await importPeople(good.path, 'wikidata')
      const { rows } = good
      expect(result).toMatchObject({
        state: 'done',
        read: rows,
        inserted: rows,
        rejected: 0,
        settled: { resolved: rows },
      })
      const { parties, ...found } = await counts('wikidata')
      expect(found).toEqual({ records: rows, waiting: 0, links: rows })
      const people = await clusters('wikidata')
      expect(parties / people).toBeGreaterThan(0.95)
      expect(parties / people).toBeLessThan(1.4)
    }, 120_000)

    test('the map fills what the party shows, and the record keeps the line as it was', async () => {
      const line = readFileSync(good.path, 'utf8').split('\n')[1] ?? ''
      const { id } = await partyOf('Q2296770-1')
      const party = await core.db.global.party.findUnique({
        where: { id },
        include: { links: { include: { sourceRecord: true } } },
      })
      expect(line).toContain('thomas clifford')
      expect(party).toMatchObject({
        kind: 'PERSON',
        status: 'ACTIVE',
        displayName: 'thomas clifford, 1st baron clifford of chudleigh',
        givenName: 'thomas',
        birthDate: '1630-08-01',
        occupation: 'politician',
      })
      expect(party?.links[0]?.sourceRecord.payload).toMatchObject({
        unique_id: 'Q2296770-1',
        dob: '1630-08-01',
        cluster: 'Q2296770',
      })
      const found = await core.db.global.party.findMany({ q: 'Chudleigh' })
      expect(found.map((one) => one.id)).toContain(id)
    })

    test('the same file again adds nothing', async () => {
      const before = await counts('wikidata')
      expect(await importPeople(good.path, 'wikidata')).toMatchObject({
        state: 'already done',
        inserted: 0,
      })
      expect(await counts('wikidata')).toEqual(before)
    })

    test('a file with one broken row in a hundred loads the rest and explains each reject', async () => {
      const broken = await people.broken()
      const result = await importPeople(broken.path, 'broken')
      const kept = broken.rows - broken.broken.length
      expect(result).toMatchObject({
        state: 'done',
        read: broken.rows,
        inserted: kept,
        rejected: broken.broken.length,
      })
      expect(await counts('broken')).toMatchObject({ records: kept, waiting: 0, links: kept })
      const rejects = readFileSync(result.rejectsPath ?? '', 'utf8')
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as Reject)
      expect(rejects.map(({ line }) => line)).toEqual(broken.broken)
      for (const { code, message } of rejects) {
        expect(code).toMatch(/^ACV\d{3}$/)
        expect(message).toMatch(/^\S.{9,}/)
      }
      expect(new Set(rejects.map(({ code }) => code))).toEqual(new Set(['ACV608', 'ACV305']))
      const { id } = await partyOf(broken.keys.at(-1), 'broken')
      expect(id).toBeDefined()
    }, 120_000)
  })

  describe('one of them becomes a client', () => {
    test('a policy is read back with its party and its product in one call', async () => {
      const party = await partyOf(good.keys[7])
      const { id: productId } = await product()
      await core.db.insurance.policy.create({
        data: {
          number: 'P-0001',
          partyId: party.id,
          productId,
          status: 'IN_FORCE',
          startsOn: '2026-01-01',
          endsOn: '2027-01-01',
          premium: '312.40',
        },
      })
      const policy = await core.db.insurance.policy.findUnique({
        where: { number: 'P-0001' },
        include: { party: true, product: { select: { name: true, policyCount: true } } },
      })
      expect(policy).toMatchObject({
        premium: '312.40',
        currency: 'EUR',
        party: { id: party.id, displayName: party.displayName },
        product: { name: 'Hogar', policyCount: '1' },
      })
    })

    test('an energy contract hangs on a supply point whose CUPS is right', async () => {
      const party = await partyOf(good.keys[8])
      const cups = (end: string) => `ES0031000000054321${end}`
      const letters = toControlLetters('0031000000054321')
      const point = (code: string) => ({
        data: { cups: code, commodity: 'ELECTRICITY' as const, addressLine: 'Calle Mayor 1' },
      })
      const wrong = cups(letters === 'AA' ? 'BB' : 'AA')
      await expect(core.db.energy.supplyPoint.create(point(wrong))).rejects.toMatchObject({
        code: 'ACV304',
      })
      const { id: supplyPointId } = await core.db.energy.supplyPoint.create(point(cups(letters)))
      const brand = await core.db.energy.partner.create({
        data: { name: 'Black Energy', role: 'BRAND', own: true },
      })
      const contract = await core.db.energy.energyContract.create({
        data: {
          number: 'E-0001',
          partyId: party.id,
          supplyPointId,
          brandId: brand.id,
          tariff: '2.0TD',
          powerP1Kw: '4.600',
          powerP2Kw: '4.600',
        },
        include: { party: true, supplyPoint: true, brand: true },
      })
      expect(contract).toMatchObject({
        status: 'REQUESTED',
        party: { id: party.id },
        supplyPoint: { cups: cups(letters) },
        brand: { name: 'Black Energy' },
      })
      const change = { data: { supplyPointId, contractId: contract.id, toSupplierId: brand.id } }
      await core.db.energy.switch.create(change)
      await expect(core.db.energy.switch.create(change)).rejects.toMatchObject({ code: 'ACV302' })
    })
  })

  describe('a new client with a first policy', () => {
    type ClientData = { readonly displayName: string }
    type PolicyData = Omit<CreateData<typeof policies>, 'partyId'>

    const createClientWithPolicy = (clientData: ClientData, policyData: PolicyData) =>
      core.db.transaction(['global', 'insurance'], async (tx) => {
        const party = await tx.global.party.create({ data: clientData })
        const policy = await tx.insurance.policy.create({
          data: { ...policyData, partyId: party.id },
        })
        await tx.insurance.outboxEvent.create({
          data: {
            aggregateType: 'Policy',
            aggregateId: policy.id,
            eventType: 'PolicyIssued',
            payload: { partyId: party.id, policyId: policy.id },
            status: 'PENDING',
          },
        })
        return { party, policy }
      })
    const term = { startsOn: '2026-01-01', endsOn: '2027-01-01', premium: '99.90' }

    test('is one act: party, policy and event are there together', async () => {
      const { id: productId } = await product()
      const { party, policy } = await createClientWithPolicy(
        { displayName: 'María García' },
        { number: 'P-0002', productId, ...term },
      )
      expect(policy.partyId).toBe(party.id)
      const events = await core.db.insurance.outboxEvent.findMany({
        where: { aggregateId: policy.id },
      })
      expect(events).toMatchObject([
        { eventType: 'PolicyIssued', payload: { partyId: party.id, policyId: policy.id } },
      ])
    })

    test('leaves no party behind when the policy is refused', async () => {
      const { id: productId } = await product()
      const failing = createClientWithPolicy(
        { displayName: 'Nadie' },
        { number: 'P-0003', productId, ...term, endsOn: '2025-01-01' },
      )
      await expect(failing).rejects.toMatchObject({ code: 'ACV304' })
      expect(await core.db.global.party.count({ where: { displayName: 'Nadie' } })).toBe(0)
      expect(await core.db.insurance.policy.count({ where: { number: 'P-0003' } })).toBe(0)
    })
  })
})
