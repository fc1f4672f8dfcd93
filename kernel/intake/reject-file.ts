// `<file>.rejects.ndjson`: one line per row that did not get in, readable by its owner only. Made with the
// first reject, cut back to what was committed when a batch is undone, removed when nothing is in it.
import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { AcervoError } from '../errors/index.ts'
import type { Reject } from './item.ts'

export class RejectFile {
  readonly path: string
  #handle: FileHandle | undefined
  #bytes = 0

  private constructor(path: string) {
    this.path = path
  }

  /** Keeps the first `keepBytes` of what an earlier run wrote. */
  static async open(path: string, keepBytes: number): Promise<RejectFile> {
    const file = new RejectFile(path)
    if (keepBytes === 0) await rm(path, { force: true }).catch((cause) => refuse(path, cause))
    else await file.#reopen(keepBytes)
    return file
  }

  get bytes(): number {
    return this.#bytes
  }

  async append(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return
    const text = Buffer.from(`${rejects.map((reject) => JSON.stringify(reject)).join('\n')}\n`)
    this.#handle ??= await openOwn(this.path)
    for (let written = 0; written < text.length; ) {
      const { bytesWritten } = await this.#handle.write(text, written, null, this.#bytes + written)
      written += bytesWritten
    }
    this.#bytes += text.length
  }

  /** Undoes every append since the file was this long. */
  async cut(bytes: number): Promise<void> {
    if (bytes >= this.#bytes) return
    await this.#handle?.truncate(bytes)
    this.#bytes = bytes
  }

  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await handle?.close()
    if (handle !== undefined && this.#bytes === 0) await rm(this.path, { force: true })
  }

  /** Shorter than it should be when somebody edited it: then what is left is kept. */
  async #reopen(keepBytes: number): Promise<void> {
    this.#handle = await openOwn(this.path)
    const { size } = await this.#handle.stat()
    this.#bytes = Math.min(size, keepBytes)
    await this.#handle.truncate(this.#bytes)
  }
}

/** Never through a link that somebody placed there: rows are personal data. */
async function openOwn(path: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
  try {
    const handle = await open(path, flags, 0o600)
    await handle.chmod(0o600)
    return handle
  } catch (cause) {
    return refuse(path, cause)
  }
}

function refuse(path: string, cause: unknown): never {
  throw new AcervoError('ACV607', 'the file of rejects cannot be written', {
    details: `${path}: ${cause instanceof Error ? cause.message : cause}`,
    hint: 'Import from a folder that you may write to, or name another file for the rejects.',
    cause,
  })
}
