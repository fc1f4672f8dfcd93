// Alerts and their messages in the database: what all processes of a platform know together.
import type { Context, Statement, Target } from '../database/target.ts'
import { namedText } from '../work/named-statement.ts'
import type { AlertState, Phase } from './evaluate.ts'
import type { AlertMessage } from './message.ts'

export interface Known {
  readonly states: readonly AlertState[]
  /** ISO, by the clock of the database. */
  readonly now: string
  /** Of processes that have not told of themselves for a while. */
  readonly gone: ReadonlySet<string>
  /** Messages that wait after a failed try. */
  readonly undelivered: number
}

export interface Claimed {
  readonly sink: string
  readonly message: AlertMessage
}

export interface AlertStore {
  load(): Promise<Known>
  /** A row that has come further in the meantime stays. */
  save(states: readonly AlertState[], messages: readonly Claimed[], instance: string): Promise<void>
  /** What is due and now this process's to deliver, for half a minute. */
  claim(sinks: readonly string[]): Promise<readonly Claimed[]>
  settle(claimed: Claimed, error?: string): Promise<void>
}

/** A process that has not been heard of for so long is gone. */
const goneSeconds = 180
const claimSeconds = 30
const claimMax = 50
const iso = (value: string): string =>
  `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export function openAlertStore(target: Target, context: () => Context): AlertStore {
  const run = (statements: readonly Statement[]) =>
    target.group(context(), statements, { timeoutMs: 5_000 })
  return {
    load: async () => {
      const [states, about] = await run([loadText(), aboutText(goneSeconds)])
      const [now, undelivered, gone] = about?.rows[0] ?? []
      return {
        states: (states?.rows ?? []).map(toState),
        now: now ?? '',
        gone: new Set(JSON.parse(gone ?? '[]') as string[]),
        undelivered: Number(undelivered ?? 0),
      }
    },
    save: async (states, messages, instance) => {
      const statements = [
        ...states.map(saveState),
        ...messages.map(({ sink, message }) => keepText(message.id, sink, JSON.stringify(message))),
        seenText(instance),
      ]
      await run(statements)
    },
    claim: async (sinks) => {
      const [due] = await run([claimText(sinks, claimMax, claimSeconds)])
      return (due?.rows ?? []).map(([sink, body]) => ({
        sink: sink ?? '',
        message: JSON.parse(body ?? '{}') as AlertMessage,
      }))
    },
    settle: async ({ sink, message }, error) => {
      await run([
        error === undefined ? sentText(message.id, sink) : failedText(message.id, sink, error),
      ])
    },
  }
}

function toState(cells: readonly (string | null)[]): AlertState {
  const [rule, subject, instance, phase, episode, since, clearSince, value] = cells
  return {
    rule: rule ?? '',
    subject: subject ?? '',
    instance: instance ?? '',
    phase: phase as Phase,
    episode: Number(episode),
    since: since ?? '',
    clearSince: clearSince ?? undefined,
    value: Number(value),
  }
}

function saveState(state: AlertState): Statement {
  const { rule, subject, instance, phase, episode, since, clearSince = null, value } = state
  return saveText(rule, subject, instance, phase, episode, since, clearSince, value)
}

const loadText = namedText(`
  select rule, subject, instance, phase, episode, ${iso('since')}, ${iso('clear_since')}, value
  from acervo.alert order by rule, subject`)

const aboutText = namedText(`
  select ${iso('acervo.clock()')},
    (select count(*) from acervo.alert_message where sent_at is null and last_error is not null),
    (select coalesce(jsonb_agg(distinct instance), '[]') from acervo.alert
      where instance <> '' and seen_at < acervo.clock() - $1::bigint * interval '1 second')::text`)

const saveText = namedText(`
  insert into acervo.alert as a (rule, subject, instance, phase, episode, since, clear_since, value, seen_at)
  values ($1, $2, $3, $4, $5::bigint, $6::timestamptz, $7::timestamptz, $8::double precision, acervo.clock())
  on conflict (rule, subject) do update set phase = excluded.phase, episode = excluded.episode,
    since = excluded.since, clear_since = excluded.clear_since, value = excluded.value, seen_at = excluded.seen_at
  where a.episode <= excluded.episode`)

const seenText = namedText(
  "update acervo.alert set seen_at = acervo.clock() where instance = $1 and $1 <> '' and phase <> 'quiet'",
)

const keepText = namedText(`
  insert into acervo.alert_message (id, sink, body, due_at, created_at)
  values ($1::uuid, $2, $3::jsonb, acervo.clock(), acervo.clock()) on conflict do nothing`)

// A claim is a time until which nobody else takes it: who dies with it has it taken over.
const claimText = namedText(`
  update acervo.alert_message m
  set due_at = acervo.clock() + $3::bigint * interval '1 second', attempts = m.attempts + 1
  from (select id, sink from acervo.alert_message
    where sent_at is null and due_at <= acervo.clock() and sink = any ($1::text[])
    order by created_at, id limit $2::bigint for update skip locked) d
  where m.id = d.id and m.sink = d.sink
  returning m.sink, m.body::text`)

const sentText = namedText(`
  with old as (delete from acervo.alert_message
    where coalesce(sent_at, created_at) < acervo.clock() - interval '30 days')
  update acervo.alert_message set sent_at = acervo.clock(), last_error = null
  where id = $1::uuid and sink = $2`)

// 5 s, 10 s, 20 s ... up to 10 minutes.
const failedText = namedText(`
  update acervo.alert_message
  set due_at = acervo.clock() + least(600, 5 * 2 ^ least(attempts - 1, 10)) * interval '1 second', last_error = left($3, 500)
  where id = $1::uuid and sink = $2`)
