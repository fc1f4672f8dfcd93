// Who made a backup, and who says that a drill was made: signed notes (Ed25519) by the key that signs the checkpoints
// of the audit. Sums find what went wrong; a signature finds whoever may write the store and made another whole backup.
import { createHash } from 'node:crypto'
import {
  openNote,
  parseVerifierKey,
  type Signer,
  signNote,
  toVerifierKey,
} from '../work/audit/note.ts'
import { openSigningKey, readSigningKey } from '../work/audit/signing-key.ts'

const keyName = 'acervo-backup'

export interface BackupSigner {
  readonly signer: Signer
  /** `acervo-backup+hash+key`: what somebody else needs to check it, no secret. */
  readonly verifier: string
}

/** `trusted`: by a key that was named; `other`: by one that was not; `no`: by nobody. */
export type Signed = 'trusted' | 'other' | 'no'

/** Made where there is none. @throws ACV344 when others may read the key. */
export function openBackupSigner(directory: string): BackupSigner {
  return toBackupSigner(openSigningKey(directory))
}

/** The verifier key of this machine, where it has one. */
export function readVerifier(directory: string): string | undefined {
  const signer = readSigningKey(directory)
  return signer === undefined ? undefined : toBackupSigner(signer).verifier
}

function toBackupSigner(signer: Signer): BackupSigner {
  return Object.freeze({ signer, verifier: toVerifierKey(keyName, signer.publicKey) })
}

/** What is signed of a backup: its name and the sum of its list of sums. */
export function toSignedText(name: string, sums: string): string {
  return `acervo backup\n${name}\n${createHash('sha256').update(sums).digest('hex')}\n`
}

export function sign(text: string, { signer }: BackupSigner): string {
  return signNote(text, keyName, signer)
}

/** The text, where that key has signed it; every byte of the note counts. */
export function openSigned(note: string, verifier: string): string | undefined {
  try {
    const { name, publicKey } = parseVerifierKey(verifier)
    const text = openNote(note, name, publicKey)
    const [, signature = ''] = /\n\n— \S+ (\S+)\n$/.exec(note) ?? []
    const isCanonical =
      note === `${text}\n— ${name} ${Buffer.from(signature, 'base64').toString('base64')}\n`
    return isCanonical ? text : undefined
  } catch {
    return undefined
  }
}

export function judge(verifier: string | undefined, trusted: readonly string[]): Signed {
  if (verifier === undefined) return 'no'
  return trusted.includes(verifier) ? 'trusted' : 'other'
}
