// Commands from the actions that tables offer: arguments and options are the action's inputs, the answer is
// what it prints, or the plain tables of action-print.ts. No name of an action is known here.
import {
  AcervoError,
  type ActionCommand,
  type ActionInput,
  type ActionModel,
  type ActionOffer,
  type Model,
  readTexts,
  type TableModel,
} from '../kernel/index.ts'
import { printPlainly } from './action-print.ts'
import {
  type Argument,
  type Command,
  type CommandContext,
  defineCommand,
  type Option,
} from './command.ts'
import { toPrincipal } from './intake-options.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'
import { texts } from './terminal/texts.ts'

interface Commanded {
  readonly table: TableModel
  readonly action: ActionModel
  readonly offer: ActionOffer
  readonly command: ActionCommand
}

const made = new WeakMap<Model, ReadonlyMap<string, Command>>()

/** By name, in the order of the declarations. */
export function toActionCommands(model: Model): ReadonlyMap<string, Command> {
  const known = made.get(model)
  if (known !== undefined) return known
  const commands = listCommanded(model).map(toCommand)
  const byName = new Map(commands.map((command) => [command.name, command]))
  made.set(model, byName)
  return byName
}

function listCommanded(model: Model): readonly Commanded[] {
  const tables = [...model.databases.values()].flatMap((database) => [...database.tables.values()])
  return tables.flatMap((table) =>
    [...table.actions.values()].flatMap((action) => {
      const { offer } = action
      if (offer === undefined) return []
      return (offer.commands ?? []).map((command) => ({ table, action, offer, command }))
    }),
  )
}

function toCommand(commanded: Commanded): Command {
  const { action, offer, command } = commanded
  const { arguments: named, given = {} } = command
  const others = Object.entries(offer.input).filter(
    ([name]) => !named.includes(name) && !Object.hasOwn(given, name),
  )
  return defineCommand({
    name: command.words.join(' '),
    summary: command.summary ?? action.summary,
    arguments: named.map((name, at) => {
      const isRest = command.takesRest === true && at === named.length - 1
      return toArgument(name, offer.input[name], isRest)
    }),
    options: {
      ...Object.fromEntries(others.map(([name, input]) => [toDashes(name), toOption(input)])),
      claims,
    },
    runs: 'inside',
    run: (context) => run(commanded, context),
  })
}

const claims: Option = {
  type: 'string',
  value: 'NAME=VALUE',
  meaning: {
    en: 'act with these claims, separated by ;',
    es: 'actúa con estas atribuciones, separadas por ;',
  },
}

async function run(commanded: Commanded, context: CommandContext): Promise<number> {
  const { table, action, offer } = commanded
  const { io, options, open } = context
  const input = readTexts(offer, listGiven(commanded, context))
  const { acervo } = await open({ migrations: 'inspect' })
  const named = { database: table.database, table: table.name, action: action.name }
  const principal = toPrincipal(options.claims)
  const { output } = await acervo.act(principal, { ...named, input }, { signal: io.signal })
  if (options.json) {
    await io.out(`${output}\n`)
    return exitCodes.ok
  }
  const print = offer.print ?? printPlainly
  await io.out(renderSheets(print(JSON.parse(output), io.language), io))
  return exitCodes.ok
}

/** @throws ACV605 for an option that must be there. */
function listGiven(
  { offer, command }: Commanded,
  { options, arguments: words, io }: CommandContext,
): readonly (readonly [string, string])[] {
  const given = Object.entries(command.given ?? {})
  for (const [name, { meaning, isOptional }] of Object.entries(offer.input)) {
    if (command.given !== undefined && Object.hasOwn(command.given, name)) continue
    const place = command.arguments.indexOf(name)
    const option = options[toDashes(name)]
    const value = place === -1 ? (option === true ? 'true' : option) : words[place]
    if (value !== undefined) given.push([name, value])
    else if (isOptional !== true)
      throw new AcervoError('ACV605', texts.missingArgument(`--${toDashes(name)}`)[io.language], {
        details: meaning[io.language],
        hint: texts.seeHelp(command.words.join(' '))[io.language],
      })
  }
  return given
}

function toArgument(name: string, input: ActionInput | undefined, isRest: boolean): Argument {
  const words = toWords(input)
  return {
    name: toDashes(name),
    meaning: input?.meaning ?? { en: name, es: name },
    ...(input?.isOptional === true ? { isOptional: true } : {}),
    ...(words === undefined ? {} : { allowed: words }),
    ...(isRest ? { isRest } : {}),
  }
}

function toOption(input: ActionInput): Option {
  const { schema, meaning } = input
  if (schema.type === 'boolean') return { type: 'boolean', meaning }
  const isNumber = schema.type === 'integer' || schema.type === 'number'
  const value = toWords(input)?.join('|') ?? (isNumber ? 'NUMBER' : 'TEXT')
  return { type: 'string', value, meaning }
}

function toWords(input: ActionInput | undefined): readonly string[] | undefined {
  const values = input?.schema.enum
  return Array.isArray(values) ? values.map(String) : undefined
}

/** `decisionId` -> `decision-id`. */
function toDashes(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
