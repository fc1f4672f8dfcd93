// A drill: the backup is restored for real, apart from everything, looked at, and taken away. No platform is opened on
// the copy, so that no relay, job or clock of it can start; its schemas stay marked, so that none could. What it found
// and how long it took is kept in the store, signed.
import type { Target } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { assertClosed } from '../migrate/assert-closed.ts'
import { withDirect } from '../migrate/placed.ts'
import type { DatabaseModel } from '../model/model.ts'
import { verifyAudit } from '../work/audit/auditor.ts'
import { checkIndexes } from './drill-indexes.ts'
import { type DrillCheck, type DrillRecord, keepDrill } from './drill-records.ts'
import { databasesOf as databasesIn, type Manifest, readManifest } from './manifest.ts'
import { removeRestored, restoreBackup } from './restore.ts'
import type { RestoreOptions, RestoreReport } from './restoring.ts'
import type { BackupSigner } from './signing.ts'
import type { BackupStore } from './store.ts'

/** `target` is asked for several times, and answers the same. */
export interface DrillOptions extends Omit<RestoreOptions, 'keepsClosed' | 'live'> {
  /** Where the key and the checkpoints of the audit stand; without it the audit is not looked at. */
  readonly auditDirectory?: string | undefined
  /** Of the record. */
  readonly signer?: BackupSigner | undefined
}

/** Whatever is wrong with the backup is in the record; @throws what is wrong with the place, key or wish. */
export async function drillBackup(options: DrillOptions): Promise<DrillRecord> {
  const { store, name, model, signer } = options
  const began = performance.now()
  const { report, fault } = await restore(options)
  const restoreSeconds = toSeconds(performance.now() - began)
  const checks: DrillCheck[] =
    report === undefined
      ? [{ check: 'restore', ok: false, details: fault ?? '' }]
      : [
          { check: 'restore', ok: true },
          ...(await examine(options, await options.target(), report)),
        ]
  const record: DrillRecord = {
    name,
    at: new Date().toISOString(),
    ok: checks.every(({ ok }) => ok),
    seconds: toSeconds(performance.now() - began),
    restoreSeconds,
    ageSeconds: report === undefined ? 0 : toSeconds(Date.now() - Date.parse(report.takenAt)),
    ...(await readRpo(store, name)),
    engine: report?.engine ?? '',
    tables: report?.tables ?? 0,
    rows: report?.rows ?? 0,
    checks,
  }
  if (report?.engine === 'postgres')
    await removeRestored(await options.target(), model, databasesOf(options, report))
  return keepDrill(store, record, signer)
}

/** Of a backup that was changed nothing is known. */
async function readRpo(store: BackupStore, name: string): Promise<Pick<DrillRecord, 'rpoSeconds'>> {
  const manifests: Manifest[] = []
  for (const one of await store.list()) {
    const manifest = await readManifest(store, one).catch(() => undefined)
    if (manifest !== undefined) manifests.push(manifest)
  }
  const own = manifests.find((one) => one.name === name)
  return own === undefined ? {} : toRpo(own, manifests)
}

/** Whoever loses all just before a backup is whole goes back to the one before it that holds the same databases. */
export function toRpo(
  own: Manifest,
  manifests: readonly Manifest[],
): Pick<DrillRecord, 'rpoSeconds'> {
  const schemasOf = (one: Manifest) => new Set(databasesIn(one).map(({ schema }) => schema))
  const taken = Date.parse(own.takenAt)
  const before = manifests
    .filter((one) => !one.isPartial && one.content === 'all' && one.name !== own.name)
    .filter((one) => Date.parse(one.takenAt) <= taken)
    .filter((one) => [...schemasOf(own)].every((schema) => schemasOf(one).has(schema)))
    .map((one) => Date.parse(one.takenAt))
  if (before.length === 0) return {}
  return { rpoSeconds: toSeconds(taken - Math.max(...before) + own.seconds * 1000) }
}

