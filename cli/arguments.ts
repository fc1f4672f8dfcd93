// argv -> a command with its options and arguments, checked; node:util splits, this file judges.
import { parseArgs } from 'node:util'
import { AcervoError } from '../kernel/errors/index.ts'
import type { Command, Option, OptionValues } from './command.ts'
import { type Declared, type FoundCommand, findCommand } from './find-command.ts'
import type { Language } from './terminal/io.ts'
import { nearestText, texts } from './terminal/texts.ts'

/** Understood by every command. */
export const generalOptions: Readonly<Record<string, Option>> = Object.freeze({
  data: {
    type: 'string',
    value: 'FOLDER',
    variable: 'ACERVO_DATA_DIR',
    meaning: { en: 'data directory (.acervo)', es: 'carpeta de datos (.acervo)' },
  },
  json: {
    type: 'boolean',
    meaning: { en: 'one JSON value instead of text', es: 'un valor JSON en vez de texto' },
  },
  help: { type: 'boolean', short: 'h', meaning: { en: 'this help', es: 'esta ayuda' } },
})

export interface CommandLine {
  readonly command: Command
  readonly options: OptionValues
  readonly arguments: readonly string[]
}

export type Parsed =
  | { readonly kind: 'run'; readonly line: CommandLine }
  | { readonly kind: 'help'; readonly found: FoundCommand | undefined }
  | { readonly kind: 'version' }

const noneDeclared: Declared = async () => new Map()

/** @throws ACV605 naming what was not understood and the nearest name. */
export async function parseCommandLine(
  argv: readonly string[],
  language: Language,
  declared: Declared = noneDeclared,
): Promise<Parsed> {
  const [name, ...others] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const isBare = others.length === 0
    const found = isBare ? undefined : await findCommand([...others, '--help'], language, declared)
    return { kind: 'help', found }
  }
  if (name === '--version') return { kind: 'version' }
  const found = await findCommand(argv, language, declared)
  if (found.kind === 'group') return { kind: 'help', found }
  const { command, rest } = found
  const known = { ...command.options, ...generalOptions }
  const { options, words } = parseOptions(rest, known, language)
  if (options.help) return { kind: 'help', found }
  const given = joinRest(command, words)
  checkArguments(command, given, language)
  return { kind: 'run', line: { command, options, arguments: given } }
}

/** Words of one argument, as people type them without quotes. */
function joinRest({ arguments: declared }: Command, words: readonly string[]): readonly string[] {
  const last = declared.length - 1
  if (declared[last]?.isRest !== true || words.length <= last) return words
  return [...words.slice(0, last), words.slice(last).join(' ')]
}

function parseOptions(
  argv: readonly string[],
  known: Readonly<Record<string, Option>>,
  language: Language,
): { readonly options: OptionValues; readonly words: readonly string[] } {
  const shapes = Object.entries(known).map(([name, { type, short }]) => [
    name,
    { type, ...(short === undefined ? {} : { short }) },
  ])
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(shapes),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const options: Record<string, string | true> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    options[token.name] = checkOption(token, known, options, language)
  }
  return { options: Object.freeze(options), words: positionals }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function checkOption(
  { name, rawName, value, inlineValue }: OptionToken,
  known: Readonly<Record<string, Option>>,
  seen: Readonly<Record<string, string | true>>,
  language: Language,
): string | true {
  const option = Object.hasOwn(known, name) ? known[name] : undefined
  if (option === undefined) {
    const names = Object.keys(known).map((one) => `--${one}`)
    throw new AcervoError('ACV605', texts.noOption(rawName)[language], {
      hint: nearestText(rawName, names, language),
    })
  }
  if (Object.hasOwn(seen, name)) {
    throw new AcervoError('ACV605', texts.optionTwice(rawName)[language])
  }
  if (option.type === 'boolean') {
    if (value === undefined) return true
    throw new AcervoError('ACV605', texts.optionTakesNone(rawName)[language], { details: value })
  }
  const isForgotten = value === undefined || (!inlineValue && value.startsWith('--'))
  if (isForgotten) {
    throw new AcervoError('ACV605', texts.optionNeedsValue(rawName)[language], {
      hint: `${rawName} ${option.value ?? 'VALUE'}`,
    })
  }
  return value
}

function checkArguments(command: Command, words: readonly string[], language: Language): void {
  const help = { hint: texts.seeHelp(command.name)[language] }
  const surplus = words[command.arguments.length]
  if (surplus !== undefined) {
    throw new AcervoError('ACV605', texts.tooManyArguments(surplus)[language], help)
  }
  command.arguments.forEach((argument, index) => {
    const word = words[index]
    if (word === undefined) {
      if (argument.isOptional) return
      throw new AcervoError('ACV605', texts.missingArgument(argument.name)[language], {
        details: argument.meaning[language],
        ...help,
      })
    }
    if (argument.allowed?.includes(word) === false) {
      throw new AcervoError('ACV605', texts.wrongArgument(word)[language], {
        details: argument.allowed.join(', '),
        hint: nearestText(word, argument.allowed, language),
      })
    }
  })
}
