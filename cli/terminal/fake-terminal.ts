// A terminal for tests: keeps what was written, answers questions from a list, cancels when told.
import type { Io } from './io.ts'

export interface FakeTerminal extends Io {
  readonly written: { out: string; err: string }
  cancel(): void
}

export interface FakeParts extends Partial<Io> {
  /** Answers to questions, in order; then the end of input. */
  readonly lines?: readonly string[]
}

export function makeTerminal({ lines = [], ...parts }: FakeParts = {}): FakeTerminal {
  const written = { out: '', err: '' }
  const controller = new AbortController()
  const answers = [...lines]
  return {
    written,
    cancel: () => controller.abort(),
    out: async (text) => {
      written.out += text
    },
    err: async (text) => {
      written.err += text
    },
    ask: async () => answers.shift(),
    input: (async function* () {})(),
    isTty: false,
    columns: 0,
    cwd: '/somewhere',
    language: 'en',
    signal: controller.signal,
    ...parts,
  }
}
