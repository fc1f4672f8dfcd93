// Promises of the demonstration data: one family and one company in every database, written through the client's own
// verbs; twice is once, and so is a half and then the whole.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { databases } from '../databases.ts'
import { aiCore } from '../system.ts'
import { carmen, workshop } from './chapter.ts'
import { demo } from './index.ts'

let platform: TestPlatform<readonly [typeof aiCore]>
let db: TestPlatform<readonly [typeof aiCore]>['db']

beforeAll(async () => {
  platform = await openTestPlatform([aiCore])
  db = platform.db
  await expect(demo(db, cutShortAt('legal'))).rejects.toThrow('cut short')
  await demo(db)
}, 120_000)
afterAll(() => platform?.close())

/** A process that ends where a chapter of this database would begin. */
const cutShortAt =
  (name: string) =>
  (begun: string): void => {
    if (begun === name) throw new Error('cut short')
  }

/** Rows of every table of the declarations. */
async function countRows(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { name, schema } of databases) {
    const tables = [...(platform.acervo.model.databases.get(name)?.tables.values() ?? [])]
    const texts = tables
      .filter(({ kind }) => kind === 'table')
      .map((table) => `select '${name}.${table.name}', count(*) from ${schema}.${table.sqlName}`)
    for (const [place, count] of (await platform.query(texts.join(' union all '))).rows)
      counts.set(place ?? '', Number(count))
  }
  return counts
}

test('every database has rows of the story', async () => {
  const counts = await countRows()
  const isPlumbing = /\.(auditEvent|auditDetail|auditCheckpoint|outboxEvent|inboxEvent)$/
  const told = databases.filter(({ name }) =>
    [...counts].some(
      ([place, count]) => place.startsWith(`${name}.`) && !isPlumbing.test(place) && count > 0,
    ),
  )
  const empty = databases.filter((database) => !told.includes(database)).map(({ name }) => name)
  // What is in the audit is not written, it follows.
  expect(empty).toEqual(['audit'])
})

test('loaded again it adds nothing, in no table but the audit, which tells of readers too', async () => {
  const before = await countRows()
  await demo(db)
  const after = await countRows()
  const changed = [...before].filter(
    ([place, count]) => after.get(place) !== count && !place.includes('.audit'),
  )
  expect(changed).toEqual([])
})

test('sources say of one person what they will, and she is one, with what most of them say', async () => {
  const [party] = await db.global.party.findMany({
    where: { documentNumber: carmen },
    select: { id: true, displayName: true, birthDate: true },
  })
  expect(party).toMatchObject({
    displayName: 'María del Carmen García Peñalver',
    birthDate: '1984-02-29',
  })
  const links = await db.global.partyLink.findMany({ where: { partyId: party?.id ?? '' } })
  expect(links).toHaveLength(3)
  const names = await db.global.party.findMany({ where: { documentNumber: workshop } })
  expect(names.map(({ legalName }) => legalName)).toEqual(['Talleres Peñalver, S.L.'])
  expect(await db.global.sourceRecord.count()).toBe(11)
})

test('a policy is read back with its person, product, version, receipts and claim', async () => {
  const [policy] = await db.insurance.policy.findMany({
    where: { number: 'P-2026-0001' },
    select: {
      status: true,
      premium: true,
      receiptCount: true,
      pendingReceiptCount: true,
      claimCount: true,
      party: { select: { displayName: true } },
      product: { select: { code: true, policyCount: true } },
      versions: { select: { version: true } },
      receipts: { select: { status: true }, orderBy: { periodStart: 'asc' } },
    },
  })
  expect(policy).toEqual({
    status: 'IN_FORCE',
    premium: '248.60',
    receiptCount: '2',
    pendingReceiptCount: '1',
    claimCount: '1',
    party: { displayName: 'María del Carmen García Peñalver' },
    product: { code: 'HOME-1', policyCount: '1' },
    versions: [{ version: 1 }],
    receipts: [{ status: 'PAID' }, { status: 'PENDING' }],
  })
})

test('what the databases compute follows from what was written', async () => {
  expect(await db.claims.claimFile.findMany()).toMatchObject([
    { status: 'PAID', paid: '580.0000000000' },
  ])
  expect(await db.commissions.settlement.findMany()).toMatchObject([{ total: '14.9200000000' }])
  expect(await db.hrPayroll.payslip.findMany()).toMatchObject([{ net: '1499.52' }])
  expect(await db.financeInvoicing.invoice.findMany()).toMatchObject([
    { number: '1', total: '108.90', paid: '50.00', status: 'PARTLY_PAID' },
  ])
  expect(await db.tickets.ticket.findMany()).toMatchObject([{ number: 'TICK-000001' }])
  expect(await db.commsEmail.suppression.findMany()).toMatchObject([{ reason: 'HARD_BOUNCE' }])
})

test('the catalogue has every database, and knows which ones hold what is known of persons', async () => {
  const services = await db.system.dataService.findMany({
    select: { name: true, classification: true },
  })
  expect(new Set(services.map(({ name }) => name))).toEqual(
    new Set(databases.map(({ name }) => name)),
  )
  const personal = services.filter(({ classification }) => classification === 'PERSONAL')
  const names = personal.map(({ name }) => name)
  for (const name of ['global', 'auth', 'hr', 'claims', 'tickets', 'commsSms', 'notifications'])
    expect([name, names.includes(name)]).toEqual([name, true])
  for (const name of ['system', 'logs', 'products', 'aiModels', 'analyticsMetrics'])
    expect([name, names.includes(name)]).toEqual([name, false])
})

test('each database stands where this project of the tests places it', () => {
  const places = new Set(databases.map(({ schema }) => platform.targets.of(schema).key))
  // Master data and insurance are declared together.
  const apart = process.env.ACERVO_TEST_PLACEMENT === 'split' ? databases.length - 1 : 1
  expect(places.size).toBe(apart)
})
