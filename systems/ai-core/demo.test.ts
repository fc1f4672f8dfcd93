// Promises of the demonstration data: it loads through the client's own verbs, and twice is once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { databases } from './databases.ts'
import { demo } from './demo.ts'
import { aiCore } from './system.ts'

let platform: TestPlatform<readonly [typeof aiCore]>
let db: TestPlatform<readonly [typeof aiCore]>['db']

beforeAll(async () => {
  platform = await openTestPlatform([aiCore])
  db = platform.db
  await demo(db)
})
afterAll(() => platform?.close())

test('a policy is read back with its person, product, version and receipts', async () => {
  const [policy] = await db.insurance.policy.findMany({
    where: { number: 'P-2026-0001' },
    select: {
      status: true,
      premium: true,
      receiptCount: true,
      pendingReceiptCount: true,
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
    party: { displayName: 'María del Carmen García Peñalver' },
    product: { code: 'HOME-1', policyCount: '1' },
    versions: [{ version: 1 }],
    receipts: [{ status: 'PAID' }, { status: 'PENDING' }],
  })
})

test('the energy contract names its brand and its supply point', async () => {
  const [contract] = await db.energy.energyContract.findMany({
    select: { brand: { select: { name: true } }, supplyPoint: { select: { cups: true } } },
  })
  expect(contract).toEqual({
    brand: { name: 'Black Energy' },
    supplyPoint: { cups: 'ES0031000000012345LY0F' },
  })
})

test('every database of the system stands in its catalogue', async () => {
  const services = await db.system.dataService.findMany({ select: { code: true } })
  expect(new Set(services.map(({ code }) => code))).toEqual(
    new Set(databases.map(({ schema }) => schema)),
  )
})

test('loaded again it adds nothing', async () => {
  const tables = [
    db.global.party,
    db.insurance.policy,
    db.insurance.policyVersion,
    db.insurance.receipt,
    db.energy.energyContract,
    db.system.dataService,
    db.system.scheduledTask,
  ]
  const counts = async () => Promise.all(tables.map((table) => table.count()))
  const before = await counts()
  await demo(db)
  expect(await counts()).toEqual(before)
  expect(before.every((count) => count > 0)).toBe(true)
})

test('each database stands where this project of the tests places it', () => {
  const places = new Set(databases.map(({ schema }) => platform.targets.of(schema).key))
  // Master data and insurance are declared together.
  const apart = process.env.ACERVO_TEST_PLACEMENT === 'split' ? databases.length - 1 : 1
  expect(places.size).toBe(apart)
})
