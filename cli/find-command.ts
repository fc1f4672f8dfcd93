// The first words of a command line -> the command they name. A name has one word or several (`events lag`);
// the first words alone are a group, which lists its members, or runs its `list` where it has one.
import { AcervoError } from '../kernel/errors/index.ts'
import type { Command } from './command.ts'
import { commandNames, loadCommand } from './commands.ts'
import type { Language } from './terminal/io.ts'
import { nearestText, texts } from './terminal/texts.ts'

/** Commands that the systems declare, by name; asked only where no command of ours begins alike. */
export type Declared = () => Promise<ReadonlyMap<string, Command>>

export type FoundCommand =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: 'group'; readonly name: string; readonly commands: readonly Command[] }

interface Known {
  readonly names: readonly string[]
  load(name: string): Promise<Command>
}

/** @throws ACV605 with the nearest name. */
export async function findCommand(
  argv: readonly string[],
  language: Language,
  declared: Declared,
): Promise<FoundCommand> {
  const option = argv.findIndex((word) => word.startsWith('-'))
  const words = option === -1 ? argv : argv.slice(0, option)
  const [first] = words
  if (first === undefined) throw optionFirst(argv[0] ?? '', language)
  const known = await listKnown(first, declared)
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join(' ')
    if (known.names.includes(name))
      return { kind: 'command', command: await known.load(name), rest: argv.slice(length) }
    const members = known.names.filter((one) => one.startsWith(`${name} `))
    if (members.length === 0) continue
    if (length < words.length)
      throw noCommand(words.slice(0, length + 1).join(' '), members, language)
    const rest = argv.slice(length)
    const isHelp = rest.includes('--help') || rest.includes('-h')
    const list = `${name} list`
    if (!isHelp && members.includes(list))
      return { kind: 'command', command: await known.load(list), rest }
    return { kind: 'group', name, commands: await Promise.all(members.map(known.load)) }
  }
  throw noCommand(first, [...new Set([...commandNames, ...known.names].map(firstWord))], language)
}

async function listKnown(first: string, declared: Declared): Promise<Known> {
  if (commandNames.some((name) => firstWord(name) === first))
    return { names: commandNames, load: async (name) => assertThere(await loadCommand(name)) }
  const commands = await declared()
  return { names: [...commands.keys()], load: async (name) => assertThere(commands.get(name)) }
}

function assertThere(command: Command | undefined): Command {
  if (command === undefined) throw new AcervoError('ACV600', 'a listed command is not there')
  return command
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name
}

function optionFirst(word: string, language: Language): AcervoError {
  return new AcervoError('ACV605', texts.optionFirst(word)[language], {
    hint: texts.seeHelp('')[language],
  })
}

function noCommand(name: string, known: readonly string[], language: Language): AcervoError {
  return new AcervoError('ACV605', texts.noCommand(name)[language], {
    hint: nearestText(name, known, language),
  })
}
