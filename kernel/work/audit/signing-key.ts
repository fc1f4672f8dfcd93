// The key that signs checkpoints, made at the first start beside the credentials, readable by its owner alone.
// Whoever has it can sign another history: a copy belongs where the other secrets are kept.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AcervoError } from '../../errors/index.ts'
import { makePrivateFile, openModeOf } from '../../keys/private-file.ts'
import { publicBytesOf, type Signer } from './note.ts'

/** @throws ACV344 when others may read it, or it is no Ed25519 key. */
export function openSigningKey(directory: string): Signer {
  createOnce(directory)
  const signer = readSigningKey(directory)
  if (signer === undefined) throw unusable(directory, 'It is not there.')
  return signer
}

/** Undefined where none was made. */
export function readSigningKey(directory: string): Signer | undefined {
  const path = pathIn(directory)
  if (!existsSync(path)) return undefined
  const mode = openModeOf(path)
  if (mode !== undefined) throw unusable(directory, `Others may read it: mode ${mode}, not 600.`)
  try {
    const privateKey = createPrivateKey(readFileSync(path, 'utf8'))
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('another kind')
    return Object.freeze({ privateKey, publicKey: publicBytesOf(privateKey) })
  } catch {
    // The cause would quote the key.
    throw unusable(directory, 'It is no Ed25519 key in PEM.')
  }
}

const pathIn = (directory: string): string => join(directory, 'key.pem')

function createOnce(directory: string): void {
  if (existsSync(pathIn(directory))) return
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  makePrivateFile(pathIn(directory), () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  })
}

function unusable(directory: string, details: string): AcervoError {
  return new AcervoError('ACV344', 'the key that signs checkpoints cannot be used', {
    details: `${pathIn(directory)}: ${details}`,
    hint: 'Restore it from a copy: what another key signs is another log.',
  })
}
