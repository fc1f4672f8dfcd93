// `acervo audit verify`: whether everything that was audited stands as it was sealed. The exit code is the answer.
import { type VerifyReport, verifyAudit } from '../kernel/work/index.ts'
import { databaseOption, toAuditPlace } from './audit-place.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'audit verify',
  summary: {
    en: 'compare the audit with the checkpoints outside the database; name the first bad event',
    es: 'compara la auditoría con los sellos de fuera de la base; nombra el primer suceso alterado',
  },
  arguments: [],
  options: { database: databaseOption },
  runs: 'inside',
  notes: {
    en: 'Ends with 1 where anything does not stand as it was sealed. unsealed = committed in the last moments; erased = personal values were erased, the event stands.',
    es: 'Termina en 1 si algo no está como se selló. unsealed = confirmado hace un momento; erased = se borraron valores personales, el suceso sigue.',
  },
  run: async ({ io, config, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const reports = await verifyAudit(acervo, toAuditPlace(config, io, options.database))
    const isWell = reports.every(({ ok }) => ok)
    if (options.json) await io.out(`${JSON.stringify({ ok: isWell, databases: reports })}\n`)
    else await io.out(renderReports(reports, io))
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

function renderReports(reports: readonly VerifyReport[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['base', 'estado', 'sellados', 'sin sellar', 'sellos', 'borrados', 'raíz']
      : ['database', 'state', 'sealed', 'unsealed', 'checkpoints', 'erased', 'root']
  const rows = reports.map((one) => [
    one.database,
    one.ok ? 'ok' : 'BAD',
    one.sealed + one.ahead,
    one.unsealed,
    one.checkpoints,
    one.erased,
    one.root.slice(0, 16),
  ])
  const bad = reports.flatMap(({ database, first }) => {
    if (first === undefined) return []
    const { fault, position, eventId, message } = first
    const where = [
      ...(position === undefined ? [] : [`#${position}`]),
      ...(eventId === undefined ? [] : [eventId]),
    ]
    return [`${database}: ${fault} ${where.join(' ')}: ${message}\n`]
  })
  return renderTable(header, rows, io) + bad.join('')
}
