// What consumers and jobs name must be there: a misspelt event would be waited for in silence. An event whose version rose
// needs the way up from every older version, or what is still under way could not be read.
import { nearestHint } from '../errors/index.ts'
import type { Consumer } from '../table/consumer.ts'
import type { Job } from '../table/job.ts'
import type { Report } from './diagnosis.ts'
import type { DatabaseModel } from './model.ts'

export function checkConsumers(
  consumers: readonly Consumer[],
  databases: ReadonlyMap<string, DatabaseModel>,
  report: Report,
): void {
  const seen = new Set<string>()
  for (const consumer of consumers) {
    const mistake = (message: string, hint?: string) =>
      report({
        code: 'ACV102',
        where: `consumer ${consumer.name}`,
        file: 'system.ts',
        message,
        ...(hint === undefined ? {} : { hint }),
      })
    if (!/^[a-z][a-z0-9-]*$/.test(consumer.name)) mistake('its name is no word in small letters')
    if (seen.has(consumer.name)) mistake('another consumer has its name')
    seen.add(consumer.name)
    checkHome(consumer, databases, mistake)
    checkEvents(consumer, databases, mistake)
  }
}

/** A job of a database that is not there would be run by nobody. */
export function checkJobs(
  jobs: readonly Job[],
  databases: ReadonlyMap<string, DatabaseModel>,
  report: Report,
): void {
  for (const { name, database } of jobs)
    if (database !== undefined && !databases.has(database))
      report({
        code: 'ACV102',
        where: `job ${name}`,
        file: 'system.ts',
        message: `its database '${database}' is not there`,
        hint: nearestHint(database, [...databases.keys()]),
      })
}

type Tell = (message: string, hint?: string) => void

function checkHome(
  { database: name, makes = [] }: Consumer,
  databases: ReadonlyMap<string, DatabaseModel>,
  mistake: Tell,
): void {
  const database = databases.get(name)
  if (database === undefined) {
    mistake(`its database '${name}' is not there`, nearestHint(name, [...databases.keys()]))
    return
  }
  if (database.inbox === undefined) mistake(`'${name}' has no table with inbox()`)
  for (const table of makes)
    if (!database.tables.has(table))
      mistake(
        `it makes '${table}', which '${name}' lacks`,
        nearestHint(table, [...database.tables.keys()]),
      )
}

function checkEvents(
  { from, events, upcasts }: Consumer,
  databases: ReadonlyMap<string, DatabaseModel>,
  mistake: Tell,
): void {
  const source = databases.get(from)
  if (source === undefined) {
    mistake(`it hears '${from}', which is not there`, nearestHint(from, [...databases.keys()]))
    return
  }
  if (events.length === 0) mistake('it names no event')
  for (const name of events) {
    const event = source.events.get(name)
    if (event === undefined) {
      mistake(`'${from}' has no event '${name}'`, nearestHint(name, [...source.events.keys()]))
      continue
    }
    for (let version = 1; version < event.version; version++)
      if (upcasts?.[name]?.[version] === undefined)
        mistake(
          `it cannot read version ${version} of '${name}'`,
          `Write upcasts: { ${name}: { ${version}: ... } }.`,
        )
  }
}
