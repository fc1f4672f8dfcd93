// COPY ... TO STDOUT on an ordinary pg client: the reader holds the server back.
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** Answers what `read` answers. A reader that gives up leaves the client in the middle: do not use it again. */
export async function runCopyOut<T>(
  client: Client,
  text: string,
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const stream = client.query(copyTo(text))
  try {
    return await read(stream)
  } catch (error) {
    // The server's refusal is the first error; the reader's own comes out as it is.
    throw stream.errored ?? error
  }
}
