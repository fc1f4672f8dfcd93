// The body of a bulk request -> bytes, within its bound. What is too large is refused as soon as it is known, and so
// is what comes too slowly: it holds one of few places.
import type { IncomingMessage } from 'node:http'
import { AcervoError } from '../kernel/index.ts'
import type { Limits } from './resource/limits.ts'

type Bounds = Pick<Limits, 'bulkBytesMax' | 'bulkPaceBytes' | 'bulkPaceMs'>

export function readBulk(
  message: IncomingMessage,
  { bulkBytesMax, bulkPaceBytes, bulkPaceMs }: Bounds,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let length = 0
  let lengthBefore = 0
  let isRefused = false
  const refuse = (error: Error) => {
    // The rest is read and dropped: a client that still sends would never see the answer otherwise.
    isRefused = true
    chunks.length = 0
    reject(error)
  }
  const pace = setInterval(() => {
    if (length - lengthBefore < bulkPaceBytes) refuse(tooSlow(bulkPaceBytes, bulkPaceMs))
    lengthBefore = length
  }, bulkPaceMs)
  const announced = Number(message.headers['content-length'] ?? 0)
  if (announced > bulkBytesMax) refuse(tooLarge(bulkBytesMax))
  message.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > bulkBytesMax) refuse(tooLarge(bulkBytesMax))
    else if (!isRefused) chunks.push(chunk)
  })
  message.once('end', () => resolve(Buffer.concat(chunks)))
  message.once('error', reject)
  return promise.finally(() => clearInterval(pace))
}

function tooLarge(bytesMax: number): AcervoError {
  return new AcervoError('ACV603', 'the body is too large', {
    details: `Allowed: ${bytesMax} bytes of NDJSON.`,
    hint: 'Send it in parts, or use acervo import, which has no such bound.',
  })
}

function tooSlow(bytes: number, ms: number): AcervoError {
  return new AcervoError('ACV643', 'the body arrives too slowly', {
    details: `Allowed: ${bytes} bytes in ${ms / 1_000} s, at least.`,
    hint: 'Send it in parts, or use acervo import where the file is.',
  })
}
