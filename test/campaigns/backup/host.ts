// A host to be lost: a cluster of its own, a store elsewhere, people who write and remember what was acknowledged, and
// an oracle that reads the order of their commits out of the WAL itself.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFolderStore } from '../../../kernel/backup/folder-store.ts'
import { makeIdentity, toOpener, toSealer } from '../../../kernel/backup/sealing.ts'
import type { Direct } from '../../../kernel/database/target.ts'
import { openMigrator } from '../../../kernel/database/targets.ts'
import { createBase } from '../../../kernel/recovery/base.ts'
import type { Moment } from '../../../kernel/recovery/choose.ts'
import { restoreServer } from '../../../kernel/recovery/restore.ts'
import { startCluster } from '../events/servers.ts'

export type Host = Awaited<ReturnType<typeof openHost>>

/** Small segments, so that a little load fills many. */
export async function openHost(segmentMegabytes = 1) {
  const cluster = await startCluster(
    ['wal_keep_size=2GB', 'autovacuum=off'],
    [`--wal-segsize=${segmentMegabytes}`],
  )
  const folder = await mkdtemp(join(tmpdir(), 'acervo-host-'))
  // PostgreSQL runs as another user where this is root.
  await chmod(folder, 0o755)
  const { identity, recipient } = await makeIdentity()
  const sealer = await toSealer([recipient])
  const opener = await toOpener([identity])
  const store = openFolderStore(join(folder, 'store'))
  await withDirect(cluster.url, (direct) =>
    direct.script(`create table state (id integer primary key, v text not null);
      create table journal (writer integer, seq integer, primary key (writer, seq))`),
  )
  let isLost = false
  return {
    cluster,
    folder,
    store,
    sealer,
    opener,
    recipient,
    identity,
    base: () => createBase({ url: cluster.url, store, sealer, version: 'test' }),
    /** The state at a moment, out of the store alone. */
    restore: async (moment: Moment, read: (direct: Direct) => Promise<void>) => {
      const copy = await mkdtemp(join(folder, 'copy-'))
      const restored = await restoreServer({
        ...{ store, opener, moment, folder: copy, tombstones: [] },
        model: { databases: new Map() },
        inspect: ({ urlOf }) => withDirect(urlOf('postgres'), read),
      })
      await rm(copy, { recursive: true, force: true })
      return restored
    },
    /** Killed with all its processes, its data and its WAL gone. */
    lose: async () => {
      isLost = true
      await cluster.close()
    },
    close: async () => {
      if (!isLost) await cluster.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function withDirect<T>(url: string, body: (direct: Direct) => Promise<T>): Promise<T> {
  const direct = await openMigrator(url)
  try {
    return await body(direct)
  } finally {
    await direct.close()
  }
}

export interface Write {
  readonly xid: string
  readonly writer: number
  readonly seq: number
  /** Id -> its value, or null where the row went. */
  readonly changes: ReadonlyMap<number, string | null>
  /** When it was acknowledged. */
  readonly at: number
}

const statement = `with gone as (delete from state where id = any ($1::integer[])),
    put as (insert into state select * from unnest($2::integer[], $3::text[])
      on conflict (id) do update set v = excluded.v),
    noted as (insert into journal values ($4, $5))
  select pg_current_xact_id()::text`

/** Each writes rows of its own, so that what they did is the same in whatever order. Ends with the server, too. */
export async function writeUntil(
  url: string,
  {
    writers,
    random,
    isOver,
  }: {
    readonly writers: number
    readonly random: () => number
    readonly isOver: (count: number) => boolean
  },
): Promise<readonly Write[]> {
  const all: Write[] = []
  const one = async (writer: number) => {
    const direct = await openMigrator(url)
    for (let seq = 0; !isOver(all.length); seq++) {
      const changes = invent(writer, writers, random)
      const gone = [...changes].flatMap(([id, v]) => (v === null ? [id] : []))
      const put = [...changes].filter(([, v]) => v !== null)
      const values = [gone, put.map(([id]) => id), put.map(([, v]) => v)].map(
        (list) => `{${list.join(',')}}`,
      )
      try {
        const { rows } = await direct.query({ text: statement, values: [...values, writer, seq] })
        all.push({ xid: rows[0]?.[0] ?? '', writer, seq, changes, at: Date.now() })
      } catch {
        return
      }
    }
    await direct.close()
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => one(writer)))
  return all
}

function invent(writer: number, writers: number, random: () => number) {
  const changes = new Map<number, string | null>()
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
    const id = Math.floor(random() * 60) * writers + writer
    changes.set(id, random() < 0.2 ? null : String(random()).slice(2).repeat(8))
  }
  return changes
}

export interface Ended {
  readonly xid: string
  readonly lsn: string
  /** Microseconds, as PostgreSQL writes them. */
  readonly at: string
}

/** Commits and aborts in the order of the WAL, by a program that has no part in the recovery. */
export function readOrder({ cluster }: Host, from: string, to: string): readonly Ended[] {
  const words = ['--path', join(cluster.directory, 'pg_wal'), '--rmgr', 'Transaction']
  // After the last record it says that there is none: the caller counts what it expects.
  const { stdout: text } = spawnSync(
    cluster.binary('pg_waldump'),
    [...words, '-s', from, '-e', to],
    { encoding: 'utf8', env: { TZ: 'UTC', LC_ALL: 'C' }, maxBuffer: 1 << 28 },
  )
  const line = /tx: +(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+),.*desc: (?:COMMIT|ABORT) (\S+ [\d:.]+) UTC/g
  return [...text.matchAll(line)].map(([, xid = '', lsn = '', at = '']) => ({ xid, lsn, at }))
}

/** Of the state after some of the writes, those with these numbers. */
export function digestOf(writes: ReadonlyMap<string, Write>, done: readonly Ended[]): string {
  const rows = new Map<number, string>()
  for (const { xid } of done)
    for (const [id, v] of writes.get(xid)?.changes ?? []) {
      if (v === null) rows.delete(id)
      else rows.set(id, v)
    }
  return digest([...rows].sort(([a], [b]) => a - b).map(([id, v]) => `${id}:${v}`))
}

export async function readDigest(direct: Direct): Promise<string> {
  const { rows } = await direct.query({ text: 'select id, v from state order by id', values: [] })
  return digest(rows.map(([id, v]) => `${id}:${v}`))
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex')

/** Without the addresses of other tests. */
const bare = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('ACERVO_')),
)
const entry = join(import.meta.dirname, '..', '..', '..', 'bin', 'acervo.js')

/** `acervo backup wal`, a process that dies with the host. */
export async function startReceiving({ cluster, folder, recipient }: Host, everySeconds: number) {
  const spool = await mkdtemp(join(folder, 'spool-'))
  const words = [
    'backup',
    'wal',
    '--json',
    '--server',
    cluster.url,
    '--every',
    String(everySeconds),
  ]
  const child: ChildProcess = spawn(
    process.execPath,
    [entry, ...words, '--recipient', recipient, '--store', join(folder, 'store'), '--spool', spool],
    { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'inherit'], env: bare },
  )
  await Promise.race([
    once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`acervo backup wal ended with ${code}`)
    }),
  ])
  child.stdout?.resume()
  return {
    /** It, what it runs, and what it had not stored. */
    lose: async () => {
      const exit = once(child, 'exit')
      process.kill(-(child.pid as number), 'SIGKILL')
      await exit
      await rm(spool, { recursive: true, force: true })
    },
  }
}
