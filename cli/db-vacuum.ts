// `acervo db vacuum`: what vacuum and analyze have done and have to do, and both by hand.
import type { Sheet } from '../kernel/index.ts'
import {
  readVacuum,
  type VacuumState,
  vacuumTable,
  withDirect,
} from '../kernel/maintenance/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { tellEachTarget, toMinute, toPercent } from './db-each-target.ts'
import { findTable } from './find-name.ts'
import { exitCodes, type Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db vacuum',
  summary: {
    en: 'dead rows, last vacuum and analyze, what is due; --run does both for a table',
    es: 'filas muertas, último vacuum y analyze, qué toca; --run los hace en una tabla',
  },
  arguments: [
    {
      name: 'database',
      meaning: {
        en: 'a database, or with --run a table: banking.detectionEvent',
        es: 'una base de datos, o con --run una tabla: banking.detectionEvent',
      },
      isOptional: true,
    },
  ],
  options: {
    run: {
      type: 'boolean',
      meaning: { en: 'VACUUM (ANALYZE) that table now', es: 'VACUUM (ANALYZE) de esa tabla ahora' },
    },
    full: {
      type: 'boolean',
      meaning: {
        en: 'with --run: write it anew; nobody reads or writes it meanwhile',
        es: 'con --run: la reescribe; nadie la lee ni escribe entretanto',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Freeze: the age of the oldest row that is not frozen, as a share of autovacuum_freeze_max_age. --full gives up (ACV309) where it does not get its lock within 2 s: who waits for it holds up every reader.',
    es: 'Congelar: la edad de la fila más antigua sin congelar, como parte de autovacuum_freeze_max_age. --full desiste (ACV309) si no obtiene su bloqueo en 2 s: quien lo espera detiene a todos los lectores.',
  },
  run: (context) =>
    context.options.run === true
      ? runOnTable(context)
      : tellEachTarget(context, { read: readVacuum, toSheets }),
})

async function runOnTable({
  io,
  options,
  open,
  arguments: [word = ''],
}: CommandContext): Promise<number> {
  const { acervo } = await open({ migrations: 'inspect' })
  const { schema, sqlName: table } = findTable(acervo.model, word, io.language)
  const started = performance.now()
  await withDirect(acervo.targets.of(schema), (direct) =>
    vacuumTable(direct, { schema, table, full: options.full === true }),
  )
  const seconds = (performance.now() - started) / 1000
  await io.out(
    options.json
      ? `${JSON.stringify({ schema, table, seconds })}\n`
      : `VACUUM ${schema}.${table}: ${seconds.toFixed(1)} s\n`,
  )
  return exitCodes.ok
}

function toSheets(states: readonly VacuumState[], language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  const header = isSpanish
    ? [
        'tabla',
        'vivas',
        'muertas',
        'vacuum a',
        'último vacuum',
        'último analyze',
        'congelar',
        'toca',
      ]
    : ['table', 'live', 'dead', 'vacuum at', 'last vacuum', 'last analyze', 'freeze', 'due']
  const rows = states.map((one) => [
    `${one.schema}.${one.table}`,
    one.liveRows,
    one.deadRows,
    one.vacuumAt,
    toMinute(one.lastVacuum),
    toMinute(one.lastAnalyze),
    toPercent(one.freezeShare),
    [...one.needs, ...(one.autovacuum ? [] : ['autovacuum = off'])].join(', '),
  ])
  return [{ header, rows }]
}
