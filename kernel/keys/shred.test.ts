// A subject whose keys are deleted is unreadable at once, everywhere, and for ever.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { patientOf, patientsSystem, personOf } from '../../test/support/patients.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { toAcervo } from '../client/to-acervo.ts'
import { openKeysInMemory } from './key-file.ts'
import { replayTombstones } from './shred.ts'
import { Vault } from './vault.ts'

const code = (error: { code?: string }) => error.code

onEachEngine(() => {
  const keys = openKeysInMemory()
  let platform: TestPlatform<[typeof patientsSystem]>
  beforeAll(async () => {
    platform = await openTestPlatform([patientsSystem], keys)
    await platform.db.care.patient.createMany({ data: [1, 2, 3].map(patientOf) })
  })
  afterAll(() => platform?.close())
  const read = async (db = platform.db) =>
    (await db.care.patient.findMany({ orderBy: { number: 'asc' } })).map(({ ssn }) => ssn)

  test('its values read as null from the next statement on, in a process with warm keys too', async () => {
    // Another process: keys of its own in memory, the same database.
    const vault = Promise.resolve(new Vault(keys))
    const { model, targets } = platform.acervo
    const other = toAcervo({ model, targets, vault: () => vault })
      .db as unknown as typeof platform.db
    expect(await read(other)).toEqual(['SSN-1', 'SSN-2', 'SSN-3'])
    const before = performance.now()
    expect(await platform.acervo.shred(personOf(2))).toEqual({ subject: personOf(2), keys: 1 })
    expect(await read(other)).toEqual(['SSN-1', null, 'SSN-3'])
    expect(await read()).toEqual(['SSN-1', null, 'SSN-3'])
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  test('its blind index is gone: no guess is confirmed any more', async () => {
    const find = (ssn: string) => platform.db.care.patient.count({ where: { ssn } as never })
    expect([await find('ssn1'), await find('ssn2')]).toEqual([1, 0])
    const { rows } = await platform.query(
      'select number from kp_care.patients where ssn_blind is null',
    )
    expect(rows).toEqual([['2']])
  })

  test('nothing about it is encrypted again; its other columns can still be written', async () => {
    const { patient } = platform.db.care
    const [row] = await patient.findMany({ where: { number: 2 } })
    const where = { id: row?.id ?? '' }
    const twice = async () =>
      (await patient.update({ where, data: { ssn: 'again' } }).catch(code)) as string
    // Its key may be remembered for encrypting: the database refuses, and then it is asked for again.
    expect(await twice()).toBe('ACV332')
    expect(await patient.create({ data: patientOf(2) }).catch(code)).toBe('ACV332')
    expect(await patient.update({ where, data: { name: 'kept' } })).toMatchObject({
      name: 'kept',
      ssn: null,
    })
  })

  test('a database that comes back from before the erasure is told of it again', async () => {
    await platform.query('delete from acervo.data_key_shredded')
    await platform.query(
      `insert into acervo.data_key (id, database, subject, version, kek, wrapped)
       values (decode(repeat('00', 16), 'hex'), 'care', '${personOf(2)}', 1, 'kek', '\\x00')`,
    )
    // As it was before: its values could be guessed at by whoever has the index key.
    await platform.query(`update kp_care.patients set ssn_blind = '\\x01' where number = 2`)
    const databases = [...platform.acervo.model.databases.values()]
    const standing = platform.targets.all().map((target) => ({ target, databases }))
    expect(await replayTombstones(keys, standing)).toBe(1)
    const { rows } = await platform.query(
      `select (select count(*) from acervo.data_key where subject = '${personOf(2)}'),
        (select count(*) from acervo.data_key_shredded),
        (select array_agg(number order by number) from kp_care.patients where ssn_blind is not null)`,
    )
    expect(rows).toEqual([['0', '1', '{1,3}']])
    expect(await replayTombstones(keys, standing)).toBe(0)
  })

  test('what is no subject is refused', async () => {
    for (const subject of ['', '#index', 'Ana', '*'])
      expect(await platform.acervo.shred(subject).catch(code)).toBe('ACV200')
  })
})
