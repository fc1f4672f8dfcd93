// `acervo config`: what is in force and where it comes from; secrets masked. Opens nothing.
import { type Config, describeConfig, maskSecret } from '../config.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

interface Setting {
  readonly name: string
  readonly value: string | null
  readonly source: string
  readonly isReserved: boolean
}

export const command = defineCommand({
  name: 'config',
  summary: {
    en: 'show the settings in force, secrets masked',
    es: 'muestra los ajustes en vigor, con los secretos ocultos',
  },
  arguments: [],
  options: {},
  runs: 'here',
  notes: {
    en: 'Settings come from the environment; docs/reference/configuration.md says what each means.',
    es: 'Los ajustes vienen del entorno; docs/reference/configuration.md explica cada uno.',
  },
  run: async ({ io, config, options }) => {
    const settings = listSettings(config)
    if (options.json) {
      await io.out(`${JSON.stringify(settings)}\n`)
      return exitCodes.ok
    }
    const isSpanish = io.language === 'es'
    const header = isSpanish ? ['variable', 'valor', 'origen'] : ['variable', 'value', 'from']
    const rows = settings.map(({ name, value, source }) => [name, value ?? '–', source])
    await io.out(renderTable(header, rows, io))
    const idle = settings.filter(({ value, isReserved }) => value !== null && isReserved)
    for (const { name } of idle) {
      await io.err(
        isSpanish
          ? `${name} tiene valor, pero nada de esta versión lo usa.\n`
          : `${name} is set, but nothing of this version uses it.\n`,
      )
    }
    return exitCodes.ok
  },
})

function listSettings({ given }: Config): readonly Setting[] {
  return describeConfig().map(({ name, secret, fallback, reserved }) => {
    const found = given.get(name)
    const value = found?.value ?? fallback ?? null
    return {
      name,
      value: secret && value !== null ? maskSecret(value) : value,
      source: found?.source ?? (value === null ? '' : 'default'),
      isReserved: reserved,
    }
  })
}