/** Changed bytes and different rows are what a drill is to find; the rest is for whoever called it. */
async function restore(
  options: DrillOptions,
): Promise<{ readonly report?: RestoreReport; readonly fault?: string }> {
  try {
    return { report: await restoreBackup({ ...options, keepsClosed: true }) }
  } catch (error) {
    if (!isAcervoError(error) || !['ACV421', 'ACV426'].includes(error.code)) throw error
    return { fault: `${error.code} ${error.message}: ${error.details ?? ''}` }
  }
}

async function examine(
  options: DrillOptions,
  target: Target,
  report: RestoreReport,
): Promise<readonly DrillCheck[]> {
  const databases = databasesOf(options, report)
  return [
    await check('policies', () => assertClosed(target, databases)),
    await lookAtIndexes(target, databases, options.signal),
    await check('erased', () => assertErased(target, options)),
    ...(await checkAudits(target, options, databases)),
    ...report.loose.map(({ from, to, missing, samples }) => ({
      check: 'references',
      ok: false,
      details: `${from}: ${missing} name no ${to} (${samples.join(', ')})`,
    })),
  ]
}

async function checkAudits(
  target: Target,
  { model, auditDirectory: directory, signal }: DrillOptions,
  databases: readonly DatabaseModel[],
): Promise<readonly DrillCheck[]> {
  if (directory === undefined) return []
  const platform = { model, targets: { of: () => target, all: () => [target] } }
  const checks: DrillCheck[] = []
  for (const { name } of databases.filter(({ auditLog }) => auditLog !== undefined)) {
    const place = { directory, database: name, isCopy: true }
    checks.push(
      await check(`audit ${name}`, async () => {
        const [report] = await verifyAudit(platform, { ...place, ...(signal && { signal }) })
        const { fault, message } = report?.first ?? {}
        if (report?.ok === false) throw new AcervoError('ACV343', `${fault}: ${message}`)
      }),
    )
  }
  return checks
}

async function lookAtIndexes(
  target: Target,
  databases: readonly DatabaseModel[],
  signal: AbortSignal | undefined,
): Promise<DrillCheck> {
  const schemas = ['acervo', ...databases.map(({ schema }) => schema)]
  let found: Partial<DrillCheck> = {}
  const checked = await check('indexes', async () => {
    const { indexes, tables, unasked } = await withDirect(target, (direct) =>
      checkIndexes(direct, schemas, signal),
    )
    found =
      unasked === undefined
        ? { details: `${indexes} indexes, ${tables} tables` }
        : { isSkipped: true, details: unasked }
  })
  return { ...checked, ...found }
}

async function assertErased(target: Target, { tombstones }: DrillOptions): Promise<void> {
  if (tombstones.length === 0) return
  const text = `select count(*) from acervo.data_key where subject = any ($1::text[])`
  const subjects = `{${tombstones.map(({ subject }) => subject).join(',')}}`
  const [result] = await target.group({ settings: {}, role: 'acervo_worker' }, [
    { text, values: [subjects] },
  ])
  const left = Number(result?.rows[0]?.[0] ?? 0)
  if (left > 0) throw new AcervoError('ACV426', `${left} keys of erased subjects are there`)
}

async function check(name: string, body: () => Promise<void>): Promise<DrillCheck> {
  try {
    await body()
    return { check: name, ok: true }
  } catch (error) {
    if (!isAcervoError(error) || error.code === 'ACV308') throw error
    // Nothing was ever sealed: there is nothing to hold the copy to.
    if (error.code === 'ACV344')
      return { check: name, ok: true, isSkipped: true, details: error.message }
    return {
      check: name,
      ok: false,
      details: `${error.code} ${error.message} ${error.details ?? ''}`,
    }
  }
}

function databasesOf({ model }: DrillOptions, { databases }: RestoreReport): DatabaseModel[] {
  return databases.flatMap((name) => model.databases.get(name) ?? [])
}

const toSeconds = (ms: number): number => Math.round(ms) / 1000
