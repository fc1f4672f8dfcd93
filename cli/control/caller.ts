// The side of the control socket that has the terminal: sends the command to the process that holds
// the data directory and lends it this process's input and output.
import { connect, type Socket } from 'node:net'
import { AcervoError } from '../../kernel/errors/index.ts'
import { exitCodes, type Io } from '../terminal/io.ts'
import { frameLimits, type OwnerFrame, readFrames, sendFrame } from './frame.ts'

/** Undefined when nobody answers at that socket. */
export async function connectControl(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.off('error', refuse)
      resolve(socket)
    })
    const refuse = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined)
      else reject(notAllowed(path, error))
    }
    socket.once('error', refuse)
  })
}

/**
 * Answers the exit code of the command, which ran in the other process; undefined where that one closed before it
 * began, as a command does that held the directory for itself alone.
 */
export async function runThere(
  socket: Socket,
  argv: readonly string[],
  io: Io,
): Promise<number | undefined> {
  const { cwd, language, isTty, columns } = io
  const input = openInput(io)
  const cancel = (): void => void sendFrame(socket, { kind: 'cancel' }).catch(() => undefined)
  // An error is always followed by the end of the frames, which is what is reported.
  socket.on('error', () => undefined)
  io.signal.addEventListener('abort', cancel, { once: true })
  let isBegun = false
  const end = (): undefined => {
    if (isBegun || io.signal.aborted) throw lost(io)
  }
  try {
    await sendFrame(socket, { kind: 'run', argv, cwd, language, isTty, columns })
    if (io.signal.aborted) cancel()
    for await (const value of readFrames(socket)) {
      const frame = value as OwnerFrame
      isBegun = true
      if (frame.kind === 'begun') continue
      if (frame.kind === 'exit') return frame.code
      if (frame.kind === 'out') await io.out(frame.text)
      else if (frame.kind === 'err') await io.err(frame.text)
      else if (frame.kind === 'ask') void answerLine(socket, io, frame.prompt)
      else void answerInput(socket, input, io)
    }
    return end()
  } catch (error) {
    if (isReset(error)) return end()
    throw error
  } finally {
    io.signal.removeEventListener('abort', cancel)
    socket.destroy()
  }
}

// Beside the reading of frames, or a command that writes while it waits for input would stand still.
async function answerInput(
  socket: Socket,
  input: AsyncIterator<Buffer>,
  { signal }: Io,
): Promise<void> {
  try {
    const { value, done } = await input.next()
    await sendFrame(
      socket,
      done ? { kind: 'inputEnd' } : { kind: 'input', data: value.toString('base64') },
    )
  } catch {
    // Input that breaks off must not look like input that ended; a wish to stop was sent already.
    if (!signal.aborted) socket.destroy()
  }
}

async function answerLine(socket: Socket, io: Io, prompt: string): Promise<void> {
  const text = await io.ask(prompt).catch(() => undefined)
  await sendFrame(socket, { kind: 'line', text: text ?? null }).catch(() => undefined)
}

async function* openInput({ input }: Io): AsyncGenerator<Buffer> {
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let start = 0; start < bytes.length; start += frameLimits.inputBytesMax) {
      yield bytes.subarray(start, start + frameLimits.inputBytesMax)
    }
  }
}

function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function lost(io: Io): AcervoError {
  if (io.signal.aborted) return new AcervoError('ACV308', 'the command was cancelled')
  return new AcervoError('ACV301', 'the process that holds the database ended before the command', {
    details: `the command may have done part of its work (exit ${exitCodes.failed})`,
    hint: 'Look at its log, start it again with acervo start, then run the command again.',
  })
}

function notAllowed(path: string, cause: NodeJS.ErrnoException): AcervoError {
  return new AcervoError('ACV313', 'the process that holds the data directory cannot be asked', {
    details: `${path}: ${cause.code}`,
    hint: 'Run the command as the user who started it.',
    cause,
  })
}
