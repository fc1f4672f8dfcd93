// The last tick of each schedule, and the one transaction that moves it and enqueues: whichever process comes
// first makes the tick's job, every other finds it made. Time is the database's.
import { sql, toStatement } from '../../database/sql.ts'
import type { Session, Target } from '../../database/target.ts'
import { asJobs } from './queue-database.ts'

export interface ScheduleKey {
  readonly name: string
  /** With its time zone: another expression is another schedule, so two versions of the code may run at once. */
  readonly expression: string
}

export interface ScheduleState {
  readonly now: Date
  readonly last: ReadonlyMap<string, Date>
}

export interface ScheduleStore {
  /** A schedule begins now: what came before it was declared is nobody's tick. */
  register(schedules: readonly ScheduleKey[]): Promise<void>
  read(): Promise<ScheduleState>
  /** False when another process has it or is at it. */
  take(
    schedule: ScheduleKey,
    tick: Date,
    enqueue: (session: Session) => Promise<void>,
  ): Promise<boolean>
}

export const toScheduleId = ({ name, expression }: ScheduleKey): string => `${name} ${expression}`

/** `settings` for tests: they set the database's clock. */
export function openScheduleStore(
  target: Target,
  settings: Readonly<Record<string, string>> = {},
): ScheduleStore {
  const context = { ...asJobs, settings }
  return {
    register: (schedules) =>
      target.transaction(context, async (session) => {
        await session.query(toStatement(forget(schedules)))
        await session.query(toStatement(insert(schedules)))
      }),
    read: async () => {
      const [result] = await target.group(context, [readAll])
      return toState(result?.rows ?? [])
    },
    take: (schedule, tick, enqueue) =>
      target.transaction(context, async (session) => {
        const { count } = await session.query(toStatement(move(schedule, tick)))
        if (count === 0) return false
        await enqueue(session)
        return true
      }),
  }
}

const insert = (schedules: readonly ScheduleKey[]) => sql`
  insert into pgboss.acervo_schedule (name, expression, tick, registered_at)
  select name, expression, acervo.clock(), acervo.clock()
    from unnest(${schedules.map(({ name }) => name)}::text[],
                ${schedules.map(({ expression }) => expression)}::text[]) as s (name, expression)
   order by name, expression
  on conflict do nothing`

/** Expressions that a job no longer has; a day lets an older version of the code finish. */
const forget = (schedules: readonly ScheduleKey[]) => sql`
  delete from pgboss.acervo_schedule
   where name = any (${schedules.map(({ name }) => name)}::text[])
     and name || ' ' || expression <> all (${schedules.map(toScheduleId)}::text[])
     and registered_at < acervo.clock() - interval '1 day'`

// Who finds the row locked leaves the tick to whoever holds it: if that one dies, the next look finds it again.
const move = ({ name, expression }: ScheduleKey, tick: Date) => sql`
  update pgboss.acervo_schedule set tick = ${tick.toISOString()}::timestamptz
   where (name, expression) in (
     select name, expression from pgboss.acervo_schedule
      where name = ${name} and expression = ${expression}
        and tick < ${tick.toISOString()}::timestamptz
        for update skip locked)`

const readAll = toStatement(sql`
  select name || ' ' || expression, (extract(epoch from tick) * 1000)::bigint,
         (extract(epoch from acervo.clock()) * 1000)::bigint
    from pgboss.acervo_schedule
  union all
  select null, null, (extract(epoch from acervo.clock()) * 1000)::bigint`)

function toState(rows: readonly (readonly (string | null)[])[]): ScheduleState {
  const last = new Map<string, Date>()
  let now = 0
  for (const [id, tick, at] of rows) {
    if (typeof id === 'string') last.set(id, new Date(Number(tick)))
    now = Math.max(now, Number(at))
  }
  return { now: new Date(now), last }
}
