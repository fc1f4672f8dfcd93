// This process's terminal as an Io. With line-reader.ts the only file of cli/ that touches the standard streams.
// The first Ctrl-C (or SIGTERM) asks the command to stop; the second ends the process at once.
import { readLanguage } from '../../config.ts'
import { AcervoError } from '../../kernel/errors/index.ts'
import { exitCodes, type Io } from './io.ts'
import { createLineReader } from './line-reader.ts'

export interface Terminal extends Io {
  /** Lets the process end: what was read from and listened to is let go. */
  close(): void
  /** The reader of the output went away, as `head` does when it has seen enough. */
  isOutputClosed(): boolean
}

const echoMs = 300

export function openTerminal(): Terminal {
  const controller = new AbortController()
  const input = { isRead: false }
  let askedAt = Number.NEGATIVE_INFINITY
  const onSignal = (): void => {
    // npm passes on what the terminal has sent to this process already: one wish, two signals.
    const isEcho = performance.now() - askedAt < echoMs
    if (controller.signal.aborted && !isEcho) process.exit(exitCodes.cancelled)
    if (controller.signal.aborted) return
    askedAt = performance.now()
    const reason = new AcervoError('ACV308', 'the command was cancelled')
    controller.abort(reason)
    // Whoever waits for input waits no longer.
    if (input.isRead) process.stdin.destroy(reason)
  }
  const lines = createLineReader(onSignal)
  let isOutputClosed = false
  const onBrokenPipe = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error
    isOutputClosed = true
    if (!controller.signal.aborted) controller.abort(error)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, onSignal)
  process.stdout.on('error', onBrokenPipe)
  process.stderr.on('error', onBrokenPipe)
  return Object.freeze({
    out: (text: string) => write(process.stdout, text),
    err: (text: string) => write(process.stderr, text),
    input: readInput(input),
    ask: lines.ask,
    isTty: process.stdin.isTTY === true && process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 0,
    cwd: process.cwd(),
    language: readLanguage(),
    signal: controller.signal,
    isOutputClosed: () => isOutputClosed,
    close: () => {
      for (const name of signals) process.off(name, onSignal)
      lines.close()
      process.stdin.pause()
      process.stdin.unref?.()
    },
  })
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

// Opened at the first read: a command that takes no input leaves it to whoever comes after.
async function* readInput(state: { isRead: boolean }): AsyncGenerator<Uint8Array> {
  state.isRead = true
  yield* process.stdin as AsyncIterable<Uint8Array>
}
