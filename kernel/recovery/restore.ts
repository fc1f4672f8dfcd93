// A server as it was at a moment: the files of a base backup in a new folder, compared with the manifest that
// PostgreSQL made of them, the WAL up to the moment, and a new timeline from there. Nothing that stands is touched, and
// nothing that it was told at home runs in the copy. Who was erased since is erased in it before anybody may look.
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openFile, type Reading, readJson } from '../backup/backup-file.ts'
import type { Opener } from '../backup/sealing.ts'
import type { BackupStore } from '../backup/store.ts'
import { assertBackup } from '../backup/verify.ts'
import { AcervoError } from '../errors/index.ts'
import { openArchived } from './archive.ts'
import { type BaseFacts, baseFile, factsFile } from './base.ts'
import { type Chosen, chooseBase, type Moment } from './choose.ts'
import { type Copy, exists, giveTo, isEmpty, runAs, stopCopy, writeOwned } from './copy.ts'
import { type Erasing, eraseAgain } from './erase.ts'
import { runProgram, serverOwner } from './programs.ts'
import { finishCopy, type Reached, type RunningCopy, recoverCopy } from './recover.ts'

export interface RestoreServerOptions extends Erasing {
  readonly store: BackupStore
  readonly opener: Opener
  /** Verifier keys: nothing is restored that none of them has signed. Empty: whoever made it. */
  readonly trusted?: readonly string[] | undefined
  /** The newest from before the moment where it is left out. */
  readonly name?: string | undefined
  readonly moment: Moment
  /** Not there yet, or empty. */
  readonly folder: string
  readonly programs?: string | undefined
  /** Looks at the copy while it runs. */
  readonly inspect?: (copy: Inspected) => Promise<void>
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: RestoreStep, share?: number) => void
}

/** A copy that runs for as long as somebody looks at it. */
export interface Inspected extends RunningCopy {
  readonly facts: BaseFacts
  /** A program of its version. */
  readonly run: (program: string, words: readonly string[]) => Promise<unknown>
}

export type RestoreStep =
  | 'sums'
  | 'files'
  | 'compare'
  | 'wal'
  | 'recover'
  | 'erase'
  | 'flush'
  | 'undo'

export interface RestoredServer {
  readonly name: string
  readonly folder: string
  readonly major: number
  readonly takenAt: string
  /** Where the WAL was left: the copy goes on from there on a timeline of its own. */
  readonly lsn: string
  /** Of the last transaction in it; absent where the WAL had none. */
  readonly lastCommitAt?: string
  readonly databases: readonly string[]
  /** Names of wrapping keys that it needs. */
  readonly keys: readonly string[]
  /** Keys deleted again of subjects who were erased since. */
  readonly erased: number
  readonly seconds: number
}

