// What a store of backups and the clock that fills it say to whoever watches: how old, how late, whole or not, and what
// the last drill measured.
import type { Target } from '../database/target.ts'
import { type Reader, type Reading, reading } from '../watch/index.ts'
import { asJobs } from '../work/jobs/queue-database.ts'
import { type ListedBackup, listBackups } from './list.ts'
import { type NamedSchedule, toJobName } from './schedules.ts'
import type { BackupStore } from './store.ts'

export interface BackupsReaderOptions {
  readonly store: BackupStore
  readonly trusted: readonly string[]
  readonly schedules: readonly NamedSchedule[]
  /** Where the queue of jobs is: it knows when each was last asked for. */
  readonly home: Target
}

/** A store that cannot be read is a figure, too: it is the one alert that matters then. */
export function backupsReader(options: BackupsReaderOptions): Reader {
  return {
    name: 'backups',
    scope: 'platform',
    read: async () => {
      const asked = await readAsked(options)
      try {
        const listed = await listBackups(options.store, options.trusted)
        return [reading('acervo.backup.unreadable', 0), ...toReadings(listed, options, asked)]
      } catch {
        return [reading('acervo.backup.unreadable', 1)]
      }
    },
  }
}

interface Asked {
  readonly nowMs: number
  /** By schedule: when the clock last asked for it. */
  readonly ticks: ReadonlyMap<string, number>
}

async function readAsked({ home, schedules }: BackupsReaderOptions): Promise<Asked> {
  const names = schedules.map(toJobName)
  // The first tick is that of the registration: nothing was asked for then.
  const text = `select s.name, case when s.tick > s.registered_at then extract(epoch from s.tick) * 1000 end,
      extract(epoch from acervo.clock()) * 1000
    from (select 1) one left join pgboss.acervo_schedule s on s.name = any ($1::text[])`
  const [found] = await home.group(asJobs, [{ text, values: [names] }], { timeoutMs: 5_000 })
  const rows = found?.rows ?? []
  return {
    nowMs: Number(rows[0]?.[2]),
    ticks: new Map(
      rows.flatMap(([name, tick]) => (name == null || tick == null ? [] : [[name, Number(tick)]])),
    ),
  }
}

function toReadings(
  listed: readonly ListedBackup[],
  { schedules }: BackupsReaderOptions,
  { nowMs, ticks }: Asked,
): readonly Reading[] {
  const ageOf = (at: string) => Math.max(0, (nowMs - Date.parse(at)) / 1_000)
  const whole = listed.flatMap(({ manifest }) => manifest ?? [])
  const perSchedule = schedules.flatMap((schedule) => {
    const newest = whole.find(({ label }) => label === schedule.name)
    const tick = ticks.get(toJobName(schedule))
    const isDone = newest !== undefined && Date.parse(newest.takenAt) >= (tick ?? 0)
    const lateMs = tick === undefined || isDone ? 0 : nowMs - tick
    const labels = { backup: schedule.name }
    return [
      reading('acervo.backup.due', Math.max(0, lateMs / 1_000), labels),
      ...(newest === undefined
        ? []
        : [reading('acervo.backup.age', ageOf(newest.takenAt), labels)]),
    ]
  })
  const broken = listed.filter(({ state }) => state !== 'whole').length
  return [
    ...perSchedule,
    reading('acervo.backup.broken', broken),
    ...toDrillReadings(listed, ageOf),
  ]
}

function toDrillReadings(
  listed: readonly ListedBackup[],
  ageOf: (at: string) => number,
): readonly Reading[] {
  const [last] = listed.flatMap(({ drill }) => drill ?? []).sort((a, b) => b.at.localeCompare(a.at))
  if (last !== undefined)
    return [
      reading('acervo.drill.age', ageOf(last.at)),
      reading('acervo.drill.failed', last.ok ? 0 : 1),
      reading('acervo.recovery.time', last.seconds),
      reading('acervo.recovery.point', last.rpoSeconds ?? last.ageSeconds),
    ]
  const oldest = listed.findLast(({ manifest }) => manifest !== undefined)?.manifest
  return oldest === undefined ? [] : [reading('acervo.drill.age', ageOf(oldest.takenAt))]
}
