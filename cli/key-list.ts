// `acervo key list`: the keys that are good, whose they are, how far they reach and when they were last used.
import { defineCommand } from './command.ts'
import { openStore, systemOption } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

const headers = {
  en: ['key', 'name', 'holder', 'scopes', 'expires', 'last used'],
  es: ['clave', 'nombre', 'de', 'permisos', 'caduca', 'último uso'],
} as const

export const command = defineCommand({
  name: 'key list',
  summary: {
    en: 'keys that are good, and whose they are',
    es: 'claves vigentes, y de quién son',
  },
  arguments: [],
  options: systemOption,
  runs: 'inside',
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const keys = await openStore(acervo, options).listApiKeys()
    const rows = keys.map(({ prefix, name, holder, scopes, expiresAt, lastUsedAt }) => [
      prefix,
      name,
      holder,
      scopes.join(' '),
      expiresAt,
      lastUsedAt,
    ])
    await io.out(
      options.json ? `${JSON.stringify(keys)}\n` : renderTable(headers[io.language], rows, io),
    )
    return exitCodes.ok
  },
})
