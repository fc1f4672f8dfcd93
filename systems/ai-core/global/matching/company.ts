// Company names without what all companies are called.
import { fold, textOf, tokensOf } from './fold.ts'
import type { CompanyName } from './normalised.ts'

const legalForms =
  /\b(s\.?\s?l\.?\s?u|s\.?\s?l\.?\s?l|s\.?\s?l\.?\s?p|s\.?\s?l|s\.?\s?a\.?\s?u|s\.?\s?a\.?\s?c|s\.?\s?a\.?\s?a|s\.?\s?a|s\.?\s?coop|s\.?\s?c\.?\s?p|s\.?\s?c|c\.?\s?b|u\.?\s?t\.?\s?e|a\.?\s?i\.?\s?e|e\.?\s?i\.?\s?r\.?\s?l|s\.?\s?r\.?\s?l|inc|incorporated|llc|ltd|limited|corp|corporation|plc|gmbh|ag|co|sociedad limitada|sociedad anonima|sociedad cooperativa|comunidad de bienes)\b\.?/g
const endings =
  /\ben liquidacion\b|\bin liquidation\b|\((antes|formerly|before)[^)]*\)|\bunipersonal\b/g
const smallWords: ReadonlySet<string> = new Set(
  'de del la las los el y e and the of for a an i en'.split(' '),
)

/** Undefined where no name is given. */
export function normaliseCompany(row: Readonly<Record<string, unknown>>): CompanyName | undefined {
  const legal = coreOf(textOf(row.legalName))
  const display = coreOf(textOf(row.displayName))
  if (legal.length === 0) return display.length === 0 ? undefined : { core: display }
  if (display.length === 0 || display.join(' ') === legal.join(' ')) return { core: legal }
  return { core: legal, trade: display }
}

function coreOf(text: string): readonly string[] {
  if (text === '') return []
  const folded = fold(text).replaceAll(endings, ' ')
  const bare = tokensOf(folded.replaceAll(legalForms, ' ')).filter((word) => !smallWords.has(word))
  return bare.length > 0 ? bare : tokensOf(folded)
}
