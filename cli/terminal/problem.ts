// A failure as a person or a program reads it, and the exit code it ends with.
import { AcervoError, isAcervoError } from '../../kernel/errors/index.ts'
import { exitCodes, type Io } from './io.ts'
import { toPlainText } from './table.ts'
import { titleInSpanish } from './titles.ts'

/** Answers the exit code. */
export async function reportProblem(error: unknown, io: Io, isJson: boolean): Promise<number> {
  if (io.signal.aborted && !isAcervoError(error)) return exitCodes.cancelled
  const problem = isAcervoError(error) ? error : toUnexpected(error)
  const text = isJson ? `${JSON.stringify({ error: problem })}\n` : renderProblem(problem, io)
  // Nobody may be there to read it; the exit code says the same.
  await io.err(text).catch(() => undefined)
  return toExitCode(problem, io.signal)
}

export function renderProblem(problem: AcervoError, { language }: Pick<Io, 'language'>): string {
  const { code, message, details, hint } = problem
  const title = language === 'es' ? titleInSpanish(code) : undefined
  const lines = title === undefined ? [`${code} ${message}`] : [`${code} ${title}`, `  ${message}`]
  if (details) lines.push(...details.split('\n').map((line) => `  ${line}`))
  if (hint)
    lines.push(language === 'es' ? `Siguiente paso: ${hintInSpanish(hint)}` : `Next: ${hint}`)
  return `${lines.map(toPlainText).join('\n')}\n`
}

/** The two sentences that every room says. */
function hintInSpanish(hint: string): string {
  return hint
    .replace(/^Perhaps you meant ('.*')\.$/, 'Quizá quiso decir $1.')
    .replace(/^Known: /, 'Se conocen: ')
}

function toExitCode({ code }: AcervoError, signal: AbortSignal): number {
  if (code === 'ACV308' || signal.aborted) return exitCodes.cancelled
  return code === 'ACV605' || code === 'ACV606' ? exitCodes.usage : exitCodes.failed
}

/** A mistake of ours: the place is worth more to whoever reports it than a polite sentence. */
function toUnexpected(error: unknown): AcervoError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new AcervoError('ACV600', 'something unexpected happened', {
    details: text,
    hint: 'Run it again; if it stays, report it with the lines above.',
    cause: error,
  })
}
