// One line of `acervo doctor`.
import type { Language, Text } from '../terminal/io.ts'

/** A plain string is a name or a command: the same in every language. */
export type Said = string | Text

export interface Finding {
  /** `unknown`: it cannot be looked at from here, and the message says why. */
  readonly status: 'ok' | 'warn' | 'fail' | 'unknown'
  /** Stable, for programs: `node`, `disk`, `roles`. */
  readonly check: string
  readonly message: Said
  readonly hint?: Said | undefined
}

export const ok = (check: string, message: Said): Finding => ({ status: 'ok', check, message })

export const warn = (check: string, message: Said, hint?: Said): Finding => ({
  status: 'warn',
  check,
  message,
  hint,
})

export const fail = (check: string, message: Said, hint?: Said): Finding => ({
  status: 'fail',
  check,
  message,
  hint,
})

export const unknown = (check: string, message: Said): Finding => ({
  status: 'unknown',
  check,
  message,
})

export function toSentence(said: Said, language: Language): string {
  return typeof said === 'string' ? said : said[language]
}
