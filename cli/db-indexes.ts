// `acervo db indexes`: which indexes are used, and which are unused, double, covered by a wider one, or invalid.
import type { Sheet } from '../kernel/index.ts'
import { type IndexUse, type IndexUses, readIndexes } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { toSize } from './databases.ts'
import { databaseArgument, tellEachTarget, toMinute } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db indexes',
  summary: {
    en: 'how often indexes are used; which are unused, double, covered or invalid',
    es: 'cuánto se usan los índices; cuáles sobran, se repiten, están cubiertos o no son válidos',
  },
  arguments: [databaseArgument],
  options: {
    all: { type: 'boolean', meaning: { en: 'every index', es: 'todos los índices' } },
  },
  runs: 'inside',
  notes: {
    en: 'Without --all: those with a finding. Uses are counted since the date that is said: an index that one report a year needs looks unused. To drop one, take it out of the declaration; an invalid one: acervo db reindex.',
    es: 'Sin --all: los que tienen algo. Los usos se cuentan desde la fecha que se dice: un índice que un informe al año necesita parece sobrar. Para quitarlo, sáquelo de la declaración; uno no válido: acervo db reindex.',
  },
  run: (context) =>
    tellEachTarget(context, {
      read: readIndexes,
      toSheets: (uses, language) => toSheets(uses, context.options.all === true, language),
    }),
})

function toSheets(
  { countedSince, indexes }: IndexUses,
  isAll: boolean,
  language: Language,
): readonly Sheet[] {
  const isSpanish = language === 'es'
  const shown = indexes.filter((one) => isAll || toFinding(one, language) !== '')
  const since =
    countedSince === null ? (isSpanish ? 'el principio' : 'the beginning') : toMinute(countedSince)
  const header = isSpanish
    ? ['tabla', 'índice', 'tamaño', 'usos', 'qué']
    : ['table', 'index', 'size', 'uses', 'finding']
  const rows = shown.map((one) => [
    `${one.schema}.${one.table}`,
    one.index,
    toSize(one.bytes),
    one.scans,
    toFinding(one, language),
  ])
  const bytes = indexes.reduce((sum, one) => sum + one.bytes, 0)
  const text = isSpanish
    ? `${indexes.length} índices, ${toSize(bytes)}; usos contados desde ${since}.`
    : `${indexes.length} indexes, ${toSize(bytes)}; uses counted since ${since}.`
  return [...(rows.length === 0 ? [] : [{ header, rows }]), { text }]
}

function toFinding(one: IndexUse, language: Language): string {
  const isSpanish = language === 'es'
  const found = [
    ...(one.isValid ? [] : [isSpanish ? 'no válido' : 'invalid']),
    ...(one.doubleOf === null ? [] : [`${isSpanish ? 'repite' : 'double of'} ${one.doubleOf}`]),
    ...(one.coveredBy === null
      ? []
      : [`${isSpanish ? 'cubierto por' : 'covered by'} ${one.coveredBy}`]),
    ...(one.isUnused ? [isSpanish ? 'sin usar' : 'unused'] : []),
  ]
  return found.join(', ')
}
