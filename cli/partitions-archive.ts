// `acervo partitions archive`: a month off its table, into a file that is read back, and dropped.
import { archiveMonth, withTable } from '../kernel/retention/index.ts'
import {
  archiveStoreOption,
  findMonth,
  monthArgument,
  sealOptions,
  tableArgument,
  toArchivePlace,
} from './archive-place.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { tellMonth } from './partitions-words.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'partitions archive',
  summary: {
    en: 'take a month off its table, write it to a file, read the file back, and drop the month',
    es: 'quita un mes de su tabla, lo escribe en un fichero, relee el fichero y borra el mes',
  },
  arguments: [tableArgument, monthArgument],
  options: {
    store: archiveStoreOption,
    ...sealOptions,
    keep: {
      type: 'boolean',
      meaning: { en: 'leave it standing apart, too', es: 'déjalo además aparte' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'The file has the form of a backup: acervo backup verify NAME --store PLACE. The month is dropped only when as many\nrows came back as it has, and they say the same. Cut short, the same command goes on.',
    es: 'El fichero tiene la forma de una copia: acervo backup verify NOMBRE --store LUGAR. El mes solo se borra si han vuelto\ntantas filas como tiene y dicen lo mismo. Si se corta, la misma orden continúa.',
  },
  run: async ({ io, options, config, open, arguments: words }) => {
    const place = await toArchivePlace(config, io, options)
    const { acervo } = await open({ migrations: 'inspect' })
    const named = findMonth(acervo.model, words, io.language)
    const isKept = options.keep === true
    const entry = await withMigrator(acervo.targets.of(named.table.schema), (direct) =>
      withTable(direct, named.table, () =>
        archiveMonth({ ...named, direct, place, isKept, signal: io.signal }),
      ),
    )
    await tellMonth(io, options, named.table, entry)
    return exitCodes.ok
  },
})
