// `acervo db bloat`: space that holds nothing, measured or estimated, and said which.
import type { Sheet } from '../kernel/index.ts'
import { type Bloat, readBloat } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { toSize } from './databases.ts'
import { databaseArgument, tellEachTarget, toPercent } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db bloat',
  summary: {
    en: 'how much space in tables and indexes holds nothing',
    es: 'cuánto espacio de tablas e índices está vacío',
  },
  arguments: [databaseArgument],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Relations of 1 MB or more. Measured where the extension pgstattuple is installed; else estimated, which is right for what is many times too large. Indexes: acervo db reindex; tables: acervo db vacuum <table> --run --full, which nobody may use meanwhile.',
    es: 'Relaciones de 1 MB o más. Se mide donde está la extensión pgstattuple; si no, se estima, y vale para lo que ocupa varias veces de más. Índices: acervo db reindex; tablas: acervo db vacuum <tabla> --run --full, que nadie puede usar entretanto.',
  },
  run: (context) =>
    tellEachTarget(context, { read: (direct, schemas) => readBloat(direct, schemas), toSheets }),
})

function toSheets({ how, relations }: Bloat, language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  const header = isSpanish
    ? ['tabla', 'índice', 'tamaño', 'vacío', 'parte']
    : ['table', 'index', 'size', 'empty', 'share']
  const rows = relations.map((one) => [
    `${one.schema}.${one.table}`,
    one.index,
    toSize(one.bytes),
    toSize(one.emptyBytes),
    toPercent(one.share),
  ])
  return [...(rows.length === 0 ? [] : [{ header, rows }]), { text: said[how][language] }]
}

const said = {
  measured: { en: 'Measured with pgstattuple.', es: 'Medido con pgstattuple.' },
  estimated: {
    en: 'Estimated from the statistics: create extension pgstattuple to measure.',
    es: 'Estimado con las estadísticas: create extension pgstattuple para medir.',
  },
}
