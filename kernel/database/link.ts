// What both engines are underneath: something that takes a batch and answers it. Transactions and sessions are
// written once against this; which link a caller gets is the targets' affair.
import type { Engine, Result } from './target.ts'
import type { WireStatement } from './wire/batch.ts'

export interface RunOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Link {
  readonly engine: Engine
  /** False once it must not be used again. */
  readonly healthy: boolean
  /** 'I' at rest, 'T' in a transaction, 'E' in a failed one. */
  readonly status: string | null
  /** One batch, one Sync; the first error rejects and undoes the batch. */
  run(statements: readonly WireStatement[], options?: RunOptions): Promise<readonly Result[]>
  /** The simple protocol: many statements in one text. */
  script(text: string, options?: RunOptions): Promise<readonly Result[]>
  copyIn?(
    text: string,
    chunks: AsyncIterable<string | Uint8Array>,
    options?: RunOptions,
  ): Promise<number>
  /** True when a second try would prepare these names afresh. */
  forgetNames(statements: readonly WireStatement[]): boolean
  destroy(): void
}
