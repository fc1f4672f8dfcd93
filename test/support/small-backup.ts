// A backup of one small file, made by hand without a database: for what only looks at stores. Only tests import it.
import { toChunks, writeFile } from '../../kernel/backup/backup-file.ts'
import {
  type Manifest,
  manifestFile,
  renderManifest,
  renderSums,
  signatureFile,
  sumsFile,
} from '../../kernel/backup/manifest.ts'
import { unsealed } from '../../kernel/backup/sealing.ts'
import { type BackupSigner, sign, toSignedText } from '../../kernel/backup/signing.ts'
import type { BackupStore } from '../../kernel/backup/store.ts'

export interface SmallBackup {
  readonly takenAt: Date
  readonly label?: string
  readonly keepDays?: number | null
  readonly signer?: BackupSigner
  readonly rows?: string
}

/** Answers its manifest. */
export async function makeSmallBackup(
  store: BackupStore,
  { takenAt: at, label = 'daily', keepDays = 30, signer, rows = '1\n' }: SmallBackup,
): Promise<Manifest> {
  const takenAt = at.toISOString()
  const name = `${takenAt.replaceAll(/[-:]|\.\d+/g, '')}-${label}-00aa11`
  const writing = { store, backup: name, sealers: { main: unsealed, apart: unsealed } }
  const file = await writeFile(writing, 'data/a.copy.gz', toChunks(rows))
  const sealed = { by: 'nothing', recipients: [] } as const
  const manifest: Manifest = {
    ...{ format: 1, name, takenAt, seconds: 1, version: 'test', label, content: 'all', sealed },
    ...(keepDays === null ? {} : { keepDays }),
    ...{ isPartial: false, embeddings: 'with', needs: { keys: [], audits: [] } },
    ...(signer === undefined ? {} : { signer: signer.verifier }),
    ...{ places: [], files: [file] },
  }
  const text = renderManifest(manifest)
  const sums = renderSums(manifest, text)
  await store.write(name, manifestFile, toChunks(text))
  if (signer !== undefined)
    await store.write(name, signatureFile, toChunks(sign(toSignedText(name, sums), signer)))
  await store.write(name, sumsFile, toChunks(sums))
  return manifest
}
