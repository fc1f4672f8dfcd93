// What somebody is told of an alert: a value that every receiver renders in its own way.
import { deriveId } from '../work/inbox/derived-id.ts'
import { type Change, keyOf } from './evaluate.ts'
import type { Words } from './metric.ts'
import type { AlertRule, Severity } from './rule.ts'

export interface AlertMessage {
  /** The same whoever makes it and however often it is delivered: receivers drop what they have. */
  readonly id: string
  readonly event: 'alert.firing' | 'alert.resolved' | 'alert.test'
  /** ISO. */
  readonly at: string
  readonly rule: string
  readonly severity: Severity
  readonly subject: string
  readonly metric: string
  readonly value: number
  readonly threshold: number
  readonly says: Words
  readonly advice: Words
}

export function toMessage({ state, tells }: Change, rule: AlertRule): AlertMessage | undefined {
  if (tells === undefined) return undefined
  const { name, metric, severity, threshold, says, advice } = rule
  return {
    id: deriveId(`alert ${keyOf(state)}`, `${state.episode} ${tells}`),
    event: `alert.${tells}`,
    at: state.since,
    rule: name,
    ...{ severity, subject: state.subject, metric, value: state.value, threshold, says, advice },
  }
}

/** Where messages go. It throws where the message has not arrived. */
export interface AlertSink {
  /** `webhook`, `mail`: what is due is kept by it. */
  readonly name: string
  send(message: AlertMessage, signal: AbortSignal): Promise<void>
}
