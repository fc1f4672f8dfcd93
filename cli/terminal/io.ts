// The terminal as a command sees it, wherever the command runs, and the exit codes it may answer.
import type { Language, Text } from '../../config.ts'

export type { Language, Text }

export interface Io {
  /** Resolves when the reader can take more. */
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  readonly input: AsyncIterable<Uint8Array>
  /** One line typed by a person; undefined at the end of input. Only where `isTty`. */
  ask(prompt: string): Promise<string | undefined>
  readonly isTty: boolean
  /** 0 where nobody looks. */
  readonly columns: number
  readonly cwd: string
  readonly language: Language
  readonly signal: AbortSignal
}

export const exitCodes = Object.freeze({
  ok: 0,
  failed: 1,
  usage: 2,
  rejected: 3,
  cancelled: 130,
  outputClosed: 141,
})
