// `acervo backup drill`: a backup restored for real, apart from everything, checked, timed and taken away again. The
// exit code is the answer.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DrillRecord, drillBackup } from '../kernel/backup/index.ts'
import { defineModel, targetScripts } from '../kernel/index.ts'
import { drillServer } from '../kernel/recovery/index.ts'
import { toAuditDirectory } from './audit-place.ts'
import { migrateUrlOption, toDestination } from './backup-destination.ts'
import {
  anySignerOption,
  findName,
  identityOption,
  nameArgument,
  openerOf,
  openStore,
  signerOf,
  storeOption,
  tombstonesOf,
  trustedOf,
} from './backup-place.ts'
import { show } from './backup-restore.ts'
import { isOfServer, toStepWords } from './backup-server.ts'
import { defineCommand } from './command.ts'
import { loadProject } from './project.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'backup drill',
  summary: {
    en: 'restore a backup for real, check it, say what it took, and take it away',
    es: 'restaura una copia de verdad, la comprueba, dice cuánto costó y la quita',
  },
  arguments: [nameArgument],
  options: {
    to: {
      type: 'string',
      value: 'URL',
      meaning: {
        en: 'an empty database on a server (ACERVO_BACKUP_DRILL_URL); else an embedded one in a temporary folder',
        es: 'una base vacía en un servidor (ACERVO_BACKUP_DRILL_URL); si no, una integrada en una carpeta temporal',
      },
    },
    'migrate-url': migrateUrlOption,
    store: storeOption,
    identity: identityOption,
    'any-signer': anySignerOption,
  },
  runs: 'here',
  notes: {
    en: 'Nothing is started on the copy: no relay, no job, no clock. What it found is kept in the store, signed: acervo backup drills. Ends with 1 where a check fails.',
    es: 'Nada arranca sobre la copia: ni relay, ni trabajos, ni reloj. Lo que encontró queda en el almacén, firmado: acervo backup\ndrills. Termina en 1 si falla una comprobación.',
  },
  run: async ({ io, config, options, arguments: [word] }) => {
    const store = await openStore(config, io, options)
    const trusted = trustedOf(config, io, options)
    const name = await findName(store, word, trusted)
    const { opener } = await openerOf(config, io, options)
    const model = defineModel((await loadProject(io.cwd, config)).systems)
    const tombstones = await tombstonesOf(config, io)
    const folder = await mkdtemp(join(tmpdir(), 'acervo-drill-'))
    const progress = createProgress(io, options.json === true)
    let record: DrillRecord
    try {
      if (await isOfServer(store, name)) {
        record = await drillServer({
          ...{ store, name, opener, trusted, model, tombstones, folder, signal: io.signal },
          ...{ signer: signerOf(config, io), programs: config.postgresPrograms },
          onStep: (step, share) => progress.update(share, toStepWords(step, io.language)),
        })
        return await tell(record, io, options.json === true)
      }
      const to =
        typeof options.to === 'string'
          ? options.to
          : (config.backupDrillUrl ?? join(folder, 'data'))
      const destination = toDestination(to, model, config, io, options, ['amcheck'])
      try {
        record = await drillBackup({
          ...{ store, name, opener, trusted, model, tombstones, home: io.cwd, signal: io.signal },
          signer: signerOf(config, io),
          scripts: targetScripts,
          target: destination.target,
          auditDirectory: toAuditDirectory(config, io),
          onRestore: (step) => show(step, progress.update, io.language),
        })
      } finally {
        await destination.close(false)
      }
    } finally {
      await progress.end()
      await rm(folder, { recursive: true, force: true })
    }
    return tell(record, io, options.json === true)
  },
})

async function tell(record: DrillRecord, io: Io, isJson: boolean): Promise<number> {
  await io.out(isJson ? `${JSON.stringify(record)}\n` : describe(record, io))
  return record.ok ? exitCodes.ok : exitCodes.failed
}

function describe(record: DrillRecord, { language }: Io): string {
  const { name, ok, seconds, restoreSeconds, ageSeconds, rows, checks } = record
  const count = rows.toLocaleString(language)
  const lines = checks.map(({ check, ok, isSkipped, details = '' }) =>
    `  ${isSkipped ? '-- ' : ok ? 'ok ' : 'BAD'} ${check} ${details}`.trimEnd(),
  )
  const head =
    language === 'es'
      ? `${name}: ${ok ? 'bien' : 'MAL'}; ${count} filas restauradas en ${restoreSeconds} s, ${seconds} s con comprobaciones; tenía ${ageSeconds} s`
      : `${name}: ${ok ? 'well' : 'BAD'}; ${count} rows restored in ${restoreSeconds} s, ${seconds} s with checks; it was ${ageSeconds} s old`
  return [head, ...lines, ''].join('\n')
}
