// What keeps a backup from whoever finds it: files sealed for recipients, opened with identities. The formats are
// those of age and of GnuPG; nothing of a cipher is written here. There is no key by default.
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { AcervoError } from '../errors/index.ts'
import { openModeOf } from '../keys/private-file.ts'
import { openByGpg, sealByGpg } from './gpg.ts'
import type { Sealed } from './manifest.ts'

type Chunks = AsyncIterable<Uint8Array>

export interface Sealer extends Sealed {
  /** Of the names of files: `.age`. */
  readonly suffix: string
  seal(chunks: Chunks): Chunks
}

export interface Opener {
  /** @throws ACV423 where no identity opens it, or it was changed. */
  open(chunks: Chunks, sealed: Sealed): Chunks
}

/** Readable by whoever reads the files: asked for by name. */
export const unsealed: Sealer = Object.freeze({
  by: 'nothing',
  recipients: [],
  suffix: '',
  seal: (chunks: Chunks) => chunks,
})

/** `age1...`, or `gpg:<key>`; all of one kind. @throws ACV423 */
export async function toSealer(recipients: readonly string[]): Promise<Sealer> {
  const [first] = recipients
  if (first === undefined) throw refused('no recipient is named')
  if (recipients.every((one) => one.startsWith('gpg:'))) {
    const names = recipients.map((one) => one.slice('gpg:'.length))
    return Object.freeze({ by: 'gpg', recipients, suffix: '.gpg', seal: sealByGpg(names) })
  }
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const one of recipients)
    try {
      encrypter.addRecipient(one)
    } catch (cause) {
      throw refused(`'${one.slice(0, 80)}' is no recipient`, cause)
    }
  return Object.freeze({
    by: 'age',
    recipients,
    suffix: '.age',
    seal: (chunks: Chunks) => run(chunks, (stream) => encrypter.encrypt(stream)),
  })
}

/** Texts of identity files: lines that begin with AGE-SECRET-KEY-; what GnuPG opens needs none. @throws ACV423 */
export async function toOpener(texts: readonly string[]): Promise<Opener> {
  const lines = texts.flatMap((text) => text.split(/\r?\n/)).map((line) => line.trim())
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  for (const [at, one] of identities.entries())
    try {
      decrypter.addIdentity(one)
    } catch {
      // The line itself is a secret.
      throw refused(`identity ${at + 1} cannot be read`)
    }
  return {
    open: (chunks, { by }) => {
      if (by === 'nothing') return chunks
      if (by === 'gpg') return openByGpg(chunks)
      if (identities.length === 0) throw noIdentity()
      return opened(run(chunks, (stream) => decrypter.decrypt(stream)))
    },
  }
}

/** @throws ACV423 where the file cannot be read, or others may. */
export async function readIdentity(path: string): Promise<string> {
  try {
    const mode = openModeOf(path)
    if (mode !== undefined)
      throw refused(`others may read the identity file ${path} (mode ${mode}); chmod 600`)
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof AcervoError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    throw refused(`the identity file ${path} cannot be read (${code})`, cause)
  }
}

type Web = ReadableStream<Uint8Array>

async function* run(chunks: Chunks, through: (stream: Web) => Promise<Web>): Chunks {
  const source = Readable.toWeb(Readable.from(chunks)) as unknown as Web
  const stream = await through(source)
  yield* Readable.fromWeb(stream as unknown as NodeWebStream<Uint8Array>)
}

async function* opened(chunks: Chunks): Chunks {
  try {
    yield* chunks
  } catch (cause) {
    // What the store or the caller said stands.
    if (cause instanceof AcervoError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (reason.startsWith('no identity')) throw noIdentity(cause)
    throw new AcervoError('ACV423', 'a file of the backup cannot be opened', {
      details: reason,
      hint: 'It was changed or cut short, or is sealed for another recipient.',
      cause,
    })
  }
}

function noIdentity(cause?: unknown): AcervoError {
  return new AcervoError('ACV423', 'no identity opens the backup', {
    details: 'The manifest names its recipients.',
    hint: 'Name the file of the identity with --identity, or ACERVO_BACKUP_IDENTITY_FILE.',
    cause,
  })
}

function refused(message: string, cause?: unknown): AcervoError {
  return new AcervoError('ACV423', message, {
    hint: 'A recipient is age1..., made by age-keygen or acervo backup key; gpg:<key> uses GnuPG.',
    cause,
  })
}

/** The identity is the secret. */
export async function makeIdentity(): Promise<{
  readonly identity: string
  readonly recipient: string
}> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
