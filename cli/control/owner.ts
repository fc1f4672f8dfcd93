// The side of the control socket that holds the database: runs the commands of other processes here,
// with their terminal at the far end. It knows no command; it is given the function that runs one.
import { createServer, type Server, type Socket } from 'node:net'
import { AcervoError } from '../../kernel/errors/index.ts'
import type { Io } from '../terminal/io.ts'
import { renderProblem } from '../terminal/problem.ts'
import {
  type CallerFrame,
  frameLimits,
  malformed,
  type RunFrame,
  readFrames,
  sendFrame,
} from './frame.ts'
import { chooseSocketPath, clearPlace, removeSocket, writePlace } from './place.ts'
import { RemoteTerminal } from './remote-terminal.ts'

export type RunHere = (argv: readonly string[], io: Io) => Promise<number>

export interface Control {
  readonly socket: string
  /** Tells callers where the server listens. */
  announce(address: string): Promise<void>
  /**
   * Takes no more commands and waits for those that run; once `signal` is aborted it cancels them and
   * waits no longer than a bound. Then the socket goes away.
   */
  close(signal: AbortSignal): Promise<void>
}

export const controlLimits = Object.freeze({
  commandsMax: 8,
  firstFrameTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
})

/** Only for whoever holds the lock of the data directory: a socket that is found there is stale. */
export async function openControl(dataDirectory: string, runHere: RunHere): Promise<Control> {
  await clearPlace(dataDirectory)
  const socket = await chooseSocketPath(dataDirectory)
  const running = new Map<RemoteTerminal, Promise<void>>()
  const server = createServer((connection) => {
    const terminal = new RemoteTerminal(connection)
    const isFull = running.size >= controlLimits.commandsMax
    const done = converse(connection, terminal, isFull ? refuse : runHere)
    running.set(terminal, done)
    done.finally(() => running.delete(terminal))
  })
  await listenPrivately(server, socket)
  await writePlace(dataDirectory, { pid: process.pid, socket, address: null })
  return {
    socket,
    announce: (address) => writePlace(dataDirectory, { pid: process.pid, socket, address }),
    close: async (signal) => {
      server.close()
      await settle([...running.values()], signal)
      for (const terminal of running.keys()) terminal.cancel('the platform is closing')
      await settle([...running.values()], AbortSignal.timeout(controlLimits.closeTimeoutMs))
      for (const terminal of running.keys()) terminal.destroy()
      await clearPlace(dataDirectory)
      await removeSocket(dataDirectory, socket)
    },
  }
}

/** One connection is one command. */
async function converse(
  connection: Socket,
  terminal: RemoteTerminal,
  runHere: RunHere,
): Promise<void> {
  connection.on('error', () => terminal.cancel('the caller is gone'))
  connection.on('close', () => terminal.cancel('the caller is gone'))
  const late = setTimeout(() => connection.destroy(), controlLimits.firstFrameTimeoutMs)
  try {
    const frames = readFrames(connection)
    const first = (await frames.next()).value
    clearTimeout(late)
    if (first === undefined) return
    const run = toRunFrame(first)
    await sendFrame(connection, { kind: 'begun' })
    const heard = listen(frames, terminal)
    const code = await runHere(run.argv, terminal.toIo(run))
    await sendFrame(connection, { kind: 'exit', code })
    connection.end()
    await heard
  } catch (error) {
    // Whoever spoke wrongly is told once; there is nobody else to tell.
    const problem = error instanceof AcervoError ? error : malformed(String(error))
    const text = renderProblem(problem, { language: 'en' })
    await sendFrame(connection, { kind: 'err', text }).catch(() => undefined)
    connection.destroySoon()
  } finally {
    clearTimeout(late)
  }
}

async function listen(frames: AsyncGenerator<unknown>, terminal: RemoteTerminal): Promise<void> {
  try {
    for await (const frame of frames) await terminal.take(frame as CallerFrame)
  } catch {
    terminal.cancel('the caller is gone')
  }
}

async function refuse(_argv: readonly string[], io: Io): Promise<number> {
  const problem = new AcervoError('ACV613', 'too many commands run at once', {
    details: `at most ${controlLimits.commandsMax} share one embedded database`,
    hint: 'Wait for one of them to end.',
  })
  await io.err(renderProblem(problem, io))
  return 1
}

function toRunFrame(value: unknown): RunFrame {
  const frame = value as Partial<RunFrame> | null
  const isWhole =
    frame?.kind === 'run' &&
    Array.isArray(frame.argv) &&
    frame.argv.length <= frameLimits.argumentsMax &&
    frame.argv.every((word) => typeof word === 'string') &&
    typeof frame.cwd === 'string' &&
    (frame.language === 'en' || frame.language === 'es') &&
    typeof frame.isTty === 'boolean' &&
    Number.isInteger(frame.columns)
  if (!isWhole) throw malformed('the first frame is no command')
  return frame as RunFrame
}

/** Bound with the mode it keeps: between listen and chmod anybody could connect. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } catch (cause) {
    throw new AcervoError('ACV313', 'the control socket cannot be opened', { details: path, cause })
  } finally {
    process.umask(mask)
  }
}

/** Until all have ended or the signal is aborted. */
async function settle(work: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const onAbort = (): void => resolve()
  if (signal.aborted) resolve()
  else signal.addEventListener('abort', onAbort, { once: true })
  await Promise.race([Promise.allSettled(work), promise])
  signal.removeEventListener('abort', onAbort)
}
