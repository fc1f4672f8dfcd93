import { describe, expect, test } from 'vitest'
import { AcervoError } from '../kernel/errors/index.ts'
import { parseCommandLine } from './arguments.ts'
import { type Command, defineCommand } from './command.ts'
import type { Language } from './terminal/io.ts'

async function refusal(argv: readonly string[], language: Language = 'en'): Promise<AcervoError> {
  const parsed = await parseCommandLine(argv, language).catch((error: unknown) => error)
  if (parsed instanceof AcervoError) return parsed
  throw new Error(`${argv.join(' ')} was accepted`)
}

test.each([
  [['strat'], "there is no command 'strat'", "Perhaps you meant 'start'."],
  [['migrat', 'plan'], "there is no command 'migrat'", "Perhaps you meant 'migrate'."],
  [['migrate', 'pln'], "'pln' is not possible here", "Perhaps you meant 'plan'."],
  [['start', '--prot', '1'], 'there is no option --prot', "Perhaps you meant '--port'."],
  [['health', '-x'], 'there is no option -x', 'Known: --data, --json, --help.'],
  [['--port', '1'], "'--port' stands where a command is expected", 'See acervo --help.'],
  [['start', '--port'], '--port needs a value', '--port PORT'],
  [['start', '--port', '--quiet'], '--port needs a value', '--port PORT'],
  [['start', '--port=1', '--port=2'], '--port is given twice', undefined],
  [['health', '--json=yes'], '--json takes no value', undefined],
  [['health', 'extra'], "'extra' is one word too many", 'See acervo health --help.'],
  [['schema'], 'database is missing', 'See acervo schema --help.'],
  [['constructor'], "there is no command 'constructor'", undefined],
])('%j is refused with what is wrong and what was meant', async (argv, message, hint) => {
  const error = await refusal(argv)
  expect(error.code).toBe('ACV605')
  expect(error.message).toBe(message)
  if (hint !== undefined) expect(error.hint).toBe(hint)
})

test.each([
  [['strat'], "no existe la orden 'strat'", "Quizá quiso decir 'start'."],
  [['start', '--prot', '1'], 'no existe la opción --prot', "Quizá quiso decir '--port'."],
  [['schema'], 'falta database', 'Consulte acervo schema --help.'],
])('%j is refused in Spanish too', async (argv, message, hint) => {
  const error = await refusal(argv, 'es')
  expect(error.message).toBe(message)
  expect(error.hint).toBe(hint)
})

test('names that every object has are no options', async () => {
  expect((await refusal(['health', '--toString'])).message).toBe('there is no option --toString')
  expect((await refusal(['health', '--__proto__=1'])).message).toBe(
    'there is no option --__proto__',
  )
})

test('options, arguments and what follows -- are told apart', async () => {
  const argv = ['sql', '-c', 'select 1', '--json', '--', 'global']
  expect(await parseCommandLine(argv, 'en')).toMatchObject({
    kind: 'run',
    line: {
      command: { name: 'sql' },
      options: { command: 'select 1', json: true },
      arguments: ['global'],
    },
  })
})

test('a lone dash is an argument: standard input', async () => {
  expect(await parseCommandLine(['import', 'global.party', '-'], 'en')).toMatchObject({
    line: { arguments: ['global.party', '-'] },
  })
})

test.each([
  [[], undefined],
  [['--help'], undefined],
  [['help', 'start'], 'start'],
  [['--help', 'start'], 'start'],
  [['start', '-h', '--port', '1'], 'start'],
  [['import', '--help'], 'import'],
])('%j asks for help', async (argv, name) => {
  const parsed = await parseCommandLine(argv, 'en')
  const found = parsed.kind === 'help' ? parsed.found : undefined
  expect(found?.kind === 'command' ? found.command.name : undefined).toBe(name)
  expect(parsed.kind).toBe('help')
})

describe('names of several words', () => {
  const named = (name: string, parts: Partial<Command> = {}) =>
    defineCommand({
      name,
      summary: { en: name, es: name },
      arguments: [],
      options: {},
      runs: 'inside',
      run: async () => 0,
      ...parts,
    })
  const words = { name: 'words', meaning: { en: 'w', es: 'p' }, isRest: true }
  const all = [
    named('ship sail', { arguments: [{ ...words, isRest: false }] }),
    named('ship find', { arguments: [words] }),
    named('ship crew list'),
    named('ship crew add'),
  ]
  const declared = async () => new Map(all.map((one) => [one.name, one]))
  const parse = (...argv: string[]) => parseCommandLine(argv, 'en', declared)

  test('the longest name wins and the rest are its arguments', async () => {
    expect(await parse('ship', 'sail', 'north', '--json')).toMatchObject({
      line: { command: { name: 'ship sail' }, arguments: ['north'], options: { json: true } },
    })
    expect(await parse('ship', 'crew', 'add')).toMatchObject({
      line: { command: { name: 'ship crew add' } },
    })
  })

  test('an argument that takes the rest needs no quotes', async () => {
    const line = { command: { name: 'ship find' }, arguments: ['Ana de la Cruz'] }
    expect(await parse('ship', 'find', 'Ana', 'de', '--json', 'la', 'Cruz')).toMatchObject({ line })
    await expect(parse('ship', 'find')).rejects.toThrow('words is missing')
  })

  test('a group runs its list, or lists its members', async () => {
    expect(await parse('ship', 'crew')).toMatchObject({
      line: { command: { name: 'ship crew list' } },
    })
    expect(await parse('ship', 'crew', '--json')).toMatchObject({
      line: { options: { json: true } },
    })
    expect(await parse('ship')).toMatchObject({ kind: 'help', found: { name: 'ship' } })
    expect(await parse('ship', 'crew', '--help')).toMatchObject({ found: { name: 'ship crew' } })
    expect(await parse('help', 'ship', 'sail')).toMatchObject({
      found: { command: { name: 'ship sail' } },
    })
  })

  test.each([
    [
      ['ship', 'crew', 'ad'],
      "there is no command 'ship crew ad'",
      "Perhaps you meant 'ship crew add'.",
    ],
    [['ship', 'sial'], "there is no command 'ship sial'", "Perhaps you meant 'ship sail'."],
    [['shp'], "there is no command 'shp'", "Perhaps you meant 'ship'."],
  ])('%j is refused with the nearest', async (argv, message, hint) => {
    await expect(parse(...argv)).rejects.toMatchObject({ message, hint })
  })

  test('a command of ours never waits for the declarations', async () => {
    const broken = () => Promise.reject(new Error('asked'))
    expect(await parseCommandLine(['health'], 'en', broken)).toMatchObject({ kind: 'run' })
    await expect(parseCommandLine(['healt'], 'en', broken)).rejects.toThrow('asked')
  })
})
