// Rules + figures -> what each alert is now. Pure: state in, state out. An alert begins when its threshold has been
// passed for as long as its rule says, and is over when it has not been passed for a minute. A figure that could not be
// read changes nothing: what was pending goes on to be pending, and no alert ends because nobody can look.
import type { Reading } from './metric.ts'
import { type AlertRule, clearSeconds, isPassed } from './rule.ts'

export type Phase = 'quiet' | 'pending' | 'firing'

export interface AlertState {
  readonly rule: string
  /** The labels as one text: `db.namespace=sales`; with the process in front where the figure is its own. */
  readonly subject: string
  /** Whose figure it is; '' where it is the platform's. */
  readonly instance: string
  readonly phase: Phase
  /** How often it has fired: the number of the alert. */
  readonly episode: number
  /** ISO: since when it is pending or firing. */
  readonly since: string
  /** ISO: since when the threshold is no longer passed, while it fires. */
  readonly clearSince?: string | undefined
  readonly value: number
}

/** What a rule sees: one subject and its value now. */
export interface Observation {
  readonly rule: AlertRule
  readonly subject: string
  readonly instance: string
  readonly value: number
}

export interface Change {
  readonly state: AlertState
  /** That somebody has to be told. */
  readonly tells?: 'firing' | 'resolved'
}

export const keyOf = (one: { readonly rule: string; readonly subject: string }): string =>
  `${one.rule} ${one.subject}`

/** Only what changes. `now` is ISO. */
export function evaluate(
  observations: readonly Observation[],
  states: ReadonlyMap<string, AlertState>,
  now: string,
): readonly Change[] {
  return observations.flatMap((one) => {
    const before = states.get(keyOf({ rule: one.rule.name, subject: one.subject }))
    return step(one, before, now) ?? []
  })
}

function step(
  { rule, subject, instance, value }: Observation,
  before: AlertState | undefined,
  now: string,
): Change | undefined {
  const quiet: AlertState = before ?? {
    ...{ rule: rule.name, subject, instance, phase: 'quiet', episode: 0 },
    ...{ since: now, value },
  }
  if (quiet.phase === 'firing') return stepFiring(quiet, isPassed(rule, value), value, now)
  if (!isPassed(rule, value)) return quiet.phase === 'pending' ? hush(quiet, now, value) : undefined
  const since = quiet.phase === 'pending' ? quiet.since : now
  if (secondsBetween(since, now) < rule.forSeconds)
    return quiet.phase === 'pending'
      ? undefined
      : { state: { ...quiet, phase: 'pending', since, value } }
  const episode = quiet.episode + 1
  const state = { ...quiet, phase: 'firing', episode, since: now, value } as const
  return { state: { ...state, clearSince: undefined }, tells: 'firing' }
}

function hush(state: AlertState, now: string, value = state.value): Change {
  return { state: { ...state, phase: 'quiet', since: now, clearSince: undefined, value } }
}

/**
 * What nobody sees any more though all was read: a slot that was dropped, a process that has ended. It ends like one
 * whose threshold is no longer passed.
 */
export function evaluateGone(gone: readonly AlertState[], now: string): readonly Change[] {
  return gone.flatMap((state) => {
    if (state.phase === 'pending') return hush(state, now)
    return stepFiring(state, false, state.value, now) ?? []
  })
}

function stepFiring(
  before: AlertState,
  isStill: boolean,
  value: number,
  now: string,
): Change | undefined {
  if (isStill)
    return before.clearSince === undefined
      ? undefined
      : { state: { ...before, clearSince: undefined, value } }
  const clearSince = before.clearSince ?? now
  if (secondsBetween(clearSince, now) >= clearSeconds)
    return { ...hush(before, now, value), tells: 'resolved' }
  return before.clearSince === undefined ? { state: { ...before, clearSince, value } } : undefined
}

const secondsBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1_000

export function toSubject(labels: Reading['labels'], instance: string): string {
  const own = instance === '' ? [] : [`process=${instance}`]
  return [...own, ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)].join(' ')
}
