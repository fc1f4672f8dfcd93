// `acervo plan capacity`: rows and growth of tables -> bytes, months, memory, and when one server is not enough.
import { AcervoError, type Sheet } from '../kernel/index.ts'
import {
  type CapacityPlan,
  type Growth,
  type Measured,
  planCapacity,
  readSizes,
  type SplitAdvice,
  withDirect,
} from '../kernel/maintenance/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { toSize } from './databases.ts'
import { toWhole } from './db-each-target.ts'
import { findTable } from './find-name.ts'
import { exitCodes, type Language } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'plan capacity',
  summary: {
    en: 'what so many rows will take, and when one server is not enough',
    es: 'lo que ocuparán tantas filas, y cuándo no basta un servidor',
  },
  arguments: [
    {
      name: 'growth',
      meaning: {
        en: '<database>.<table>=<rows>+<rows a month>, several',
        es: '<base>.<tabla>=<filas>+<filas al mes>, varias',
      },
      isRest: true,
    },
  ],
  options: {
    months: { type: 'string', value: 'N', meaning: { en: 'months ahead (12)', es: 'meses (12)' } },
    text: {
      type: 'string',
      value: 'N',
      meaning: {
        en: 'characters of a long text, on average (200)',
        es: 'caracteres de un texto largo, de media (200)',
      },
    },
    memory: {
      type: 'string',
      value: 'GB',
      meaning: { en: 'memory of the server', es: 'memoria del servidor' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'acervo plan capacity orquix.contextChunk=10000+40000 banking.detectionEvent=0+420000 --months 12 --memory 16. A table with a thousand rows or more is told from what it takes now, any other from its declaration: within a third of what the stated sizes took (bench/results/capacity.json).',
    es: 'acervo plan capacity orquix.contextChunk=10000+40000 banking.detectionEvent=0+420000 --months 12 --memory 16. Una tabla con mil filas o más se calcula con lo que ocupa ahora; las demás, con su declaración: a menos de un tercio de lo que ocuparon los tamaños de las especificaciones (bench/results/capacity.json).',
  },
  run: async (context) => {
    const { io, options, open, arguments: words } = context
    const { acervo } = await open({ migrations: 'inspect' })
    const growths = words.map((word) => toGrowth(context, acervo.model, word))
    const memory = toWhole('memory', options.memory, 0, io.language)
    const plan = planCapacity(growths, {
      months: toWhole('months', options.months, 12, io.language),
      textBytes: toWhole('text', options.text, 200, io.language),
      measured: await measure(acervo.targets, growths),
      ...(memory === 0 ? {} : { memoryBytes: memory * 1024 ** 3 }),
    })
    await io.out(
      options.json ? `${JSON.stringify(plan)}\n` : renderSheets(toSheets(plan, io.language), io),
    )
    return exitCodes.ok
  },
})

type Model = Parameters<typeof findTable>[0]
type Targets = Parameters<typeof withDirect>[0] extends infer T ? { of(schema: string): T } : never

/** @throws ACV605 */
function toGrowth({ io }: CommandContext, model: Model, word: string): Growth {
  const [, name = '', rows = '', monthly = '0'] =
    /^([^=]+)=(\d{1,12})(?:\+(\d{1,12}))?$/.exec(word) ?? []
  if (rows !== '')
    return {
      table: findTable(model, name, io.language),
      rows: Number(rows),
      monthly: Number(monthly),
    }
  throw new AcervoError(
    'ACV605',
    io.language === 'es' ? `'${word}' no dice filas` : `'${word}' says no rows`,
    { hint: 'banking.detectionEvent=100000+420000' },
  )
}

async function measure(
  targets: Targets,
  growths: readonly Growth[],
): Promise<ReadonlyMap<string, Measured>> {
  const schemas = [...new Set(growths.map(({ table }) => table.schema))]
  const byTarget = Map.groupBy(schemas, (schema) => targets.of(schema))
  const measured = new Map<string, Measured>()
  for (const [target, placed] of byTarget) {
    const { tables } = await withDirect(target, (direct) => readSizes(direct, placed))
    for (const one of tables)
      measured.set(`${one.schema}.${one.table}`, { ...one, rows: one.rows ?? 0 })
  }
  return measured
}

function toSheets(plan: CapacityPlan, language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  const { settings } = plan
  return [
    {
      header: isSpanish
        ? ['tabla', 'filas', 'datos', 'índices', 'de ellos vectores', 'meses', 'cómo']
        : ['table', 'rows', 'data', 'indexes', 'of them vectors', 'months', 'how'],
      rows: plan.tables.map((one) => [
        one.table,
        one.rows,
        toSize(one.heapBytes),
        toSize(one.indexBytes),
        one.vectorBytes === 0 ? '–' : toSize(one.vectorBytes),
        one.partitions || null,
        isSpanish ? (one.how === 'measured' ? 'medido' : 'declarado') : one.how,
      ]),
    },
    {
      isList: true,
      header: ['', ''],
      rows: [
        [isSpanish ? `en ${plan.months} meses` : `in ${plan.months} months`, toSize(plan.bytes)],
        [isSpanish ? 'debe caber en memoria' : 'to be in memory', toSize(plan.workingBytes)],
        ...Object.entries(settings).map(([name, bytes]) => [name, toSize(bytes)]),
      ],
    },
    { text: plan.split.map((one) => toWords(one, language)).join('\n') || said.none[language] },
  ]
}

function toWords({ reason, table, inMonths }: SplitAdvice, language: Language): string {
  const when =
    inMonths === 0
      ? said.now[language]
      : `${said.in[language]} ${inMonths} ${said.months[language]}`
  return `${when}: ${table ?? ''} ${said[reason][language]}`.replace(':  ', ': ')
}

const said = {
  none: { en: 'One server is enough for that long.', es: 'Un servidor basta todo ese tiempo.' },
  now: { en: 'Now', es: 'Ya' },
  in: { en: 'In', es: 'En' },
  months: { en: 'months', es: 'meses' },
  memory: {
    en: 'more must be in memory than 70 % of the server has: more memory, or another server for a database (acervo move)',
    es: 'debe caber en memoria más del 70 % de la que tiene el servidor: más memoria, u otro servidor para una base (acervo move)',
  },
  table: {
    en: 'is over 100 GB in one piece: declare it partitioned, or let its old rows go',
    es: 'pasa de 100 GB en una pieza: declárela partitioned, o deje ir sus filas antiguas',
  },
  restore: {
    en: 'all of it takes over four hours to restore at 60 MB/s: another server for some databases (acervo move), or a physical backup',
    es: 'restaurarlo todo pasa de cuatro horas a 60 MB/s: otro servidor para algunas bases (acervo move), o una copia física',
  },
}
