// One target's figures: of the server, of its databases, their events, months and audit. Questions are prepared once
// and go in groups of a few, each with a time limit: on the embedded engine, whose one session also answers requests,
// nobody waits for all of them. What only a write could change is not asked again before one.
import type { Context, Result, Statement, Target } from '../database/target.ts'
import { countAhead, toPiecesStatement } from '../migrate/partitions.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import { toLogs } from '../work/audit/audit-sql.ts'
import { toWaiting, toWaitingStatement } from '../work/desk/lag.ts'
import { toSubscriptions } from '../work/inbox/subscription.ts'
import { toOutboxes } from '../work/relay/outbox-row.ts'
import { toBacklog, toBacklogStatement } from '../work/relay/redrive.ts'
import { isStill, type Moment, momentOf, readMoment } from '../work/stillness.ts'
import { type Reading, reading } from './metric.ts'
import type { MetricName } from './metrics.ts'
import { kernelText, sealLagText, serverText } from './server-text.ts'

export const readTimeoutMs = 5_000
const groupSize = 24
/** Ages of keys and months ahead change by the clock alone, slowly. */
const keptMs = 300_000
/** These rise by the clock while they are not zero. */
const rising: ReadonlySet<string> = new Set<MetricName>([
  'acervo.outbox.lag',
  'acervo.inbox.lag',
  'acervo.audit.seal_lag',
])

/** A question and what its answer says. */
interface Question {
  readonly statement: Statement
  read(result: Result): readonly Reading[]
}

export interface TargetReader {
  readonly target: Target
  /** @throws what the target throws; nothing of it is told then. */
  read(context: Context, signal?: AbortSignal): Promise<readonly Reading[]>
}

interface Kept {
  readonly since: Moment
  readonly until: string
  readonly readings: readonly Reading[]
}

/** Of the databases in `served`; asked again and again, so made once. */
export function toTargetReaders(
  model: Model,
  served: Model,
  of: (schema: string) => Target,
): readonly TargetReader[] {
  const byTarget = Map.groupBy(served.databases.values(), ({ schema }) => of(schema))
  return [...byTarget].map(([target, databases]) =>
    openTargetReader(target, [
      askKernel(target, databases),
      ...askOutboxes(databases),
      ...askInboxes(model, databases),
      ...askLogs(databases),
      ...askMonths(databases),
    ]),
  )
}

function openTargetReader(target: Target, questions: readonly Question[]): TargetReader {
  const server = askServer(target)
  let kept: Kept | undefined
  return {
    target,
    read: async (context, signal) => {
      const options = { timeoutMs: readTimeoutMs, ...(signal === undefined ? {} : { signal }) }
      const ask = (statements: readonly Statement[]) => target.group(context, statements, options)
      const asked = [momentOf(kept?.until ?? 'infinity'), server.statement]
      const [moment, answer] = await ask(asked)
      const now = readMoment(moment as Result)
      const ofServer = server.read(answer as Result)
      if (
        kept !== undefined &&
        now !== undefined &&
        !now.isDue &&
        isStill(target, kept.since, now)
      ) {
        kept = { ...kept, since: now }
        return [...ofServer, ...kept.readings]
      }
      kept = undefined
      const readings: Reading[] = []
      for (let at = 0; at < questions.length; at += groupSize) {
        const some = questions.slice(at, at + groupSize)
        const results = await ask(some.map(({ statement }) => statement))
        readings.push(...some.flatMap(({ read }, index) => read(results[index] as Result)))
      }
      const isAtRest = readings.every(({ metric, value }) => value === 0 || !rising.has(metric))
      if (now !== undefined && isAtRest) {
        const until = new Date(Date.parse(now.at) + keptMs).toISOString()
        kept = { since: now, until, readings }
      }
      return [...ofServer, ...readings]
    },
  }
}

