// The host of an ordinary process: reads the environment, opens the platform for itself, and when
// another process holds the embedded database lends that one the terminal instead.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Config, readConfig } from '../config.ts'
import { findLockOwner } from '../kernel/database/index.ts'
import { AcervoError } from '../kernel/errors/index.ts'
import type { Command } from './command.ts'
import { connectControl, runThere } from './control/caller.ts'
import { type ControlPlace, readPlace } from './control/place.ts'
import type { Platform, PlatformWish } from './platform.ts'
import type { Host } from './run-command.ts'
import type { Io } from './terminal/io.ts'
import { texts } from './terminal/texts.ts'

/** A first start creates a database before it answers. */
const answerTimeoutMs = 60_000
const answerPollMs = 50
const patienceMs = 1_000

type Opened = Platform & { close(): Promise<void> }

export function createProcessHost(): Host {
  let opened: Promise<Opened> | undefined
  return {
    isShared: false,
    configure: (overrides) => readConfig(undefined, overrides),
    runElsewhere,
    open: (wish, config, io) => {
      opened ??= openHere(wish, config, io)
      return opened
    },
    declared: listDeclared,
    close: async () => {
      const platform = await opened?.catch(() => undefined)
      opened = undefined
      await platform?.close()
    },
  }
}

/** From the declarations alone: which process will run the command is not known yet. */
async function listDeclared({ cwd }: Io): Promise<ReadonlyMap<string, Command>> {
  const [{ loadProject }, { defineModel }, { toActionCommands }] = await Promise.all([
    import('./project.ts'),
    import('../kernel/index.ts'),
    import('./action-commands.ts'),
  ])
  const { systems } = await loadProject(cwd, readConfig(undefined, new Map()))
  return toActionCommands(defineModel(systems))
}

export function isEmbedded({ databaseUrl, migrateUrl }: Config): boolean {
  return databaseUrl === undefined && migrateUrl === undefined
}

async function runElsewhere(
  argv: readonly string[],
  config: Config,
  io: Io,
): Promise<number | undefined> {
  if (!isEmbedded(config)) return undefined
  const directory = resolve(io.cwd, config.dataDirectory)
  const deadline = Date.now() + answerTimeoutMs
  let owner = await findLockOwner(directory)
  let toldAt = Date.now() + patienceMs
  while (owner !== undefined && Date.now() < deadline && !io.signal.aborted) {
    const place = await readPlace(directory)
    const isTheirs = place !== undefined && place.pid === owner.pid
    const socket = isTheirs ? await connectControl(place.socket) : undefined
    const code = socket === undefined ? undefined : await runThere(socket, argv, io)
    if (code !== undefined) return code
    if (Date.now() > toldAt) {
      toldAt = Number.POSITIVE_INFINITY
      await io.err(`${texts.waiting(String(owner.pid))[io.language]}\n`)
    }
    await pause(answerPollMs)
    owner = await findLockOwner(directory)
  }
  if (owner !== undefined) throw held(directory, owner.pid, undefined, io)
  return undefined
}

async function openHere(wish: PlatformWish, config: Config, io: Io): Promise<Opened> {
  const directory = resolve(io.cwd, config.dataDirectory)
  if (isEmbedded(config)) {
    const owner = await findLockOwner(directory)
    if (owner !== undefined) throw held(directory, owner.pid, await readPlace(directory), io)
  }
  const isEmpty = isEmbedded(config) && !existsSync(join(directory, 'pg'))
  if (isEmpty && wish.migrations === 'inspect' && !(await isPlacedElsewhere(config, io))) {
    const words = texts.noDatabase(directory)[io.language]
    throw new AcervoError('ACV318', words.message, words)
  }
  const { openPlatform } = await import('./open-platform.ts')
  return openPlatform(wish, { ...config, dataDirectory: directory }, io)
}

/** A placement may name a server for every database: then none is embedded, and no directory is missing. */
async function isPlacedElsewhere(config: Config, { cwd }: Io): Promise<boolean> {
  if (config.placementFile === undefined) return false
  const [{ loadProject }, { defineModel, isPlacedWhole }, { readPlacement }] = await Promise.all([
    import('./project.ts'),
    import('../kernel/index.ts'),
    import('../kernel/database/index.ts'),
  ])
  const { systems } = await loadProject(cwd, config)
  return isPlacedWhole(defineModel(systems), readPlacement(resolve(cwd, config.placementFile)))
}

function held(
  directory: string,
  pid: number,
  place: ControlPlace | undefined,
  { language }: Io,
): AcervoError {
  const address = place !== undefined && place.pid === pid ? place.address : null
  const words = texts.held(directory, pid, address)[language]
  return new AcervoError('ACV313', words.message, words)
}
