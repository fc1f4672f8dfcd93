// `acervo db advise`: indexes that the declarations want and the tables lack, with the evidence of each.
import type { Sheet } from '../kernel/index.ts'
import { adviseIndexes, type IndexAdvice } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { databaseArgument, tellEachTarget } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db advise',
  summary: {
    en: 'indexes that are missing, with the evidence of each',
    es: 'índices que faltan, con la prueba de cada uno',
  },
  arguments: [databaseArgument],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Asked are tables of 10,000 rows or more. The plan is asked with hypopg where it is installed, else over at most 50,000 of the rows in a transaction that is rolled back; no lock that anybody waits for. Nothing is made: write the declaration, then acervo migrate.',
    es: 'Se mira cada tabla de 10.000 filas o más. El plan se pide con hypopg donde está, y si no sobre un máximo de 50.000 de las filas en una transacción que se deshace; sin bloqueos que nadie espere. No se crea nada: escriba la declaración y después acervo migrate.',
  },
  run: (context) =>
    tellEachTarget(context, {
      read: async (direct, _, databases) => {
        const found: IndexAdvice[] = []
        for (const database of databases) found.push(...(await adviseIndexes(direct, database)))
        return found
      },
      toSheets,
    }),
})

function toSheets(advice: readonly IndexAdvice[], language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  if (advice.length === 0)
    return [{ text: isSpanish ? 'No falta ningún índice.' : 'No index is missing.' }]
  return advice.map(({ evidence, ...one }) => ({
    title: `${one.schema}.${one.table}: ${one.declaration}`,
    isList: true,
    header: ['', ''],
    rows: isSpanish
      ? [
          ['la pide', one.askedBy],
          ['filas', one.rows],
          ['lecturas de toda la tabla', `${one.wholeReads}, ${one.wholeReadRows} filas`],
          ['consulta', evidence.query],
          ['coste sin él y con él', `${evidence.costBefore} → ${evidence.costAfter}`],
          ['preguntado', `${evidence.how}, ${evidence.rows} filas`],
        ]
      : [
          ['asked by', one.askedBy],
          ['rows', one.rows],
          ['reads of the whole table', `${one.wholeReads}, ${one.wholeReadRows} rows`],
          ['query', evidence.query],
          ['cost without and with it', `${evidence.costBefore} → ${evidence.costAfter}`],
          ['asked over', `${evidence.how}, ${evidence.rows} rows`],
        ],
  }))
}
