// `acervo elevation list`: who was let to act for which tenants, why and until when.
import { systemPrincipal } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'elevation list',
  summary: {
    en: 'who was let to act for which tenants, why and until when',
    es: 'a quién se dejó actuar por qué inquilinos, por qué y hasta cuándo',
  },
  arguments: [],
  options: {
    live: {
      type: 'boolean',
      meaning: { en: 'only those in force', es: 'solo las que están en vigor' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'The last 1,000, newest first. acervo elevation end ID takes one back.',
    es: 'Las últimas 1.000, la más reciente primero. acervo elevation end ID retira una.',
  },
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const rows = await acervo.elevations(systemPrincipal, { live: options.live === true })
    if (options.json) {
      await io.out(`${JSON.stringify(rows)}\n`)
      return exitCodes.ok
    }
    const header =
      io.language === 'es'
        ? ['id', 'quién', 'inquilinos', 'por qué', 'hasta', 'retirada']
        : ['id', 'who', 'tenants', 'why', 'until', 'taken back']
    const cells = rows.map((row) => [
      row.id,
      row.actor,
      row.tenants.join(' '),
      row.reason,
      row.expiresAt,
      row.revokedAt === null ? '–' : `${row.revokedAt} ${row.revokedBy}`,
    ])
    await io.out(renderTable(header, cells, io))
    return exitCodes.ok
  },
})
