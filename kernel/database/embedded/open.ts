// Opens the embedded target: takes the directory's lock, opens <data directory>/pg, gives the lock back at close.
// Without a directory everything lives in memory and ends with the process.
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { toDirectoryError } from './directory-errors.ts'
import { lockDirectory } from './directory-lock.ts'
import { EmbeddedEngine } from './engine.ts'
import type { ExtensionName } from './extensions.ts'
import {
  besideOf,
  canServe,
  clearUnfinished,
  copyReadyDirectory,
  exists,
  type ReadyDirectory,
} from './ready-directory.ts'
import { EmbeddedTarget } from './target.ts'

export interface EmbeddedOptions {
  /** Absent: in memory. */
  readonly dataDirectory?: string | undefined
  readonly extensions?: readonly ExtensionName[] | undefined
  readonly waitMs?: number | undefined
  /** What a new data directory holds; without it, it is created empty. */
  readonly ready?: ReadyTarget | undefined
}

export interface ReadyTarget {
  readonly build: (target: EmbeddedTarget) => Promise<void>
  /** Where what was built is kept for the next one; absent: nowhere. */
  readonly kept?: Omit<ReadyDirectory, 'build'> | undefined
}

export async function openEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedTarget> {
  const { dataDirectory, extensions, waitMs } = options
  if (dataDirectory === undefined) {
    const engine = await EmbeddedEngine.open({ extensions })
    return new EmbeddedTarget({ key: 'embedded:memory', engine, waitMs })
  }
  const onClose = await lockDirectory(dataDirectory)
  try {
    const directory = join(dataDirectory, 'pg')
    await clearUnfinished(dataDirectory, 'pg')
    if (!(await exists(directory))) await prepare(directory, options)
    const engine = await EmbeddedEngine.open({ directory, extensions })
    return new EmbeddedTarget({ key: `embedded:${dataDirectory}`, engine, waitMs, onClose })
  } catch (error) {
    // A full disk refuses this as well; what went wrong first is worth telling.
    await onClose().catch(() => undefined)
    throw toDirectoryError(error, dataDirectory)
  }
}

/** Built in memory, written beside and renamed: a process killed meanwhile leaves no half database behind. */
async function prepare(directory: string, { ready, extensions }: EmbeddedOptions): Promise<void> {
  const build = async (into: string): Promise<void> => {
    const engine = await EmbeddedEngine.open({ extensions })
    const target = new EmbeddedTarget({ key: `embedded:${into}`, engine })
    try {
      await ready?.build(target)
    } catch (error) {
      await target.close()
      throw error
    }
    await target.close(into)
  }
  const kept = ready?.kept === undefined ? undefined : { ...ready.kept, build }
  if (kept !== undefined && (await canServe(kept))) return copyReadyDirectory(kept, directory)
  const beside = besideOf(directory)
  await build(beside)
  await rename(beside, directory)
}
