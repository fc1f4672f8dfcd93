// `acervo backup list`: which backups there are, newest first, and what the last drill of each found.
import { databasesOf, type ListedBackup, listBackups } from '../kernel/backup/index.ts'
import { type ArchiveState, readArchives } from '../kernel/recovery/index.ts'
import { listByStanza, toStanza } from './backup-pgbackrest.ts'
import { openStore, storeOption, toSize, trustedOf } from './backup-place.ts'
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
    en: 'half = never finished; changed = its manifest is not what was written; trusted, other, no = who signed it. Files themselves: acervo backup verify.',
    es: 'half = nunca terminó; changed = su manifiesto no es el que se escribió; trusted, other, no = quién la firmó. Los ficheros mismos: acervo backup verify.',
  },
  run: async (context) => {
    const { io, config, options } = context
    const stanza = toStanza(options, io)
    if (stanza !== undefined) return listByStanza(stanza, context)
    const store = await openStore(config, io, options)
    const listed = await listBackups(store, trustedOf(config, io))
    const archives = await readArchives(store)
    if (options.json)
      await io.out(`${JSON.stringify(listed.map((one) => toTold(one, archives)))}\n`)
    else await io.out(`${render(listed, io)}${describeArchives(archives, io)}`)
    return exitCodes.ok
  },
})

function toTold(
  { name, state, manifest, drill, signed }: ListedBackup,
  archives: readonly ArchiveState[],
) {
  if (manifest === undefined) return { name, state }
  const { takenAt, label, keepDays, content, embeddings, sealed, files, server } = manifest
  return {
    ...{ name, state, takenAt, label, keepDays, content, embeddings, sealed, signed },
    databases: databasesOf(manifest).map((one) => one.name),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    drill,
    ...(server === undefined
      ? {}
      : { server, archive: archives.find(({ system }) => system === server.system) }),
  }
}

/** Of each whole server, from when until when. */
function describeArchives(archives: readonly ArchiveState[], { language }: Io): string {
  const lines = archives.map(({ system, from, until, lsn, gaps }) => [
    language === 'es'
      ? `Servidor ${system}: cualquier momento desde ${from} hasta ${until} (${lsn}).`
      : `Server ${system}: any moment from ${from} until ${until} (${lsn}).`,
    ...gaps.map((gap) => `  BAD ${gap}`),
  ])
  return lines
    .flat()
    .map((line) => `${line}\n`)
    .join('')
}

function render(listed: readonly ListedBackup[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['copia', 'estado', 'tomada', 'bases', 'filas', 'tamaño', 'sellada', 'firmada', 'simulacro']
      : ['backup', 'state', 'taken', 'databases', 'rows', 'size', 'sealed', 'signed', 'drill']
  const rows = listed.map(({ name, state, manifest, drill, signed = '' }) => {
    if (manifest === undefined) return [name, state, '', '', '', '', '', '', '']
    const databases = databasesOf(manifest)
    const count = databases.flatMap(({ tables }) => tables).reduce((sum, one) => sum + one.rows, 0)
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    const drilled = drill === undefined ? '' : `${drill.ok ? 'ok' : 'BAD'} ${drill.seconds} s`
    return [
      ...[name, state, manifest.takenAt.slice(0, 19)],
      ...(manifest.server === undefined
        ? [databases.length, count.toLocaleString(io.language)]
        : [io.language === 'es' ? 'servidor' : 'server', '']),
      ...[toSize(bytes), manifest.sealed.by, signed, drilled],
    ]
  })
  return renderTable(header, rows, io)
}
