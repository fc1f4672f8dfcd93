// `acervo health`: how each database does. The exit code is the answer for programs.
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'health',
  summary: {
    en: 'tell how each database does; ends with 0 only when all are well',
    es: 'dice cómo está cada base de datos; termina en 0 solo si todas están bien',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'degraded = migrations are pending (acervo migrate status); down = no answer (acervo doctor).',
    es: 'degraded = hay migraciones pendientes (acervo migrate status); down = no responde (acervo doctor).',
  },
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const rows = await acervo.health()
    const isWell = rows.every(({ status }) => status === 'ok')
    if (options.json) {
      const databases = Object.fromEntries(rows.map((row) => [row.database, row.status === 'ok']))
      await io.out(`${JSON.stringify({ ok: isWell, databases, details: rows })}\n`)
      return isWell ? exitCodes.ok : exitCodes.failed
    }
    const header =
      io.language === 'es'
        ? ['base', 'estado', 'versión', 'pendientes', 'ms', 'motivo']
        : ['database', 'status', 'version', 'pending', 'ms', 'reason']
    const cells = rows.map((row) => [
      row.database,
      row.status,
      row.version ?? '–',
      row.pending,
      row.latencyMs,
      row.reason,
    ])
    await io.out(renderTable(header, cells, io))
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})
