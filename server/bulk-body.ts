// The body of a bulk request -> bytes, within its bound. What is too large is refused as soon as it is known.
import type { IncomingMessage } from 'node:http'
import { AcervoError } from '../kernel/index.ts'
import type { Limits } from './resource/limits.ts'

export function readBulk(
  message: IncomingMessage,
  { bulkBytesMax }: Pick<Limits, 'bulkBytesMax'>,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const announced = Number(message.headers['content-length'] ?? 0)
    if (announced > bulkBytesMax) reject(tooLarge(bulkBytesMax))
    message.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= bulkBytesMax) {
        chunks.push(chunk)
        return
      }
      // The rest is read and dropped: a client that still sends would never see the answer otherwise.
      chunks.length = 0
      reject(tooLarge(bulkBytesMax))
    })
    message.once('end', () => resolve(Buffer.concat(chunks)))
    message.once('error', reject)
  })
}

function tooLarge(bytesMax: number): AcervoError {
  return new AcervoError('ACV603', 'the body is too large', {
    details: `Allowed: ${bytesMax} bytes of NDJSON.`,
    hint: 'Send it in parts, or use acervo import, which has no such bound.',
  })
}
