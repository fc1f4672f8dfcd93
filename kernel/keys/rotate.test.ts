// Keys are replaced while everything runs.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { patientOf, patientsSystem, personOf } from '../../test/support/patients.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import type { DatabaseModel } from '../model/model.ts'
import { openKeysInMemory } from './key-file.ts'
import { rotateData } from './rotate-data.ts'
import { rotateKek } from './rotate-kek.ts'
import { readStatus } from './status.ts'

onEachEngine(() => {
  const keys = openKeysInMemory()
  let platform: TestPlatform<[typeof patientsSystem]>
  beforeAll(async () => {
    platform = await openTestPlatform([patientsSystem], keys)
    await platform.db.care.patient.createMany({
      data: Array.from({ length: 700 }, (_, n) => patientOf(n)),
    })
  })
  afterAll(() => platform?.close())
  const all = async () =>
    (await platform.db.care.patient.findMany({ orderBy: { number: 'asc' } })).map(
      ({ ssn, notes }) => `${ssn} ${notes}`,
    )
  const expected = Array.from({ length: 700 }, (_, n) => `SSN-${n} notes of ${n}`)
  const cells = async () =>
    (
      await platform.query(
        'select md5(string_agg(ssn::text || xmin::text, $1 order by id)) from kp_care.patients',
        [''],
      )
    ).rows
  const target = () => platform.targets.all()[0] as never
  const database = () => platform.acervo.model.databases.get('care') as DatabaseModel

  test('a new wrapping key touches wrapped keys alone', async () => {
    const before = await cells()
    const { kek, wrapped } = await rotateKek(keys, platform.targets.all())
    expect([wrapped, await cells()]).toEqual([701, before])
    expect((await readStatus(target())).map((one) => [one.kek, one.keys])).toEqual([[kek, 701]])
    expect(await all()).toEqual(expected)
  })

  test('one that was cut short is ended by the next run, under the same key', async () => {
    await keys.rotate()
    const stop = new AbortController()
    const cut = rotateKek(keys, platform.targets.all(), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(cut).rejects.toThrow()
    const kek = await keys.current()
    expect(await rotateKek(keys, platform.targets.all())).toMatchObject({ kek, wrapped: 201 })
    expect(await all()).toEqual(expected)
  })

  test('new data keys: every cell is under one, the old ones are gone, equality holds', async () => {
    const before = await cells()
    const done = await rotateData(keys, target(), database(), { settleMs: 0 })
    expect(done).toEqual({ subjects: 700, cells: 1400, removed: 700 })
    expect(await cells()).not.toEqual(before)
    expect(await all()).toEqual(expected)
    const find = { where: { ssn: 'ssn 42' } as never }
    expect(await platform.db.care.patient.findMany(find)).toMatchObject([{ number: 42 }])
  })

  test('cut short, it goes on where it was; nothing is lost in between', async () => {
    const stop = new AbortController()
    const cut = rotateData(keys, target(), database(), {
      settleMs: 0,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(cut).rejects.toThrow()
    expect(await all()).toEqual(expected)
    expect((await readStatus(target()))[0]).toMatchObject({ keys: 1401, rotating: true })
    const done = await rotateData(keys, target(), database(), { settleMs: 0 })
    expect(done.subjects).toBe(0)
    expect(done.removed).toBe(700)
    expect(await all()).toEqual(expected)
    expect((await readStatus(target()))[0]).toMatchObject({ keys: 701, rotating: false })
  })

  test('a writer who still holds an old key is refused by the database, and writes again by itself', async () => {
    const { patient } = platform.db.care
    const [row] = await patient.findMany({ where: { number: 5 } })
    const where = { id: row?.id ?? '' }
    await patient.update({ where, data: { ssn: 'warm' } })
    await rotateData(keys, target(), database(), { settleMs: 0 })
    expect(await patient.create({ data: { ...patientOf(5), number: 1000 } })).toMatchObject({
      ssn: 'SSN-5',
    })
    expect(personOf(5)).toBe(row?.personId)
  })

  test('a key that is retired takes nothing more, though its values are still read', async () => {
    const { patient } = platform.db.care
    const again = () => patient.create({ data: { ...patientOf(6), number: 2_000 } })
    // Remembered as the key to encrypt under, then closed to writers.
    const before = await again()
    await platform.query(
      `update acervo.data_key set retired_at = now() where subject = '${before.personId}'`,
    )
    const after = await again()
    expect(after.ssn).toBe('SSN-6')
    expect((await patient.findUnique({ where: { id: before.id } }))?.ssn).toBe('SSN-6')
    const { rows } = await platform.query(
      `select k.retired_at is null from kp_care.patients p
        join acervo.data_key k on k.id = substring(p.notes from 2 for 16)
        where p.id in ('${before.id}', '${after.id}') order by 1`,
    )
    expect(rows).toEqual([['f'], ['t']])
  })
})
