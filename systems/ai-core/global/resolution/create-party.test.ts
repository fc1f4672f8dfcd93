// Promises of creating a party: it is a word of a source, resolved before the writer has its answer.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { EmbeddedEngine } from '../../../../kernel/database/embedded/engine.ts'
import type { Link } from '../../../../kernel/database/link.ts'
import { PostgresConnection } from '../../../../kernel/database/postgres/connection.ts'
import { systemPrincipal } from '../../../../kernel/index.ts'
import { onEachEngine } from '../../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../../test/support/platform.ts'
import { systems } from '../../../index.ts'
import { resolveQueue } from './index.ts'

const ana = {
  kind: 'PERSON',
  givenName: 'Ana María',
  firstSurname: 'García',
  secondSurname: 'Peñalver',
  birthDate: '1984-02-29',
  documentType: 'DNI',
  documentNumber: '12345678Z',
  documentCountry: 'ES',
  email: 'ana.garcia@example.com',
} as const
/** The same person in another form. */
const again = { ...ana, givenName: 'Ana Maria', email: 'ana@example.com', city: 'Toledo' } as const
/** Her sister: another document. */
const eva = { ...ana, givenName: 'Eva', documentNumber: '87654321X', email: 'eva@example.com' }

onEachEngine((engine) => {
  let platform: TestPlatform<typeof systems>
  let db: TestPlatform<typeof systems>['db']
  beforeAll(async () => {
    platform = await openTestPlatform(systems)
    db = platform.db
  })
  beforeEach(() =>
    platform.query(
      'truncate sm_global.parties, sm_global.source_records, sm_global.match_keys, sm_global.recent_keys cascade',
    ),
  )
  afterAll(() => platform?.close())

  test('the first word about somebody makes a party, its record and its golden values', async () => {
    const party = await db.global.party.create({ data: ana })
    expect(party).toMatchObject({ ...ana, status: 'ACTIVE' })
    expect(party.displayName).toBe('Ana María García Peñalver')
    const [record] = await db.global.sourceRecord.findMany()
    expect(record).toMatchObject({ source: 'manual', current: true, originId: party.id })
    expect(record?.resolvedAt).not.toBeNull()
    const golden = await db.global.goldenRecord.findMany({ where: { partyId: party.id } })
    const email = { value: ana.email, rule: 'only', sourceRecordId: record?.id }
    expect(golden).toMatchObject([{ attributes: { email }, validTo: null }])
  })

  test('another word about the same person answers with the party there is', async () => {
    const first = await db.global.party.create({ data: ana })
    const second = await db.global.party.create({ data: again, select: { id: true, city: true } })
    expect(second).toEqual({ id: first.id, city: 'Toledo' })
    expect(await db.global.party.count()).toBe(1)
    expect(await db.global.sourceRecord.count()).toBe(2)
    const decisions = await db.global.matchDecision.findMany({ where: { kind: 'LINK' } })
    expect(decisions).toMatchObject([{ origin: 'AUTOMATIC', partyId: first.id }])
    expect(decisions[0]?.comparisons).not.toEqual([])
  })

  test('keys of one record are sorted in with those of files, and find it before and after', async () => {
    const keysIn = async (table: string) =>
      Number((await platform.query(`select count(*) from sm_global.${table}`)).rows[0]?.[0])
    const first = await db.global.party.create({ data: ana, select: { id: true } })
    expect(await keysIn('recent_keys')).toBeGreaterThan(10)
    expect(await keysIn('match_keys')).toBe(0)
    const keys = await keysIn('recent_keys')
    await resolveQueue({
      transact: (body) =>
        platform.acervo.transaction(systemPrincipal, ['global'], (_tx, session) => body(session)),
    })
    expect([await keysIn('recent_keys'), await keysIn('match_keys')]).toEqual([0, keys])
    expect(await db.global.party.create({ data: again, select: { id: true } })).toEqual(first)
  })

  test('somebody new takes two round trips, somebody known three', async () => {
    await db.global.party.create({ data: eva })
    const { prototype } = engine === 'embedded' ? EmbeddedEngine : PostgresConnection
    const run = vi.spyOn(prototype as Link, 'run')
    const roundTripsOf = async (data: object) => {
      run.mockClear()
      await db.global.party.create({ data, select: { id: true } })
      return run.mock.calls.length
    }
    expect(await roundTripsOf(ana)).toBe(2)
    expect(await roundTripsOf(again)).toBe(3)
    run.mockRestore()
  })

  test('an id that was given stays good when the party was known already', async () => {
    const first = await db.global.party.create({ data: ana })
    const id = '0198c0de-0000-7000-8000-00000000beef'.replace('0198', 'fff8')
    const second = await db.global.party.create({ data: { ...again, id } })
    expect(second.id).toBe(first.id)
    expect(await db.global.party.findUnique({ where: { id } })).toMatchObject({
      status: 'MERGED',
      mergedIntoId: first.id,
      givenName: null,
    })
  })

  test('a valid document that differs keeps two people apart whatever else agrees', async () => {
    const first = await db.global.party.create({ data: ana })
    const second = await db.global.party.create({
      data: { ...eva, givenName: ana.givenName, email: ana.email },
    })
    expect(second.id).not.toBe(first.id)
  })

  test('the source is what the principal claims', async () => {
    const crm = db.as({ actor: 'key:crm', claims: { source: 'crm' } })
    await crm.global.party.create({ data: ana })
    expect(await db.global.sourceRecord.findMany({ select: { source: true } })).toEqual([
      { source: 'crm' },
    ])
  })

  test('what resolution decides cannot be given', async () => {
    const create = db.global.party.create({ data: { ...ana, status: 'MERGED' } })
    await expect(create).rejects.toMatchObject({ code: 'ACV208' })
    const unreadable = db.global.party.create({ data: { ...ana, birthDate: 'yesterday' } })
    await expect(unreadable).rejects.toMatchObject({ code: 'ACV205' })
    expect(await db.global.sourceRecord.count()).toBe(0)
  })

  test('a transaction that fails leaves nothing behind', async () => {
    const failing = db.transaction(['global'], async (tx) => {
      await tx.global.party.create({ data: ana })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    for (const table of [db.global.party, db.global.sourceRecord, db.global.goldenRecord])
      expect(await table.count()).toBe(0)
  })

  test('two writers of one new person end with one party', async () => {
    const made = await Promise.all(
      [ana, again, ana, again].map((data) => db.global.party.create({ data })),
    )
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(await db.global.party.count({ where: { status: 'ACTIVE' } })).toBe(1)
    expect(await db.global.sourceRecord.count()).toBe(4)
  })
})
