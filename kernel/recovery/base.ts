// A base backup: every file of a running server as one stream of pg_basebackup, with its own SHA-256 manifest inside,
// compressed and sealed on the way; nothing of it is ever put down in the plain. What WAL it needs of its own it has.

import { toChunks, type Writing, writeFile } from '../backup/backup-file.ts'
import { createBackupName, writeManifest } from '../backup/create.ts'
import type { FileEntry, Manifest, ServerEntry } from '../backup/manifest.ts'
import type { Sealer } from '../backup/sealing.ts'
import type { BackupSigner } from '../backup/signing.ts'
import type { BackupStore } from '../backup/store.ts'
import { toLibpq } from '../database/postgres/libpq.ts'
import type { Direct } from '../database/target.ts'
import { openMigrator } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'
import { findNewerProgram, streamProgram } from './programs.ts'
import { readFacts, type ServerAddress, type ServerFacts, withServer } from './server.ts'

export const baseLabel = 'base'
export const baseFile = 'base.tar.gz'
/** Small, sealed and read first: what tells a wrong key before anything is put down. */
export const factsFile = 'server.json.gz'

export interface BaseOptions extends ServerAddress {
  readonly store: BackupStore
  readonly sealer: Sealer
  readonly signer?: BackupSigner | undefined
  readonly keepDays?: number | undefined
  /** Of the program. */
  readonly version: string
  readonly signal?: AbortSignal | undefined
  readonly onBytes?: (done: number, of: number) => void
}

export interface MadeBase {
  readonly manifest: Manifest & { readonly server: ServerEntry }
  /** As they are stored. */
  readonly bytes: number
}

/** What a base says of its server where only its key opens it. */
export interface BaseFacts extends ServerFacts {
  /** Names of wrapping keys that its encrypted columns need. */
  readonly keys: readonly string[]
}

/** @throws ACV424, ACV427, ACV428, ACV308; what was written of it is taken away. */
export async function createBase(options: BaseOptions): Promise<MadeBase> {
  const backup = createBackupName(baseLabel)
  try {
    return await withServer(options, async (direct) => {
      const server = await readFacts(direct)
      const keys = await readKeys(options, server)
      await holdWal(direct, backup)
      return make(options, { direct, server, keys, backup })
    })
  } catch (error) {
    // The first error is the one to tell.
    await options.store.remove(backup).catch(() => undefined)
    throw error
  }
}

interface Making {
  readonly direct: Direct
  readonly server: ServerFacts
  readonly keys: readonly string[]
  readonly backup: string
}

async function make(options: BaseOptions, making: Making): Promise<MadeBase> {
  const { store, sealer, signer, keepDays, version, signal } = options
  const { direct, server, keys, backup } = making
  const began = performance.now()
  const writing: Writing = { store, backup, sealers: { main: sealer, apart: sealer }, signal }
  const facts: BaseFacts = { ...server, keys }
  const files: FileEntry[] = [
    await writeFile(writing, factsFile, toChunks(`${JSON.stringify(facts)}\n`)),
  ]
  const said = { errors: '', bytes: 0 }
  files.push(await writeFile(writing, baseFile, readBase(options, making, said)))
  const { rows } = await direct.query({ text: 'select clock_timestamp()', values: [] })
  const manifest = {
    format: 1,
    name: backup,
    takenAt: new Date(rows[0]?.[0] ?? '').toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    version,
    label: baseLabel,
    ...(keepDays === undefined ? {} : { keepDays }),
    content: 'server',
    isPartial: false,
    embeddings: 'with',
    sealed: { by: sealer.by, recipients: sealer.recipients },
    needs: { keys, audits: [] },
    ...(signer === undefined ? {} : { signer: signer.verifier }),
    places: [],
    server: toEntry(server, said),
    files,
  } as const
  await writeManifest(store, manifest, signer)
  return { manifest, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
}

/** WAL since now stays on the server for as long as this session lives, or the copy would lack its own. */
async function holdWal(direct: Direct, backup: string): Promise<void> {
  const name = `acervo_${backup.replaceAll('-', '_').toLowerCase()}`
  const text = 'select pg_create_physical_replication_slot($1, true, true)'
  await direct.query({ text, values: [name] })
}

async function* readBase(
  options: BaseOptions,
  { server, backup }: Making,
  said: { errors: string; bytes: number },
): AsyncGenerator<Uint8Array> {
  const { conninfo, environment } = toLibpq(options.url, options)
  const program = findNewerProgram('pg_basebackup', server.major, options.programs)
  const words = [
    ...['--dbname', conninfo, '--no-password', '--verbose', '--label', backup],
    ...['--pgdata', '-', '--format', 'tar', '--wal-method', 'fetch', '--checkpoint', 'fast'],
    ...['--manifest-checksums', 'SHA256'],
  ]
  const onErrors = (text: string) => {
    said.errors += text
  }
  for await (const chunk of streamProgram(program, words, {
    environment,
    signal: options.signal,
    onErrors,
  })) {
    said.bytes += chunk.length
    options.onBytes?.(said.bytes, Math.max(server.bytes, said.bytes))
    yield chunk
  }
}

/** In the words of the program, which says them in no other way before the manifest at the end of the stream. */
function toEntry(server: ServerFacts, said: { errors: string; bytes: number }): ServerEntry {
  const [, startLsn, timeline] =
    /log start point: ([0-9A-F]+\/[0-9A-F]+) on timeline (\d+)/.exec(said.errors) ?? []
  const [, stopLsn] = /log end point: ([0-9A-F]+\/[0-9A-F]+)/.exec(said.errors) ?? []
  if (startLsn === undefined || stopLsn === undefined)
    throw new AcervoError('ACV428', 'pg_basebackup does not say where its WAL begins and ends', {
      details: said.errors.slice(-2_000),
    })
  return {
    system: server.system,
    serverVersion: server.version,
    timeline: Number(timeline),
    startLsn,
    stopLsn,
    walSegmentBytes: server.walSegmentBytes,
    bytes: said.bytes,
  }
}

/** Of the wrapping keys which, in whatever physical databases have a platform. */
async function readKeys(
  { url, allowPlain }: ServerAddress,
  { databases }: ServerFacts,
): Promise<readonly string[]> {
  const keys = new Set<string>()
  for (const name of databases) {
    const there = new URL(url)
    there.pathname = `/${encodeURIComponent(name)}`
    const direct = await openMigrator(there.href, allowPlain)
    try {
      const known = await direct.query({
        text: `select to_regclass('acervo.data_key')`,
        values: [],
      })
      if (known.rows[0]?.[0] === null) continue
      const text = 'select distinct kek from acervo.data_key order by 1'
      for (const [key] of (await direct.query({ text, values: [] })).rows) keys.add(key ?? '')
    } finally {
      await direct.close()
    }
  }
  return [...keys].sort()
}
