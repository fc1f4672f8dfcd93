// COPY ... FROM STDIN on an ordinary pg client. A failing source undoes the COPY and speaks for itself.
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Answers the number of rows. */
export async function runCopyIn(
  client: Client,
  text: string,
  chunks: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const stream = client.query(copyFrom(text))
  const source = watch(chunks)
  try {
    await pipeline(source.chunks, stream)
  } catch (error) {
    throw source.failure() ?? error
  }
  return stream.rowCount
}

/** The caller's own error comes out unchanged; the server's answer to the broken COPY is only an echo of it. */
export class SourceError extends Error {}

function watch(chunks: AsyncIterable<string | Uint8Array>) {
  let failure: SourceError | undefined
  async function* read(): AsyncGenerator<string | Uint8Array> {
    try {
      yield* chunks
    } catch (cause) {
      failure = new SourceError('the source of a COPY failed', { cause })
      throw failure
    }
  }
  return { chunks: read(), failure: () => failure }
}
