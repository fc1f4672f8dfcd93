// Where the bytes come from: a regular file, read twice through one handle (digest, then rows), or a stream,
// read once and never resumed.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AcervoError } from '../errors/index.ts'
import { limits } from './limits.ts'

export interface Source {
  /** Bytes in all, where they are known. */
  readonly size: number | undefined
  /** SHA-256 of the whole, where it can be read twice. */
  readonly digest: string | undefined
  chunks(): AsyncIterable<Uint8Array>
  /** @throws ACV607 when the file was written to meanwhile. */
  assertUnchanged(): Promise<void>
  close(): Promise<void>
}

export function fromStream(chunks: AsyncIterable<Uint8Array | string>): Source {
  return {
    size: undefined,
    digest: undefined,
    chunks: () => toBytes(chunks),
    assertUnchanged: async () => undefined,
    close: async () => undefined,
  }
}

/** A pipe behind a path is a stream. */
export async function openFile(path: string, signal?: AbortSignal): Promise<Source> {
  const handle = await open(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  try {
    const { size, mtimeMs } = await assertReadable(handle, path)
    if (size === undefined) {
      const stream = fromStream(read(handle))
      return { ...stream, close: () => handle.close() }
    }
    const digest = await toDigest(handle, signal)
    return {
      size,
      digest,
      chunks: () => read(handle, 0),
      assertUnchanged: async () => {
        const now = await handle.stat()
        if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path)
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function assertReadable(
  handle: FileHandle,
  path: string,
): Promise<{ size: number | undefined; mtimeMs: number }> {
  const status = await handle.stat()
  if (status.isDirectory()) {
    throw new AcervoError('ACV607', 'the file is a folder', { details: path })
  }
  return { size: status.isFile() ? status.size : undefined, mtimeMs: status.mtimeMs }
}

async function toDigest(handle: FileHandle, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of read(handle, 0)) {
    if (signal?.aborted) throw new AcervoError('ACV308', 'the import was cancelled')
    hash.update(chunk)
  }
  return hash.digest('hex')
}

async function* read(handle: FileHandle, start?: number): AsyncGenerator<Uint8Array> {
  let position = start
  for (;;) {
    const buffer = Buffer.allocUnsafeSlow(limits.chunkBytes)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position ?? null)
    if (bytesRead === 0) return
    if (position !== undefined) position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function* toBytes(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

function unreadable(path: string, cause: unknown): AcervoError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AcervoError('ACV607', 'the file cannot be read', {
    details: reason.includes(path) ? reason : `${path}: ${reason}`,
    hint: 'Check the path; - reads what is piped in.',
    cause,
  })
}

function changed(path: string): AcervoError {
  return new AcervoError('ACV607', 'the file changed while it was imported', {
    details: path,
    hint: 'Run it again once nothing writes to the file; it is then a new import.',
  })
}
