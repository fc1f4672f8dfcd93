// Opens the platform in this process and, where that takes an embedded data directory, lends it to
// the commands of other processes for as long as it is open.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { createAcervo } from '../kernel/index.ts'
import { toActionCommands } from './action-commands.ts'
import { openControl } from './control/owner.ts'
import { openPlacementReader } from './placement-file.ts'
import type { Platform, PlatformWish } from './platform.ts'
import { loadProject, type Project } from './project.ts'
import { type Host, runCommand } from './run-command.ts'
import { findRuntimeUrl } from './runtime-login.ts'
import type { Io } from './terminal/io.ts'

export type OpenedPlatform = Platform & { close(): Promise<void> }

/** `config.dataDirectory` is absolute here. */
export async function openPlatform(
  wish: PlatformWish,
  config: Config,
  io: Io,
): Promise<OpenedPlatform> {
  const project = await loadProject(io.cwd, config)
  const databaseUrl = await findRuntimeUrl(config)
  const acervo = await createAcervo(toOptions(project, wish, { ...config, databaseUrl }, io))
  const parts = { acervo, project, config, cwd: io.cwd, announce: async () => undefined }
  if (acervo.engine !== 'embedded') {
    return Object.freeze({ ...parts, isShared: false, close: () => acervo.close() })
  }
  try {
    const host = createSharedHost(Object.freeze({ ...parts, isShared: true }))
    const control = await openControl(config.dataDirectory, (argv, remote) =>
      runCommand(argv, remote, host),
    )
    const close = async (): Promise<void> => {
      await control.close(io.signal)
      await acervo.close()
    }
    return Object.freeze({ ...parts, isShared: false, announce: control.announce, close })
  } catch (error) {
    await acervo.close()
    throw error
  }
}

/** The host of commands that came through the control socket. */
function createSharedHost(platform: Platform): Host {
  return {
    isShared: true,
    configure: () => platform.config,
    runElsewhere: async () => undefined,
    open: async () => platform,
    declared: async () => toActionCommands(platform.acervo.model),
    close: async () => undefined,
  }
}

function toOptions(project: Project, wish: PlatformWish, config: Config, io: Io) {
  const { databaseUrl, migrateUrl, replicaUrl, dataDirectory, plainHosts, keyFile } = config
  const modules = join(io.cwd, 'node_modules')
  return {
    systems: project.systems,
    dataDirectory,
    home: io.cwd,
    allowPlain: plainHosts,
    signal: io.signal,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(migrateUrl === undefined ? {} : { migrateUrl }),
    ...(replicaUrl === undefined ? {} : { replicaUrl }),
    ...(keyFile === undefined ? {} : { keyFile: resolve(io.cwd, keyFile) }),
    placement: openPlacementReader(config, io.cwd),
    ...(existsSync(modules) ? { cacheDirectory: join(modules, '.cache', 'acervo') } : {}),
    ...wish,
  }
}