function askServer(target: Target): Question {
  return {
    statement: serverText[target.engine](),
    read: ({ rows }) =>
      rows.flatMap(([metric, labels, value]) =>
        value === null
          ? []
          : [
              reading(metric ?? '', Number(value), {
                'server.address': toServerName(target),
                ...parse(labels),
              }),
            ],
      ),
  }
}

const parse = (labels: string | null | undefined): Readonly<Record<string, string>> =>
  JSON.parse(labels ?? '{}') as Record<string, string>

/** Where a server is; of the embedded one the folder is nobody's business. */
export function toServerName({ engine, key }: Pick<Target, 'engine' | 'key'>): string {
  return engine === 'embedded' ? engine : key
}

/** What the tables of the kernel have no row of is well: it is told, or a graph would have gaps. */
function askKernel(target: Target, databases: readonly DatabaseModel[]): Question {
  return {
    statement: kernelText(),
    read: ({ rows }) => {
      const found = rows.map(([metric, name, value]) => ({ metric, name, value: Number(value) }))
      const failed = new Set(
        found.flatMap(({ metric, name }) => (metric === 'acervo.migration.failed' ? [name] : [])),
      )
      return [
        ...databases.map(({ name }) =>
          ofDatabase('acervo.migration.failed', name, failed.has(name) ? 1 : 0),
        ),
        ...found.flatMap(({ metric, name, value }) => {
          if (metric === 'acervo.key.age') return [ofDatabase(metric, name ?? '', value)]
          if (metric === 'acervo.saga.stuck')
            return [reading(metric, value, { 'server.address': toServerName(target) })]
          return []
        }),
      ]
    },
  }
}

function askOutboxes(databases: readonly DatabaseModel[]): readonly Question[] {
  return toOutboxes(databases).map((outbox) => ({
    statement: toBacklogStatement(outbox),
    read: (result) => toOutboxReadings(toBacklog(outbox, result)),
  }))
}

/** Also of what somebody else has asked. */
export function toOutboxReadings({
  database,
  pending,
  dead,
  blocked,
  lagSeconds,
}: ReturnType<typeof toBacklog>): readonly Reading[] {
  return [
    ofDatabase('acervo.outbox.lag', database, lagSeconds),
    ofDatabase('acervo.outbox.pending', database, pending),
    ofDatabase('acervo.outbox.dead', database, dead),
    ofDatabase('acervo.outbox.blocked', database, blocked),
  ]
}

function askInboxes(model: Model, databases: readonly DatabaseModel[]): readonly Question[] {
  const own = new Set(databases.map(({ name }) => name))
  return toSubscriptions(model)
    .filter(({ database }) => own.has(database.name))
    .map((subscription) => ({
      statement: toWaitingStatement(subscription),
      read: (result) => toInboxReadings(subscription.database.name, toWaiting(result)),
    }))
}

export function toInboxReadings(
  database: string,
  { waiting, dead, rejected, lagSeconds }: ReturnType<typeof toWaiting>,
): readonly Reading[] {
  return [
    ofDatabase('acervo.inbox.lag', database, lagSeconds),
    ofDatabase('acervo.inbox.waiting', database, waiting),
    ofDatabase('acervo.inbox.dead', database, dead),
    ofDatabase('acervo.inbox.rejected', database, rejected),
  ]
}

function askLogs(databases: readonly DatabaseModel[]): readonly Question[] {
  return toLogs(databases).map(({ database, table }) => ({
    statement: sealLagText(table)(database),
    read: ({ rows }) => [ofDatabase('acervo.audit.seal_lag', database, Number(rows[0]?.[0] ?? 0))],
  }))
}

function askMonths(databases: readonly DatabaseModel[]): readonly Question[] {
  const statement = toPiecesStatement(databases)
  if (statement === undefined) return []
  return [
    {
      statement,
      read: (result) =>
        [...countAhead(databases, result)].map(([database, months]) =>
          ofDatabase('acervo.partition.ahead', database, months),
        ),
    },
  ]
}

const ofDatabase = (metric: MetricName, database: string, value: number): Reading =>
  reading(metric, value, { 'db.namespace': database })