/** @throws ACV420, ACV421, ACV423, ACV425, ACV428, ACV429; what was put down is taken away. */
export async function restoreServer(options: RestoreServerOptions): Promise<RestoredServer> {
  const { store, opener, trusted, name, moment, signal, onStep } = options
  const began = performance.now()
  const chosen = await chooseBase(store, moment, name)
  onStep?.('sums')
  const manifest = await assertBackup({
    ...{ store, name: chosen.base.name, trusted, signal },
    onFile: (_, done, of) => onStep?.('sums', done / of),
  })
  const reading: Reading = { store, manifest, opener, signal }
  const facts = await readJson<BaseFacts>(reading, toPath(reading, factsFile))
  const copy = await beginCopy(options, facts)
  try {
    await unpack(reading, copy, chosen, onStep)
    onStep?.('compare')
    await runAs(copy, 'pg_verifybackup', ['--exit-on-error', '--quiet', copy.folder])
    onStep?.('wal')
    await fetchWal(options, chosen, copy)
    const reached = await recover(options, { copy, chosen, facts })
    onStep?.('flush')
    await finish(copy, facts)
    const { databases, major, keys } = facts
    return {
      ...{ name: chosen.base.name, folder: copy.folder, major, takenAt: manifest.takenAt },
      ...{ databases, keys },
      ...reached,
      seconds: Math.round(performance.now() - began) / 1000,
    }
  } catch (error) {
    onStep?.('undo')
    // The first error is the one to tell.
    await stopCopy(copy, 'immediate').catch(() => undefined)
    await rm(copy.folder, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

function toPath({ manifest }: Pick<Reading, 'manifest'>, name: string): string {
  return manifest.files.find(({ path }) => path.startsWith(name))?.path ?? name
}

/** Says of a folder that it is half. */
const markFile = 'acervo-restoring'
const walFolder = 'acervo-wal'

async function beginCopy(
  { folder, programs, signal }: RestoreServerOptions,
  { major }: BaseFacts,
): Promise<Copy> {
  // It stands in a command of a shell, inside a setting.
  if (/["'%\\$`\n]/.test(folder))
    throw new AcervoError(
      'ACV425',
      `the folder ${folder} has a character that a recovery cannot take`,
    )
  if (await exists(join(folder, markFile))) await rm(folder, { recursive: true, force: true })
  if (!(await isEmpty(folder)))
    throw new AcervoError('ACV425', `the folder ${folder} is not empty`, {
      details: 'A server is restored where nothing is: nothing that stands is overwritten.',
      hint: 'Name a folder that is not there yet.',
    })
  const copy: Copy = { folder, major, owner: serverOwner(), programs, signal }
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await giveTo(copy.owner, folder)
  await writeOwned(copy, markFile, '')
  return copy
}

async function unpack(
  reading: Reading,
  copy: Copy,
  { base }: Chosen,
  onStep: RestoreServerOptions['onStep'],
): Promise<void> {
  let bytes = 0
  async function* counted() {
    for await (const chunk of openFile(reading, toPath(reading, baseFile))) {
      bytes += chunk.length
      onStep?.('files', bytes / base.server.bytes)
      yield chunk
    }
  }
  const words = ['--extract', '--no-same-owner', '--directory', copy.folder, '--file', '-']
  const { owner: as, signal } = copy
  await runProgram('tar', words, { as, signal, input: counted() })
  // pg_verifybackup knows every file that is to be there.
  await rm(join(copy.folder, markFile), { force: true })
}

/** Every segment whole, as recovery takes no other: what is not written yet are zeros. */
async function fetchWal(
  { opener, onStep }: RestoreServerOptions,
  { archive, files }: Chosen,
  copy: Copy,
): Promise<void> {
  await writeOwned(copy, markFile, '')
  const folder = join(copy.folder, walFolder)
  await mkdir(folder, { mode: 0o700 })
  await giveTo(copy.owner, folder)
  for (const [at, file] of files.entries()) {
    onStep?.('wal', at / files.length)
    const bytes = await openArchived(archive, file, opener)
    const missing = archive.walSegmentBytes - bytes.length
    const whole =
      file.kind === 'history' || missing <= 0
        ? bytes
        : Buffer.concat([bytes, Buffer.alloc(missing)])
    await writeOwned(copy, join(walFolder, file.name), whole)
  }
}

async function recover(
  options: RestoreServerOptions,
  {
    copy,
    chosen,
    facts,
  }: { readonly copy: Copy; readonly chosen: Chosen; readonly facts: BaseFacts },
): Promise<Reached & { readonly erased: number }> {
  const { moment, onStep } = options
  onStep?.('recover')
  let erased = 0
  const look = async (running: RunningCopy) => {
    onStep?.('erase')
    erased = await eraseAgain(options, facts, running.urlOf)
    const run = (program: string, words: readonly string[]) => runAs(copy, program, words)
    await options.inspect?.({ ...running, facts, run })
  }
  const restoreCommand = `cp "${join(copy.folder, walFolder)}/%f" "%p"`
  const { superuser, preparedMax } = facts
  const hasHoles = chosen.holes.length > 0
  const recovery = { copy, moment, restoreCommand, superuser, preparedMax, hasHoles, look }
  return { ...(await recoverCopy(recovery)), erased }
}

async function finish(copy: Copy, { preparedMax }: BaseFacts): Promise<void> {
  await rm(join(copy.folder, walFolder), { recursive: true, force: true })
  await finishCopy(copy, preparedMax)
  await rm(join(copy.folder, markFile), { force: true })
}
