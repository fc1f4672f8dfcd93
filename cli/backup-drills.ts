// `acervo backup drills`: what drills found and took, newest first; and which backups nobody has restored in a day.
import {
  findUndrilled,
  type KeptDrill,
  listBackups,
  listDrills,
  type Undrilled,
} from '../kernel/backup/index.ts'
import { openStore, storeOption, trustedOf } from './backup-place.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

const shown = 30

export const command = defineCommand({
  name: 'backup drills',
  summary: {
    en: 'show what drills found and took (RPO, RTO), and backups never restored in a day',
    es: 'muestra qué encontraron y costaron los simulacros (RPO, RTO) y las copias de más de un día sin restaurar',
  },
  arguments: [],
  options: { store: storeOption },
  runs: 'here',
  notes: {
    en: 'RTO = from the first byte read to the last check. RPO = what was lost had all gone just before that backup was whole.\nEnds with 1 where a backup older than a day was never restored, or the last drill of one went wrong.',
    es: 'RTO = del primer byte leído a la última comprobación. RPO = lo que se perdía si todo caía justo antes de estar entera\naquella copia. Termina en 1 si una copia de más de un día nunca se restauró, o si el último simulacro de una fue mal.',
  },
  run: async ({ io, config, options }) => {
    const store = await openStore(config, io, options)
    const trusted = trustedOf(config, io)
    const drills = await listDrills(store, { trusted, last: shown })
    const listed = await listBackups(store, trusted)
    const undrilled = findUndrilled(listed, new Date())
    const isWell = undrilled.length === 0 && listed.every(({ drill }) => drill?.ok !== false)
    if (options.json) await io.out(`${JSON.stringify({ ok: isWell, undrilled, drills })}\n`)
    else await io.out(render(drills, undrilled, io))
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

function render(drills: readonly KeptDrill[], undrilled: readonly Undrilled[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['simulacro', 'copia', '', 'RTO s', 'RPO s', 'filas', 'firmado']
      : ['drill', 'backup', '', 'RTO s', 'RPO s', 'rows', 'signed']
  const rows = drills.map(({ at, name, ok, seconds, rpoSeconds = '', rows: count, signed }) => [
    ...[at.slice(0, 19), name, ok ? 'ok' : 'BAD', seconds, rpoSeconds],
    ...[count.toLocaleString(io.language), signed],
  ])
  const late = undrilled.map(({ name, hours }) =>
    io.language === 'es'
      ? `${name}: ${hours} h y nunca restaurada\n`
      : `${name}: ${hours} h and never restored\n`,
  )
  return renderTable(header, rows, io) + late.join('')
}
