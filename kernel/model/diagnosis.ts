// Mistakes of declaration, collected and told all at once, each with table, trait and file.
import { AcervoError, type ErrorCode } from '../errors/index.ts'

export interface Mistake {
  readonly code: ErrorCode
  readonly where: string
  readonly feature?: string
  readonly file: string
  readonly message: string
  readonly hint?: string
}

export type Report = (mistake: Mistake) => void

export type Reporter = (
  code: Mistake['code'],
  message: string,
  hint?: string,
  feature?: string,
) => void

/** Of one place. */
export function toReporter(where: string, report: Report, file = 'system.ts'): Reporter {
  return (code, message, hint, feature) =>
    report({
      code,
      where,
      file,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(feature === undefined ? {} : { feature }),
    })
}

/** A list of mistakes and the function that adds to it. */
export function collectMistakes(): { readonly mistakes: Mistake[]; readonly report: Report } {
  const mistakes: Mistake[] = []
  return { mistakes, report: (mistake) => mistakes.push(mistake) }
}

/** @throws ACV100 with one line a mistake. */
export function assertNoMistakes(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return
  const lines = mistakes.map((mistake) => {
    const feature = mistake.feature === undefined ? '' : ` [${mistake.feature}]`
    const hint = mistake.hint === undefined ? '' : ` ${mistake.hint}`
    return `${mistake.code} ${mistake.where}${feature}: ${mistake.message}${hint} (${mistake.file})`
  })
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`
  throw new AcervoError('ACV100', `the declarations hold ${count}`, {
    details: lines.join('\n'),
    hint: 'Nothing was started. Mend every line above; the reference lists traits and columns.',
  })
}
