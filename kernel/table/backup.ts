// defineBackup: a backup that a system asks for by the clock, and how long it is kept. Where to, and for whom it is
// sealed, is the operator's to say.

export interface BackupSchedule {
  /** Unique in its system: `daily`. */
  readonly label: string
  /** Five fields; with `timeZone` (IANA, default UTC). */
  readonly cron: string
  readonly timeZone?: string
  readonly keepDays: number
  /** `orquix.project`: only these. All of the system if unset. */
  readonly tables?: readonly string[]
  /** Vectors too (the default), not them, or only the tables that have some. */
  readonly embeddings?: 'with' | 'without' | 'only'
}

export function defineBackup(definition: BackupSchedule): BackupSchedule {
  return Object.freeze({ ...definition })
}
