// The process a command runs in, for tests of commands: a platform that is open already, and nothing to close.
import { toActionCommands } from '../../cli/action-commands.ts'
import type { Host } from '../../cli/run-command.ts'
import { readConfig } from '../../config.ts'
import type { Model, System } from '../../kernel/index.ts'

interface HostOptions {
  readonly systems?: readonly System[]
  /** As in the environment; the data directory is the project's folder too. */
  readonly variables?: Readonly<Record<string, string>>
  /** Of another process's caller, as through the control socket. */
  readonly isShared?: boolean
}

export function makeHost(
  acervo: { readonly model: Model },
  { systems = [], variables = {}, isShared = true }: HostOptions = {},
): Host {
  const config = readConfig(variables)
  return {
    isShared,
    configure: () => config,
    runElsewhere: async () => undefined,
    open: async () => ({
      acervo: acervo as never,
      project: { file: undefined, systems },
      config,
      cwd: variables.ACERVO_DATA_DIR ?? '/somewhere',
      isShared: true,
      announce: async () => undefined,
    }),
    declared: async () => toActionCommands(acervo.model),
    close: async () => undefined,
  }
}
