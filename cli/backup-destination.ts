// Where a backup is restored: a new folder for the embedded engine, or an empty physical database on a server.
import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import {
  type ExtensionName,
  openTargets,
  type Place,
  type Target,
  type Targets,
} from '../kernel/database/index.ts'
import { AcervoError, type Model } from '../kernel/index.ts'
import type { Option, OptionValues } from './command.ts'
import type { Io } from './terminal/io.ts'
import { toPlace } from './to-place.ts'

export const migrateUrlOption: Option = {
  type: 'string',
  value: 'URL',
  meaning: {
    en: 'the migrator there, where --to is the runtime login',
    es: 'el acceso que migra allí, si --to es el acceso en marcha',
  },
}

export interface Destination {
  /** Of a new folder. */
  readonly folder?: string
  /** Opened at the first wish. @throws ACV425 for a folder that holds something. */
  readonly target: () => Promise<Target>
  /** A new folder in which nothing was restored goes. */
  close(isRestored: boolean): Promise<void>
}

/** `more`: extensions of an embedded copy beside those that are declared. */
export function toDestination(
  to: string,
  model: Model,
  config: Config,
  { cwd }: Pick<Io, 'cwd'>,
  options: OptionValues,
  more: readonly ExtensionName[] = [],
): Destination {
  const folder = isUrl(to) ? undefined : resolve(cwd, to)
  let opening: Promise<Targets> | undefined
  return {
    ...(folder === undefined ? {} : { folder }),
    target: async () => {
      opening ??= open(folder ?? to, model, config, options, more)
      return first(await opening)
    },
    close: async (isRestored) => {
      const targets = await opening?.catch(() => undefined)
      await targets?.close()
      if (targets !== undefined && folder !== undefined && !isRestored)
        await rm(folder, { recursive: true, force: true })
    },
  }
}

const isUrl = (to: string): boolean => /^postgres(ql)?:\/\//.test(to)

async function open(
  to: string,
  model: Model,
  config: Config,
  options: OptionValues,
  more: readonly ExtensionName[],
): Promise<Targets> {
  const databases = [...model.databases.values()]
  const objects = databases.flatMap((one) => one.objects)
  const names = objects.flatMap((one) => (one.type === 'extension' ? [one.name] : []))
  const common = { databases: databases.map(({ schema }) => schema), allowPlain: config.plainHosts }
  if (isUrl(to)) {
    const place: Place = await toPlace(to, options['migrate-url'], config)
    return openTargets({ ...common, ...place })
  }
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new AcervoError('ACV425', `the folder ${to} is not empty`, {
      hint: 'Name a folder that is not there yet.',
    })
  return openTargets({
    ...common,
    dataDirectory: to,
    extensions: [...new Set([...names, ...more])],
  })
}

function first(targets: Targets): Target {
  const [target] = targets.all()
  if (target === undefined) throw new AcervoError('ACV425', 'no place to restore to is named')
  return target
}
