// `acervo conformance`: the live databases against the specifications that the systems answer.
import {
  type Conformance,
  differenceClasses,
  readConformance,
} from '../kernel/conformance/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable, toPlainText } from './terminal/table.ts'

export const command = defineCommand({
  name: 'conformance',
  summary: {
    en: 'compare the live databases with the specifications',
    es: 'compara las bases de datos con las especificaciones',
  },
  arguments: [],
  options: {
    seed: {
      type: 'string',
      value: 'NUMBER',
      meaning: {
        en: 'only this specification: 000 to 004',
        es: 'solo esta especificación: 000 a 004',
      },
    },
    class: {
      type: 'string',
      value: 'CLASS',
      meaning: {
        en: 'list the differences of a class: corrected, renamed, retyped, missing',
        es: 'lista las diferencias de una clase: corrected, renamed, retyped, missing',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Ends with 1 on a difference that is not on record, or a record of none. Records: specification.ts of the system; the format: docs/reference/specifications.md.',
    es: 'Termina en 1 con una diferencia sin registrar, o un registro de ninguna. Los registros: specification.ts del sistema; el formato: docs/reference/specifications.md.',
  },
  run: async ({ io, options, open }) => {
    const listed = chooseClass(options.class, io)
    const { acervo, project } = await open({ migrations: 'inspect' })
    const only = typeof options.seed === 'string' ? options.seed.padStart(3, '0') : undefined
    const { model, targets } = acervo
    const found = await readConformance({
      systems: project.systems,
      model,
      targets,
      ...(only === undefined ? {} : { only }),
    })
    if (found.length === 0) throw toNothing(only, io)
    await io.out(options.json ? `${JSON.stringify(found)}\n` : draw(found, listed, io))
    return found.every(({ conforms }) => conforms) ? exitCodes.ok : exitCodes.failed
  },
})

const columns = [
  'same',
  'corrected',
  'renamed',
  'retyped',
  'missing',
  'extra',
  'unrecorded',
] as const

function chooseClass(word: unknown, { language }: Io): string {
  if (word === undefined) return 'unrecorded'
  const allowed: readonly string[] = differenceClasses
  if (typeof word === 'string' && allowed.includes(word)) return word
  throw new AcervoError('ACV605', texts[language].noClass(String(word)), {
    details: allowed.join(', '),
  })
}

function draw(found: readonly Conformance[], listed: string, io: Io): string {
  const words = texts[io.language]
  const rows = found.map(({ number, system, counts, stale }) => [
    number,
    system,
    ...columns.map((name) => counts[name]),
    stale.length,
  ])
  const table = renderTable(words.header, rows, io)
  const lines = found.flatMap((one) => [
    ...listDifferences(one, listed, words),
    ...listStale(one, words),
  ])
  const end = found.every(({ conforms }) => conforms) ? words.well : words.next
  return [table, ...lines, ...(lines.length === 0 ? [] : ['']), `${end}\n`].join('\n')
}

function listDifferences(
  { number, items }: Conformance,
  listed: string,
  words: (typeof texts)['en'],
): readonly string[] {
  return items
    .flatMap(({ differences }) => differences)
    .filter((one) => one.class === listed)
    .map(({ key, says, stands, because }) => {
      const why = because === undefined ? '' : ` · ${because}`
      return toPlainText(`${number} ${key}: ${words.says} ${says}, ${words.stands} ${stands}${why}`)
    })
}

function listStale({ number, stale }: Conformance, words: (typeof texts)['en']): readonly string[] {
  return stale.map((key) => toPlainText(`${number} ${key}: ${words.stale}`))
}

function toNothing(only: string | undefined, { language }: Io): AcervoError {
  const message = only === undefined ? texts[language].none : texts[language].noSuch(only)
  return new AcervoError('ACV605', message)
}

const texts = Object.freeze({
  en: {
    header: ['specification', 'system', ...columns, 'stale'],
    says: 'says',
    stands: 'stands',
    stale: 'on record, but it does not differ',
    well: 'Every difference is on record.',
    next: 'Next: correct the declaration, or record the key in specification.ts of the system.',
    none: 'no system answers a specification',
    noClass: (word: string) => `'${word}' is no class of differences`,
    noSuch: (number: string) => `no system answers the specification '${number}'`,
  },
  es: {
    header: [
      'especificación',
      'sistema',
      'igual',
      'corregido',
      'renombrado',
      'otro tipo',
      'falta',
      'de más',
      'sin registrar',
      'caduco',
    ],
    says: 'dice',
    stands: 'hay',
    stale: 'registrado, pero no difiere',
    well: 'Todas las diferencias están registradas.',
    next: 'Después: corrija la declaración, o registre la clave en specification.ts del sistema.',
    none: 'ningún sistema responde a una especificación',
    noClass: (word: string) => `'${word}' no es una clase de diferencias`,
    noSuch: (number: string) => `ningún sistema responde a la especificación '${number}'`,
  },
})
