// What travels over the control socket: one JSON value a line, each bounded, in both directions.
// A frame that is too long or is none ends the conversation; nothing is guessed.
import type { Socket } from 'node:net'
import type { Language } from '../../config.ts'
import { AcervoError } from '../../kernel/errors/index.ts'

export interface RunFrame {
  readonly kind: 'run'
  readonly argv: readonly string[]
  readonly cwd: string
  readonly language: Language
  readonly isTty: boolean
  readonly columns: number
}

/** From the caller: the command, its input (only when asked for) and the wish to stop. */
export type CallerFrame =
  | RunFrame
  | { readonly kind: 'input'; readonly data: string }
  | { readonly kind: 'inputEnd' }
  | { readonly kind: 'line'; readonly text: string | null }
  | { readonly kind: 'cancel' }

/** From the owner: output, requests for one piece of input, and the exit code, which is the last. */
export type OwnerFrame =
  /** The first: a command whose caller never saw it was not begun. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'out' | 'err'; readonly text: string }
  | { readonly kind: 'inputWanted' }
  | { readonly kind: 'ask'; readonly prompt: string }
  | { readonly kind: 'exit'; readonly code: number }

export const frameLimits = Object.freeze({
  /** A line as sent; JSON may need six bytes for one character. */
  lineBytesMax: 1024 * 1024,
  textLengthMax: 64 * 1024,
  inputBytesMax: 64 * 1024,
  argumentsMax: 256,
})

/** Resolves when the other side can take more. Rejects when it is gone. */
export async function sendFrame(socket: Socket, frame: CallerFrame | OwnerFrame): Promise<void> {
  if (socket.destroyed || socket.writableEnded) throw gone()
  if (socket.write(`${JSON.stringify(frame)}\n`)) return
  await new Promise<void>((resolve, reject) => {
    const settle = (action: () => void) => () => {
      socket.off('drain', onDrain).off('close', onClose)
      action()
    }
    const onDrain = settle(resolve)
    const onClose = settle(() => reject(gone()))
    socket.on('drain', onDrain).on('close', onClose)
  })
}

/** Reads no faster than its consumer asks: the socket itself is the queue. */
export async function* readFrames(socket: Socket): AsyncGenerator<unknown> {
  let rest: Buffer = Buffer.alloc(0)
  // A reader that stops early may still have something to answer.
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield parseFrame(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > frameLimits.lineBytesMax) throw malformed('a frame is too long')
  }
}

/** Pieces of at most the allowed length; a surrogate pair is never cut in two. */
export function* splitText(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + frameLimits.textLengthMax, text.length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1
    yield text.slice(start, end)
    start = end
  }
}

export function malformed(reason: string): AcervoError {
  return new AcervoError('ACV602', `the control socket: ${reason}`, {
    hint: 'Use the same version of acervo that holds the data directory.',
  })
}

function parseFrame(line: Buffer): unknown {
  if (line.length > frameLimits.lineBytesMax) throw malformed('a frame is too long')
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    throw malformed('a frame is no JSON')
  }
}

function gone(): AcervoError {
  return new AcervoError('ACV308', 'the other side of the control socket is gone')
}
