// A backup says what the databases said in one moment, comes back equal somewhere else, and is never taken for whole
// when it is not.
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, openPlace, type Place } from '../../test/support/backups.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { tenants } from '../../test/support/moving.ts'
import { damages } from '../../test/support/store-damage.ts'
import { verifyAudit } from '../work/audit/auditor.ts'
import { startWork } from '../work/start-work.ts'
import { listBackups } from './list.ts'
import type { BackupReport } from './making.ts'
import { findSchedule, schedulesOf, toBackupJobs } from './schedules.ts'
import { makeIdentity, toOpener, toSealer, unsealed } from './sealing.ts'
import { openBackupSigner } from './signing.ts'
import { verifyBackup } from './verify.ts'

const code = (error: { code?: string }) => error.code

const rowsOf = ({ places }: BackupReport['manifest']) =>
  places
    .flatMap(({ databases }) => databases.flatMap(({ tables }) => tables))
    .reduce((sum, { rows }) => sum + rows, 0)

onEachEngine((engine) => {
  let house: Awaited<ReturnType<typeof openHouse>>
  let whole: BackupReport
  let key: Awaited<ReturnType<typeof makeIdentity>>
  let apart: Awaited<ReturnType<typeof makeIdentity>>
  let nowhere: Place
  beforeAll(async () => {
    house = await openHouse()
    key = await makeIdentity()
    apart = await makeIdentity()
    nowhere = await openPlace()
    whole = await house.backup({
      sealer: await toSealer([key.recipient]),
      apart: await toSealer([apart.recipient]),
    })
  }, 120_000)
  afterAll(async () => {
    await house?.close()
    await nowhere?.close()
  })
  const both = async () => toOpener([key.identity, apart.identity])
  const untouched = () =>
    nowhere.query(`select nspname from pg_namespace where nspname like 't\\_%'`)

  test('its files are their owner’s alone, and it says what it needs and does not hold', async () => {
    const { manifest } = whole
    const paths = await house.store.files(manifest.name)
    for (const path of paths)
      expect((await stat(join(house.folder, manifest.name, path))).mode & 0o777, path).toBe(0o600)
    expect(manifest.needs).toEqual({ keys: [expect.stringMatching(/^kek-/)], audits: ['house'] })
    const tables = manifest.places.flatMap(({ databases }) => databases.flatMap((it) => it.tables))
    const counts = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))
    expect(counts).toMatchObject({ 't_house.things': 302, 't_house.readings': 40 })
    const apartFiles = manifest.files.filter((file) => file.key === 'apart')
    expect(apartFiles.map(({ path }) => path)).toEqual([
      'data/t_house.persons.copy.gz.age',
      'digests-apart.json.gz.age',
    ])
    expect(whole.undeclared).toEqual([])
  })

  test('restored elsewhere every row is as it was, its keys, policies and counters too', async () => {
    const place = await openPlace({ isKept: true })
    try {
      const report = await house.restore(whole.manifest.name, place.target, {
        opener: await both(),
      })
      expect(report).toMatchObject({ databases: ['house', 'yard', 'shed'], loose: [], keys: [] })
      for (const database of whole.manifest.places.flatMap(({ databases }) => databases))
        for (const { table } of database.tables) {
          // Asked apart from the restore's own comparison, generated columns too.
          const all = `select string_agg(t::text, '|' order by t::text collate "C") from ${table} t`
          expect(await place.query(all), table).toEqual(await house.query(all))
        }
      await place.release()
      const again = await house.open({ ...place.options, migrations: 'serve' })
      try {
        expect(await again.db.house.person.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
          { name: 'Ana', ssn: '1234567890' },
          { name: 'Berta' },
          { name: 'Carla' },
        ])
        const mine = again.db.as({ actor: 'user:1', claims: { tenant: tenants[0] } })
        expect(await mine.house.invoice.findMany({ select: { total: true } })).toEqual([
          { total: '10.50' },
        ])
      } finally {
        await again.close()
      }
    } finally {
      await place.close()
    }
  }, 120_000)

  test('without its key, or with another, nothing is touched', async () => {
    const { name } = whole.manifest
    const other = await makeIdentity()
    for (const keys of [[], [other.identity], [key.identity], [apart.identity]]) {
      const opener = await toOpener(keys)
      expect(await house.restore(name, nowhere.target, { opener }).catch(code)).toBe('ACV423')
    }
    expect(await untouched()).toEqual([])
    await expect(toSealer([])).rejects.toMatchObject({ code: 'ACV423' })
    await expect(toSealer(['age1nonsense'])).rejects.toMatchObject({ code: 'ACV423' })
  })

  test('of a whole backup one database alone comes back, and what points nowhere is told', async () => {
    const { name } = whole.manifest
    const yard = house.acervo.model.databases.get('yard')
    const databases = yard === undefined ? [] : [yard]
    const opener = await toOpener([key.identity])
    const place = await openPlace()
    try {
      const report = await house.restore(name, place.target, { databases, opener })
      expect(report).toMatchObject({ databases: ['yard'], tables: 1, rows: 1 })
      const schemas = `select nspname from pg_namespace where nspname like 't\\_%'`
      expect(await place.query(schemas)).toEqual([['t_yard']])
      expect(await place.query('select name from t_yard.plots')).toEqual([['north']])
      // What stands is never overwritten.
      expect(await house.restore(name, place.target, { databases, opener }).catch(code)).toBe(
        'ACV425',
      )
      expect(await place.query('select name from t_yard.plots')).toEqual([['north']])
    } finally {
      await place.close()
    }
  }, 60_000)

  test('a flipped byte, a cut and a missing file are found wherever they are', async () => {
    const { name } = whole.manifest
    const verify = () => verifyBackup({ store: house.store, name })
    expect(await verify()).toMatchObject({ ok: true, faults: [], opened: false })
    for (const change of await damages(house.store, name, 40, 7)) {
      await change.make()
      const found = await verify().catch(code)
      expect(found === 'ACV420' || (found as { ok: boolean }).ok === false, change.what).toBe(true)
      expect(await house.restore(name, nowhere.target).catch(code), change.what).toMatch(
        /ACV42[0-3]/,
      )
      await change.undo()
    }
    expect(await untouched()).toEqual([])
    const opener = await both()
    expect(await verifyBackup({ store: house.store, name, opener })).toMatchObject({
      ok: true,
      opened: true,
    })
  }, 60_000)

  test('cancelled, or cut short, it leaves nothing that is taken for a backup', async () => {
    const before = await house.store.list()
    for (const step of ['table', 'manifest']) {
      const end = new AbortController()
      let steps = 0
      const wish = {
        signal: end.signal,
        onBackup: (progress: { step: string }) => {
          if (progress.step === step && steps++ > (step === 'table' ? 3 : -1)) end.abort()
        },
      }
      const made = await house.backup(wish).catch(code)
      if (step === 'table') expect(made).toBe('ACV308')
      else await house.store.remove((made as BackupReport).manifest.name)
    }
    expect(await house.store.list()).toEqual(before)
    const half = await house.backup()
    await rm(join(house.folder, half.manifest.name, 'SHA256SUMS'))
    const found = await verifyBackup({ store: house.store, name: half.manifest.name })
    expect(found.faults[0]).toContain('is not whole')
    const restoring = house.restore(half.manifest.name, nowhere.target)
    expect(await restoring.catch(code)).toBe('ACV421')
    await house.store.remove(half.manifest.name)
  })

  test('a restore that is cancelled leaves nothing, and the same call begins anew', async () => {
    const { manifest } = await house.backup()
    const end = new AbortController()
    const onRestore = ({ step }: { step: string }) => void (step === 'compare' && end.abort())
    const place = await openPlace()
    try {
      const wish = { signal: end.signal, onRestore }
      expect(await house.restore(manifest.name, place.target, wish).catch(code)).toBe('ACV308')
      const left = `select nspname from pg_namespace where nspname like 't\\_%'`
      expect(await place.query(left)).toEqual([])
      expect(await place.query('select count(*) from acervo.outbox_counter')).toEqual([['0']])
      expect(await house.restore(manifest.name, place.target)).toMatchObject({
        rows: rowsOf(manifest),
      })
    } finally {
      await place.close()
      await house.store.remove(manifest.name)
    }
  }, 60_000)

  test('embeddings may be left out, and some rows of one table taken alone', async () => {
    const { model } = house.acervo
    const thing = model.databases.get('house')?.tables.get('thing')
    if (thing === undefined) throw new Error('no thing')
    const without = await house.backup({ embeddings: 'without' })
    const some = await house.backup({ tables: [{ table: thing, where: `t.name like 'thing 1%'` }] })
    const place = await openPlace()
    const other = await openPlace()
    try {
      await house.restore(without.manifest.name, place.target)
      expect(
        await place.query('select title, embedding, embedding_model from t_house.images'),
      ).toEqual([['a', null, null]])
      const report = await house.restore(some.manifest.name, other.target)
      // All are parts of 'plain', which was not asked for.
      expect(report).toMatchObject({ rows: 111, keys: [expect.stringContaining('part_of')] })
      expect(await other.query('select count(*) from t_house.things')).toEqual([['111']])
    } finally {
      await place.close()
      await other.close()
    }
    const wrong = house.backup({ tables: [{ table: thing, where: 'name = ' }] })
    expect(await wrong.catch(code)).toMatch(/ACV3/)
  }, 60_000)

  test('who was erased after the backup is erased in what comes back', async () => {
    const { manifest } = await house.backup()
    const place = await openPlace()
    try {
      const tombstones = [{ subject: tenants[0], at: new Date().toISOString() }]
      const report = await house.restore(manifest.name, place.target, { tombstones })
      expect(report.erased).toBe(1)
      const left = `select (select count(*) from acervo.data_key where subject = '${tenants[0]}'),
        (select count(*) from acervo.data_key_shredded)`
      expect(await place.query(left)).toEqual([['0', '1']])
      // Without the tombstone the backup would have brought the key back.
      const file = manifest.places[0]?.kernel.find(({ table }) => table === 'acervo.data_key')
      expect(file?.rows).toBeGreaterThan(0)
    } finally {
      await place.close()
    }
  }, 60_000)

  test('a drill restores it apart from everything, checks it, times it and keeps what it found', async () => {
    const auditDirectory = join(house.folder, '..', 'audit')
    const { model, targets } = house.acervo
    const options = { model, targets, store: house.store, sealer: unsealed, version: 'test' }
    const jobs = toBackupJobs(options, schedulesOf(model))
    const work = await startWork(house.acervo, { auditDirectory, jobs })
    expect((await work.status()).jobs).toMatchObject({
      jobs: [{ name: 'backup-house-nightly' }, { name: 'tidy' }],
    })
    const sealed = async () =>
      (await verifyAudit(house.acervo, { directory: auditDirectory }).catch(() => []))[0]?.sealed ??
      0
    await expect.poll(sealed, { timeout: 20_000 }).toBeGreaterThan(300)
    await work.drain()
    const { manifest } = await house.backup({ label: 'drilled' })
    // What comes after the backup is sealed outside, and is no fault of the copy.
    const later = await startWork(house.acervo, { auditDirectory })
    const before = await sealed()
    await house.acervo.db.house.thing.create({ data: { name: 'later' } })
    await expect.poll(sealed, { timeout: 20_000 }).toBeGreaterThan(before)
    await later.drain()
    const published = await house.query('select count(*) from acervo.stream_event')
    const signer = openBackupSigner(auditDirectory)
    const wish = { auditDirectory, signer }
    const drilled = await house.drill(manifest.name, nowhere.target, wish)
    expect(drilled).toMatchObject({ ok: true, tables: 9, rows: rowsOf(manifest) })
    expect(drilled.checks.map(({ check }) => check)).toEqual([
      'restore',
      'policies',
      'indexes',
      'erased',
      'audit house',
    ])
    expect(drilled.checks.find(({ check }) => check === 'indexes')?.details).toMatch(
      /^\d\d+ indexes/,
    )
    expect(drilled.rpoSeconds).toBeGreaterThan(0)
    expect(drilled.seconds).toBeGreaterThanOrEqual(drilled.restoreSeconds)
    const all = await listBackups(house.store, [signer.verifier])
    const [listed] = all.filter((one) => one.name === manifest.name)
    expect(listed).toMatchObject({ state: 'whole', drill: { ok: true, at: drilled.at } })
    // The copy published nothing, and nobody could have started on it.
    expect(await house.query('select count(*) from acervo.stream_event')).toEqual(published)
    if (engine === 'postgres') expect(await untouched()).toEqual([])
    else
      expect(
        await nowhere.query(
          `select distinct obj_description(oid, 'pg_namespace') from pg_namespace where nspname like 't\\_%'`,
        ),
      ).toEqual([[`acervo: arriving from backup ${manifest.name}`]])
    expect(await verifyBackup({ store: house.store, name: manifest.name })).toMatchObject({
      ok: true,
    })
  }, 120_000)

  test('what a system declares is made, read again, and then the older ones go', async () => {
    const { model, targets } = house.acervo
    const options = { model, targets, store: house.store, sealer: unsealed, version: 'test' }
    const [job] = toBackupJobs(options, schedulesOf(model))
    expect(job).toMatchObject({ name: 'backup-house-nightly', cron: '0 2 * * *' })
    const context = { db: undefined, input: {}, signal: new AbortController().signal }
    await job?.run(context)
    const made = (await listBackups(house.store)).filter(({ name }) => name.includes('nightly'))
    expect(made).toMatchObject([
      { state: 'whole', manifest: { label: 'house-nightly', keepDays: 30, isPartial: true } },
    ])
    expect(() => findSchedule(model, 'house-nigthly')).toThrow(/no system declares/)
  })
})
