// `acervo --help` and `acervo <command> --help`, from the registry; docs/reference/cli.md says the same.
import { generalOptions } from './arguments.ts'
import type { Argument, Command, Option } from './command.ts'
import type { Language } from './terminal/io.ts'

export function renderOverview(commands: readonly Command[], language: Language): string {
  return renderCommands('', commands, language)
}

/** Commands that share their first words. */
export function renderGroup(
  name: string,
  commands: readonly Command[],
  language: Language,
): string {
  return renderCommands(`${name} `, commands, language)
}

function renderCommands(prefix: string, commands: readonly Command[], language: Language): string {
  const rows = commands.map(({ name, summary }) => [name, summary[language]] as const)
  const [usage, list, more] =
    language === 'es'
      ? [
          `Uso: acervo ${prefix}<orden> [opciones]`,
          'Órdenes:',
          `Cada orden tiene su ayuda: acervo ${prefix}<orden> --help`,
        ]
      : [
          `Usage: acervo ${prefix}<command> [options]`,
          'Commands:',
          `Every command has its own help: acervo ${prefix}<command> --help`,
        ]
  return `${usage}\n\n${list}\n${renderRows(rows)}\n${more}\n`
}

export function renderHelp(command: Command, language: Language): string {
  const isSpanish = language === 'es'
  const parts = [
    `${renderUsage(command, isSpanish ? 'Uso' : 'Usage')}\n\n${command.summary[language]}\n`,
  ]
  if (command.arguments.length > 0) {
    const rows = command.arguments.map(({ name, meaning }) => [name, meaning[language]] as const)
    parts.push(`${isSpanish ? 'Argumentos' : 'Arguments'}:\n${renderRows(rows)}`)
  }
  const rows = describeOptions(command).map(
    ([name, option]) => [name, option.meaning[language]] as const,
  )
  parts.push(`${isSpanish ? 'Opciones' : 'Options'}:\n${renderRows(rows)}`)
  if (command.notes !== undefined) parts.push(`${command.notes[language]}\n`)
  return parts.join('\n')
}

export function renderUsage({ name, arguments: declared }: Command, word: string): string {
  return [`${word}: acervo`, name, ...declared.map(toPlaceholder), '[--…]'].join(' ')
}

/** `-c, --command SQL` and its option, the command's own before the general ones. */
export function describeOptions(command: Command): readonly (readonly [string, Option])[] {
  return Object.entries({ ...command.options, ...generalOptions }).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''
    return [`${short}--${name}${value}`, option] as const
  })
}

function toPlaceholder({ name, allowed, isOptional, isRest }: Argument): string {
  const word = allowed === undefined ? `<${name}>${isRest ? ' …' : ''}` : allowed.join('|')
  return isOptional ? `[${word}]` : word
}

function renderRows(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}
