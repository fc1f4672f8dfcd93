// A drill of a whole server: restored from the store alone up to the last WAL there is, in a folder that goes away,
// behind a socket that nobody else reaches; every index compared with its table, every row counted. What it found is
// kept, signed, as of any other backup.
import { type DrillCheck, type DrillRecord, keepDrill } from '../backup/drill-records.ts'
import type { BackupSigner } from '../backup/signing.ts'
import { isAcervoError } from '../errors/index.ts'
import {
  type Inspected,
  type RestoredServer,
  type RestoreServerOptions,
  restoreServer,
} from './restore.ts'
import { withServer } from './server.ts'
import { readArchives } from './state.ts'

export interface DrillServerOptions
  extends Omit<RestoreServerOptions, 'moment' | 'inspect' | 'name'> {
  readonly name: string
  /** Of the record. */
  readonly signer?: BackupSigner | undefined
}

/** Whatever is wrong with the backup is in the record; @throws what is wrong with the place, key or wish. */
export async function drillServer(options: DrillServerOptions): Promise<DrillRecord> {
  const { store, name, signer } = options
  const began = performance.now()
  const checks: DrillCheck[] = []
  let counted = { tables: 0, rows: 0 }
  const restored = await restore(options, checks, async (copy) => {
    checks.push(await checkIndexes(copy))
    counted = await countRows(copy)
  })
  const seconds = toSeconds(performance.now() - began)
  const at = new Date()
  const archive = (await readArchives(store, at)).find(({ base }) => base === name)
  const record: DrillRecord = {
    ...{ name, at: at.toISOString(), seconds, engine: 'postgres', ...counted, checks },
    ok: checks.every(({ ok }) => ok),
    restoreSeconds: restored?.seconds ?? seconds,
    ageSeconds: restored === undefined ? 0 : toSeconds(at.getTime() - Date.parse(restored.takenAt)),
    ...(archive === undefined ? {} : { rpoSeconds: archive.ageSeconds }),
  }
  return keepDrill(store, record, signer)
}

/** Changed bytes and what PostgreSQL's own programs refuse are what a drill is to find; the rest is for its caller. */
async function restore(
  options: DrillServerOptions,
  checks: DrillCheck[],
  inspect: (copy: Inspected) => Promise<void>,
): Promise<RestoredServer | undefined> {
  try {
    const restored = await restoreServer({ ...options, moment: 'last', inspect })
    checks.unshift({ check: 'restore', ok: true, details: `WAL up to ${restored.lsn}` })
    return restored
  } catch (error) {
    if (!isAcervoError(error) || !['ACV421', 'ACV428', 'ACV429'].includes(error.code)) throw error
    const details = `${error.code} ${error.message}: ${error.details ?? ''}`
    checks.unshift({ check: 'restore', ok: false, details })
    return undefined
  }
}

async function checkIndexes({ sockets, facts, run }: Inspected): Promise<DrillCheck> {
  const words = ['--host', sockets, '--username', facts.superuser, '--all', '--no-password']
  try {
    await run('pg_amcheck', [...words, '--install-missing', '--heapallindexed'])
    return { check: 'indexes', ok: true }
  } catch (error) {
    if (!isAcervoError(error) || error.code !== 'ACV428') throw error
    return { check: 'indexes', ok: false, details: error.details ?? error.message }
  }
}

/** Read to the last row: what cannot be read is an error. */
async function countRows({ urlOf, facts }: Inspected): Promise<{ tables: number; rows: number }> {
  let [tables, rows] = [0, 0]
  for (const database of facts.databases)
    await withServer({ url: urlOf(database) }, async (direct) => {
      const text = `select oid::regclass::text from pg_class
        where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`
      for (const [table] of (await direct.query({ text, values: [] })).rows) {
        const counted = await direct.query({ text: `select count(*) from ${table}`, values: [] })
        tables++
        rows += Number(counted.rows[0]?.[0] ?? 0)
      }
    })
  return { tables, rows }
}

const toSeconds = (ms: number): number => Math.round(ms) / 1000
