// Who asks the same question again and again, mostly to hear that there is nothing: what such a question costs is
// its planning, so one plan per connection serves for ever.
import type { Context } from '../database/target.ts'

// A plan made while a table is empty would read it whole, and would still do so when it is full. Estimates without that
// choice are high, and compiling such a plan takes longer than running it.
const plans = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', jit: 'off' } as const

/** `settings` beside the actor. */
export function askingAs(actor: string, settings: Context['settings'] = {}): Context {
  return { settings: { 'acervo.actor': actor, ...plans, ...settings }, role: 'acervo_worker' }
}
