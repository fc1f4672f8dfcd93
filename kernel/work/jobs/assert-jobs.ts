// What is wrong with the declared jobs before any of them runs.
import { AcervoError } from '../../errors/index.ts'
import type { Job } from '../../table/job.ts'
import { toSchedules } from './scheduler.ts'
import { findNextTick, type Walk } from './ticks.ts'

/** @throws ACV101 for a name, ACV521 for a schedule. */
export function assertJobs(jobs: readonly Job[], walk: Walk): void {
  const names = new Set<string>()
  for (const { name } of jobs) {
    if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
      throw new AcervoError('ACV101', `'${name}' cannot be the name of a job`, {
        hint: 'Lower-case words joined by hyphens, such as close-month.',
      })
    if (names.has(name))
      throw new AcervoError('ACV101', `two jobs are called '${name}'`, {
        hint: 'The jobs of all systems share one queue: give one of them another name.',
      })
    names.add(name)
  }
  for (const schedule of toSchedules(jobs)) {
    const { name, cron, timeZone } = schedule
    const fields = cron.trim().split(/\s+/).length
    try {
      if (fields !== 5) throw new Error(`It has ${fields} fields.`)
      findNextTick(walk, schedule, new Date())
    } catch (cause) {
      throw new AcervoError('ACV521', `the schedule of the job '${name}' cannot be read`, {
        details: `'${cron}' in ${timeZone}: ${(cause as Error).message}`,
        hint: 'Five fields (minute, hour, day, month, weekday) and an IANA time zone.',
        cause,
      })
    }
  }
}
