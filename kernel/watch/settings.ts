// What an operator changes of the rules: a threshold, how long, or that a rule is off.
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { AlertRule } from './rule.ts'

/** By name of the rule; `false` turns it off. */
export type RuleSettings = Readonly<
  Record<string, false | { readonly threshold?: number; readonly for?: number }>
>

/** @throws ACV606 for a rule that there is none of, or a value that is none. */
export function parseRuleSettings(text: string): RuleSettings {
  try {
    return JSON.parse(text) as RuleSettings
  } catch (error) {
    throw new AcervoError('ACV606', 'the settings of alerts are no JSON', { cause: error })
  }
}

/** @throws ACV606 */
export function applyRuleSettings(
  rules: readonly AlertRule[],
  settings: RuleSettings,
): readonly AlertRule[] {
  const names = rules.map(({ name }) => name)
  for (const [name, given] of Object.entries(settings)) {
    if (!names.includes(name))
      throw new AcervoError('ACV606', `no alert is called '${name}'`, {
        hint: nearestHint(name, names),
      })
    if (!isSetting(given))
      throw new AcervoError('ACV606', `the settings of the alert '${name}' cannot be read`, {
        details: 'Allowed: false, or an object with threshold and for (seconds), both numbers.',
      })
  }
  return rules.flatMap((rule) => {
    const given = settings[rule.name]
    if (given === false) return []
    const { threshold = rule.threshold, for: forSeconds = rule.forSeconds } = given ?? {}
    return [{ ...rule, threshold, forSeconds }]
  })
}

function isSetting(given: unknown): boolean {
  if (given === false) return true
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  return Object.entries(given).every(
    ([key, value]) => ['threshold', 'for'].includes(key) && Number.isFinite(value) && value >= 0,
  )
}
