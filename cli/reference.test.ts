import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeConfig } from '../config.ts'
import { defineModel } from '../kernel/index.ts'
import { renderMetricsReference } from '../kernel/watch/index.ts'
import { systems } from '../systems/index.ts'
import { toActionCommands } from './action-commands.ts'
import type { Command } from './command.ts'
import { loadCommands } from './commands.ts'
import { renderHelp, renderOverview } from './help.ts'
import { renderCliReference, renderConfigReference } from './reference.ts'

const declared = toActionCommands(defineModel(systems))
const commands = [...(await loadCommands()), ...declared.values()]
const read = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'docs', 'reference', name), 'utf8')

test('docs/reference/cli.md says what the commands say (node scripts/docs.js writes it)', () => {
  expect(read('cli.md')).toBe(renderCliReference(commands))
})

test('docs/reference/configuration.md says what the variables are (node scripts/docs.js writes it)', () => {
  const page = read('configuration.md')
  expect(page).toBe(renderConfigReference())
  for (const { name } of describeConfig()) expect(page).toContain(`\`${name}\``)
})

test('docs/reference/metrics.md says what the lists say (node scripts/docs.js writes it)', () => {
  expect(read('metrics.md')).toBe(renderMetricsReference())
})

describe.each(commands.map((command) => [command.name, command] as const))(
  '%s',
  (name, command) => {
    test('says everything in both languages, and the two differ', () => {
      for (const { en, es } of textsOf(command)) {
        expect(en).not.toBe('')
        expect(es).not.toBe(en)
      }
    })

    test('its help names every argument and option', () => {
      for (const language of ['en', 'es'] as const) {
        const help = renderHelp(command, language)
        expect(help).toContain(command.summary[language])
        expect(help).toContain(`acervo ${name}`)
        for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`)
        for (const argument of command.arguments) expect(help).toContain(argument.meaning[language])
      }
    })
  },
)

test('the overview lists every command in both languages', async () => {
  for (const language of ['en', 'es'] as const) {
    const overview = renderOverview(commands, language)
    for (const { name, summary } of commands) {
      expect(overview).toContain(name)
      expect(overview).toContain(summary[language])
    }
  }
})

function textsOf({ summary, notes, arguments: declared, options }: Command) {
  return [
    summary,
    ...(notes === undefined ? [] : [notes]),
    ...declared.map(({ meaning }) => meaning),
    ...Object.values(options).map(({ meaning }) => meaning),
  ]
}
