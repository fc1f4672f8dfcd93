// What became of each database of a fleet: values for whoever shows them, and the one error for whoever cannot go on.
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { MigrationFile } from './file.ts'

export interface DatabaseOutcome {
  /** Short name. */
  readonly database: string
  readonly target: string
  /**
   * `current`: nothing was pending. `held`: what it needs is not done. `left`: the end came first; the next call goes
   * on with it.
   */
  readonly state: 'applied' | 'current' | 'failed' | 'held' | 'left'
  /** Applied by this call, before a failure too. */
  readonly files: readonly MigrationFile[]
  readonly ms: number
  readonly error?: AcervoError
  /** Of `held`: what is not done. */
  readonly needs?: string
}

/** Without the place and the time, which a visit need not know. */
export type Outcome = Omit<DatabaseOutcome, 'database' | 'target' | 'ms'>

/** After these nothing more can be asked of a target: its session is gone, or the caller wants an end. */
export function isEnd(error: unknown): boolean {
  return !isAcervoError(error) || ['ACV301', 'ACV308'].includes(error.code)
}

export function toFailed(error: unknown, files: readonly MigrationFile[] = []): Outcome {
  const isLeft = isAcervoError(error) && error.code === 'ACV308'
  return { state: isLeft ? 'left' : 'failed', files, error: toAcervoError(error) }
}

function toAcervoError(error: unknown): AcervoError {
  if (isAcervoError(error)) return error
  const details = error instanceof Error ? error.message : String(error)
  return new AcervoError('ACV400', 'the database could not be migrated', { details, cause: error })
}

type Named = Outcome & { readonly database: string }

/** @throws what made them fail; ACV412 where that is not one thing; ACV308 where the end came first. */
export function assertDone(outcomes: readonly Named[]): void {
  const failed = outcomes.filter(({ state }) => state === 'failed')
  const [first, second] = new Set(failed.map(({ error }) => error))
  if (first !== undefined && second === undefined) throw first
  if (first !== undefined)
    throw new AcervoError('ACV412', `${failed.length} databases cannot be migrated`, {
      details: failed
        .map(({ database, error }) => `${database}: ${error?.code} ${error?.message}`)
        .join('; '),
      hint: 'What was applied stays applied. Mend the causes and run: acervo migrate apply',
      cause: first,
    })
  const left = outcomes.find(({ state, error }) => state === 'left' && error !== undefined)
  if (left?.error !== undefined) throw left.error
}
