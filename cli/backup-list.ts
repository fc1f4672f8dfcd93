// `acervo backup list`: which backups there are, newest first, and what the last drill of each found.
import { databasesOf, type ListedBackup, listBackups } from '../kernel/backup/index.ts'
import { openStore, storeOption, toSize } from './backup-place.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'backup list',
  summary: { en: 'show the backups of a store', es: 'muestra las copias de un almacén' },
  arguments: [],
  options: { store: storeOption },
  runs: 'here',
  notes: {
    en: 'half = never finished; changed = its manifest is not what was written. Files themselves: acervo backup verify.',
    es: 'half = nunca terminó; changed = su manifiesto no es el que se escribió. Los ficheros mismos: acervo backup verify.',
  },
  run: async ({ io, config, options }) => {
    const listed = await listBackups(await openStore(config, io, options))
    if (options.json) await io.out(`${JSON.stringify(listed.map(toTold))}\n`)
    else await io.out(render(listed, io))
    return exitCodes.ok
  },
})

function toTold({ name, state, manifest, drill }: ListedBackup) {
  if (manifest === undefined) return { name, state }
  const { takenAt, label, keepDays, content, embeddings, sealed, files } = manifest
  return {
    ...{ name, state, takenAt, label, keepDays, content, embeddings, sealed },
    databases: databasesOf(manifest).map((one) => one.name),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    drill,
  }
}

function render(listed: readonly ListedBackup[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['copia', 'estado', 'tomada', 'bases', 'filas', 'tamaño', 'sellada', 'simulacro']
      : ['backup', 'state', 'taken', 'databases', 'rows', 'size', 'sealed', 'drill']
  const rows = listed.map(({ name, state, manifest, drill }) => {
    if (manifest === undefined) return [name, state, '', '', '', '', '', '']
    const databases = databasesOf(manifest)
    const count = databases.flatMap(({ tables }) => tables).reduce((sum, one) => sum + one.rows, 0)
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    const drilled = drill === undefined ? '' : `${drill.ok ? 'ok' : 'BAD'} ${drill.seconds} s`
    return [
      ...[name, state, manifest.takenAt.slice(0, 19), databases.length],
      ...[count.toLocaleString(io.language), toSize(bytes), manifest.sealed.by, drilled],
    ]
  })
  return renderTable(header, rows, io)
}
