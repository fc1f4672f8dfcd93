// By the clock every backup is restored once, by one process of a fleet; and what amcheck finds in a copy ends it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlace, type Place } from '../../test/support/backups.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { makeSmallBackup } from '../../test/support/small-backup.ts'
import { targetScripts } from '../client/target-scripts.ts'
import { withDirect } from '../migrate/placed.ts'
import { setUpTarget } from '../migrate/set-up-target.ts'
import { drillUndrilled, toDrillJob } from './drill-clock.ts'
import { checkIndexes } from './drill-indexes.ts'
import { keepDrill } from './drill-records.ts'
import { openFolderStore } from './folder-store.ts'
import { openBackupSigner } from './signing.ts'

onEachEngine(() => {
  let place: Place
  let folder: string
  beforeAll(async () => {
    place = await openPlace()
    folder = await mkdtemp(join(tmpdir(), 'acervo-drills-'))
    await withDirect(place.target, (direct) => setUpTarget(direct, { scripts: targetScripts }))
  }, 60_000)
  afterAll(async () => {
    await place?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('of two processes one drills, newest first, what nobody has; a stranger’s is not restored', async () => {
    const store = openFolderStore(join(folder, 'store'))
    const signer = openBackupSigner(join(folder, 'ours'))
    const take = async (hour: number, wish = { signer }) => {
      const takenAt = new Date(Date.UTC(2026, 10, 22, hour))
      return (await makeSmallBackup(store, { takenAt, ...wish })).name
    }
    const [first, second, third] = [await take(1), await take(2), await take(3)]
    await take(4, { signer: openBackupSigner(join(folder, 'strangers')) })
    const record = (name: string) => ({
      ...{ name, at: new Date().toISOString(), ok: true, seconds: 1, restoreSeconds: 1 },
      ...{ ageSeconds: 1, engine: 'embedded', tables: 0, rows: 0, checks: [] },
    })
    await keepDrill(store, record(second), signer)
    const asked: string[] = []
    const { promise: isOther, resolve: other } = Promise.withResolvers<void>()
    const options = { store, trusted: [signer.verifier], home: place.target }
    const drill = async (name: string) => {
      asked.push(name)
      await isOther
      if (name === third) throw new Error('no place')
      await keepDrill(store, record(name), signer)
    }
    const { signal } = new AbortController()
    const one = drillUndrilled({ ...options, drill }, signal).catch((error: Error) => error.message)
    await expect.poll(() => asked.length).toBe(1)
    expect(await drillUndrilled({ ...options, drill }, signal)).toEqual([])
    other()
    // One that cannot be drilled is told, and keeps no other from it.
    expect(await one).toBe('no place')
    expect(asked).toEqual([third, first])
    const again = { ...options, drill: (name: string) => keepDrill(store, record(name), signer) }
    expect(await drillUndrilled(again, signal)).toEqual([third])
    expect(await drillUndrilled(again, signal)).toEqual([])
    expect(toDrillJob(again)).toMatchObject({ name: 'backup-drill', cron: '20 * * * *' })
  })

  test('an index that lacks a row of its table is found, and no extension is left behind', async () => {
    const amcheck = `select count(*) from pg_extension where extname = 'amcheck'`
    await withDirect(place.target, async (direct) => {
      await direct.script(`create schema t_look;
        create table t_look.words (word text);
        insert into t_look.words select 'word ' || n from generate_series(1, 500) n;
        create function t_look.fold(text) returns text language plpgsql immutable as 'begin return lower($1); end';
        create index words_fold on t_look.words (t_look.fold(word));
        create index words_word on t_look.words (word)`)
      expect(await checkIndexes(direct, ['t_look'])).toEqual({ indexes: 2, tables: 1 })
      // The index holds what the function said before.
      await direct.script(`create or replace function t_look.fold(text) returns text
        language plpgsql immutable as 'begin return upper($1); end'`)
      await expect(checkIndexes(direct, ['t_look'])).rejects.toMatchObject({
        code: 'ACV426',
        details: expect.stringContaining('words_fold'),
      })
      await direct.script('drop schema t_look cascade')
    })
    expect(await place.query(amcheck)).toEqual([['0']])
  })
})
