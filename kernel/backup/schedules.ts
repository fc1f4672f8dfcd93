// The backups that systems declare: which databases and tables each takes, and the jobs that make them by the clock. A
// backup that was made is read again before anything older goes.

import { AcervoError, nearestHint } from '../errors/index.ts'
import type { Model, SystemModel } from '../model/model.ts'
import type { BackupSchedule } from '../table/backup.ts'
import { defineJob, type Job } from '../table/job.ts'
import { createBackup } from './create.ts'
import type { BackupOptions, BackupReport } from './making.ts'
import { applyRetention } from './retention.ts'
import type { Selection, TableWish } from './selection.ts'
import { assertBackup } from './verify.ts'

export interface NamedSchedule extends BackupSchedule {
  /** `orquix-daily`: the label of its backups. */
  readonly name: string
  readonly system: string
}

/** Of these systems; a process makes those of the systems whose first database it serves. */
export function schedulesOf({ systems }: Pick<Model, 'systems'>): readonly NamedSchedule[] {
  return systems.flatMap(({ name: system, backups }) =>
    backups.map((schedule) => ({ ...schedule, name: `${system}-${schedule.label}`, system })),
  )
}

/** @throws ACV424 */
export function findSchedule(model: Model, name: string): NamedSchedule {
  const all = schedulesOf(model)
  const found = all.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new AcervoError('ACV424', `no system declares a backup '${name}'`, {
    hint: nearestHint(
      name,
      all.map((one) => one.name),
    ),
  })
}

/** @throws ACV424 for a table that is not there. */
export function toSelection(
  { systems }: Model,
  { system, tables, embeddings = 'with', name }: NamedSchedule,
): Selection {
  const own = systems.find((one) => one.name === system)
  if (own === undefined) throw new AcervoError('ACV424', `there is no system '${system}'`)
  if (tables === undefined) return { databases: own.databases, embeddings }
  const wishes = tables.map((word) => findTable(own, word, name))
  const databases = own.databases.filter((database) =>
    wishes.some(({ table }) => table.database === database.name),
  )
  return { databases, tables: wishes, embeddings }
}

function findTable({ databases }: SystemModel, word: string, backup: string): TableWish {
  const [home, name = ''] = word.split('.')
  const table = databases.find((one) => one.name === home)?.tables.get(name)
  if (table !== undefined) return { table }
  throw new AcervoError(
    'ACV424',
    `the backup '${backup}' names '${word}', and no table is called so`,
  )
}

export interface ScheduledOptions
  extends Omit<
    BackupOptions,
    'databases' | 'tables' | 'embeddings' | 'content' | 'label' | 'keepDays'
  > {
  /** Verifier keys of backups that count as good; the one of `signer` where it is left out. */
  readonly trusted?: readonly string[] | undefined
}

export interface Scheduled extends BackupReport {
  readonly removed: readonly string[]
}

/** Made, read again, and then the older ones go that are over. @throws what ended it; nothing older has gone then. */
export async function makeScheduled(
  options: ScheduledOptions,
  schedule: NamedSchedule,
): Promise<Scheduled> {
  const { store, model, signal, signer } = options
  const { trusted = signer === undefined ? [] : [signer.verifier] } = options
  const { name: label, keepDays } = schedule
  const selection = toSelection(model, schedule)
  const report = await createBackup({ ...options, ...selection, content: 'all', label, keepDays })
  const { name, takenAt } = report.manifest
  await assertBackup({ store, name, trusted, signal })
  const now = new Date(takenAt)
  const { removed } = await applyRetention({ store, label, now, trusted, signal })
  return { ...report, removed }
}

/** Of the job that makes it. */
export const toJobName = ({ name }: Pick<NamedSchedule, 'name'>): string => `backup-${name}`

export function toBackupJobs(
  options: Omit<ScheduledOptions, 'signal' | 'onBackup'>,
  schedules: readonly NamedSchedule[],
): readonly Job[] {
  return schedules.map((schedule) =>
    defineJob({
      name: toJobName(schedule),
      cron: schedule.cron,
      ...(schedule.timeZone === undefined ? {} : { timeZone: schedule.timeZone }),
      // Two at once would only hold each other up.
      concurrency: 1,
      run: async ({ signal }) => {
        await makeScheduled({ ...options, signal }, schedule)
      },
    }),
  )
}
