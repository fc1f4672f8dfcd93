// One command from argv to exit code, as a recipe: parse, configure, choose the process, run, report.
// Both sides of the control socket come through here; what differs is the host.
import type { Config, Given } from '../config.ts'
import { AcervoError, isAcervoError } from '../kernel/errors/index.ts'
import { type CommandLine, generalOptions, parseCommandLine } from './arguments.ts'
import { type Command, type OptionValues, placeOf } from './command.ts'
import { loadCommands } from './commands.ts'
import type { FoundCommand } from './find-command.ts'
import { renderGroup, renderHelp, renderOverview } from './help.ts'
import { readVersion } from './package-file.ts'
import type { Platform, PlatformWish } from './platform.ts'
import type { Io } from './terminal/io.ts'
import { exitCodes } from './terminal/io.ts'
import { reportProblem } from './terminal/problem.ts'
import { texts } from './terminal/texts.ts'

/** The process a command runs in: where its configuration and its platform come from. */
export interface Host {
  configure(overrides: ReadonlyMap<string, Given>): Config
  /** Runs the command in the process that holds the database, if that is another one. */
  runElsewhere(argv: readonly string[], config: Config, io: Io): Promise<number | undefined>
  open(wish: PlatformWish, config: Config, io: Io): Promise<Platform>
  /** Commands of the systems' actions, by name. */
  declared(io: Io): Promise<ReadonlyMap<string, Command>>
  /** After each command; closes what the command opened. */
  close(): Promise<void>
  /** Of another process's caller: commands that start or end a process are refused. */
  readonly isShared: boolean
}

const attemptsMax = 5

export async function runCommand(argv: readonly string[], io: Io, host: Host): Promise<number> {
  try {
    return await run(argv, io, host)
  } catch (error) {
    return reportProblem(error, io, argv.includes('--json'))
  }
}

async function run(argv: readonly string[], io: Io, host: Host): Promise<number> {
  const parsed = await parseCommandLine(argv, io.language, () => host.declared(io))
  if (parsed.kind === 'help') {
    await io.out(await renderFound(parsed.found, io, host))
    const isAsked = argv.some((word) => /^(--help|-h|help)$/.test(word))
    return isAsked ? exitCodes.ok : exitCodes.usage
  }
  if (parsed.kind === 'version') {
    await io.out(`${await readVersion()}\n`)
    return exitCodes.ok
  }
  const { command, options, arguments: words } = parsed.line
  const place = placeOf(command, words)
  if (host.isShared && place === 'here') throw notShared(command, io)
  const config = host.configure(toOverrides(command, options))
  if (place === 'here') return runHere(parsed.line, config, io, host)
  for (let attempt = 1; ; attempt++) {
    const code = await host.runElsewhere(argv, config, io)
    if (code !== undefined) return code
    try {
      return await runHere(parsed.line, config, io, host)
    } catch (error) {
      // Another process took the directory in between; commands open before they do anything.
      const isTaken = isAcervoError(error) && error.code === 'ACV313'
      if (!isTaken || host.isShared || attempt === attemptsMax) throw error
    }
  }
}

async function renderFound(found: FoundCommand | undefined, io: Io, host: Host): Promise<string> {
  const { language } = io
  if (found?.kind === 'command') return renderHelp(found.command, language)
  if (found?.kind === 'group') return renderGroup(found.name, found.commands, language)
  const own = await loadCommands()
  try {
    return renderOverview([...own, ...(await host.declared(io)).values()], language)
  } catch (error) {
    // Whoever asks for help may be mending just this.
    await reportProblem(error, io, false)
    return renderOverview(own, language)
  }
}

async function runHere(line: CommandLine, config: Config, io: Io, host: Host): Promise<number> {
  const { command, options, arguments: words } = line
  try {
    const open = (wish: PlatformWish = {}) => host.open(wish, config, io)
    return await command.run({ io, config, options, arguments: words, open })
  } finally {
    await host.close()
  }
}

/** Options that stand for a variable, so that one place checks both. */
function toOverrides(command: Command, values: OptionValues): ReadonlyMap<string, Given> {
  const overrides = new Map<string, Given>()
  for (const [name, option] of Object.entries({ ...command.options, ...generalOptions })) {
    const value = values[name]
    if (option.variable === undefined || typeof value !== 'string') continue
    overrides.set(option.variable, { value, source: `--${name}` })
  }
  return overrides
}

function notShared({ name }: Command, { language }: Io): AcervoError {
  return new AcervoError('ACV605', texts.notShared(name)[language])
}
