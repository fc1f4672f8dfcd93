// Faults of backups and of disks: each with a store of its own. Only tests import it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskReader } from '../../../cli/watch-parts.ts'
import { createBackup } from '../../../kernel/backup/create.ts'
import { type DrillRecord, keepDrill } from '../../../kernel/backup/drill-records.ts'
import { openFolderStore } from '../../../kernel/backup/folder-store.ts'
import { backupsReader } from '../../../kernel/backup/readings.ts'
import { unsealed } from '../../../kernel/backup/sealing.ts'
import { type BackupStore, drillsFolder } from '../../../kernel/backup/store.ts'
import type { Fault } from './faults.ts'
import type { Watched } from './world.ts'

const schedule = {
  ...{ name: 'watched-nightly', label: 'nightly', system: 'watched' },
  ...{ cron: '0 2 * * *', keepDays: 30 },
}

export interface BackupFaults {
  readonly faults: readonly Fault[]
  readonly folder: string
}

export function toBackupFaults(world: Watched): BackupFaults {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-watched-'))
  const home = world.platform.targets.of('t_shop')
  const openStore = (name: string) => {
    const store = openFolderStore(join(folder, name))
    return { store, reader: backupsReader({ store, trusted: [], schedules: [schedule], home }) }
  }
  const [late, broken, unreadable, drilled] = ['late', 'broken', 'unreadable', 'drilled'].map(
    openStore,
  ) as [Opened, Opened, Opened, Opened]
  const drill = (what: string, alert: string, record: Partial<DrillRecord>): Fault => ({
    what,
    alert,
    readers: [drilled.reader],
    inject: () => keep(world, drilled.store, record),
    mend: () => keep(world, drilled.store, {}),
  })
  const faults: Fault[] = [
    {
      what: 'a backup that was asked for three hours ago is not there',
      alert: 'backup-late',
      readers: [late.reader],
      inject: ({ platform }) =>
        platform.query(`insert into pgboss.acervo_schedule (name, expression, tick, registered_at)
          values ('backup-watched-nightly', '0 2 * * *', now() - interval '3 hours', now() - interval '1 day')`),
      mend: ({ platform }) => platform.query('delete from pgboss.acervo_schedule'),
    },
    {
      what: 'a backup is half',
      alert: 'backup-broken',
      readers: [broken.reader],
      inject: () => {
        mkdirSync(join(folder, 'broken', half), { recursive: true })
        writeFileSync(join(folder, 'broken', half, 'rows.gz'), 'x')
      },
      mend: () => broken.store.remove(half),
    },
    {
      what: 'the way to the backups leads nowhere',
      alert: 'backup-unreadable',
      readers: [unreadable.reader],
      // A link to itself: even root cannot follow it.
      inject: () => symlinkSync('unreadable', join(folder, 'unreadable')),
      mend: () => rmSync(join(folder, 'unreadable')),
    },
    drill('the last drill was three days ago', 'drill-late', { at: ago(3 * 86_400) }),
    drill('a backup did not come back as it was', 'drill-failed', { ok: false }),
    drill('a recovery takes five hours', 'recovery-slow', { seconds: 18_000 }),
    {
      what: 'a disk is full',
      alert: 'disk-full',
      readers: [diskReader([folder])],
      // No test fills a disk: what is taken of it is more than this.
      changes: { 'disk-full': { threshold: 0.000_001 } },
      inject: () => undefined,
      mend: ({ begin }) => begin(),
    },
  ]
  return { faults, folder }
}

type Opened = { readonly store: BackupStore; readonly reader: ReturnType<typeof backupsReader> }
const half = '20261120T020000Z-nightly-0a1b2c'
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

/** One backup, made at the first call; each record is the last one. */
async function keep(world: Watched, store: BackupStore, record: Partial<DrillRecord>) {
  const { model, targets } = world.platform.acervo
  const [name = await make()] = await store.list()
  async function make() {
    const { manifest } = await createBackup({
      ...{ model, targets, home: '/', store, sealer: unsealed, content: 'all' },
      ...{ databases: [...model.databases.values()], embeddings: 'with' },
      ...{ label: schedule.name, version: 'test' },
    } as Parameters<typeof createBackup>[0])
    return manifest.name
  }
  for (const old of await store.files(drillsFolder)) rmSync(join(store.place, drillsFolder, old))
  await keepDrill(
    store,
    {
      ...{ name, at: ago(60), ok: true, seconds: 5, restoreSeconds: 4, ageSeconds: 60 },
      ...{ engine: 'embedded', tables: 1, rows: 1, checks: [] },
      ...record,
    },
    undefined,
  )
}
