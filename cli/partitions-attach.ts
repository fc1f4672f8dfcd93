// `acervo partitions attach`: a month that left comes back: to be read beside its table, or into it.
import { attachMonth, withTable } from '../kernel/retention/index.ts'
import {
  archiveStoreOption,
  findMonth,
  monthArgument,
  openArchiveStore,
  tableArgument,
} from './archive-place.ts'
import { identityOption, openerOf } from './backup-place.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { tellMonth } from './partitions-words.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'partitions attach',
  summary: {
    en: 'bring a month back: to be read beside its table, or into it',
    es: 'trae un mes de vuelta: para leerlo junto a su tabla, o dentro de ella',
  },
  arguments: [tableArgument, monthArgument],
  options: {
    live: {
      type: 'boolean',
      meaning: {
        en: 'into the table, where requests read it; it stays until it is taken off by hand',
        es: 'dentro de la tabla, donde lo leen las peticiones; se queda hasta que se quite a mano',
      },
    },
    archive: {
      type: 'string',
      value: 'NAME',
      meaning: { en: 'which one, where none is on record', es: 'cuál, si no consta ninguno' },
    },
    store: archiveStoreOption,
    identity: identityOption,
  },
  runs: 'inside',
  notes: {
    en: 'Beside its table it is read through the view acervo_archive.<schema>_<table>, under the policies of the table, by the\nreadonly role and by acervo sql. It counts when its rows say what they said when they left.',
    es: 'Junto a su tabla se lee por la vista acervo_archive.<esquema>_<tabla>, bajo las políticas de la tabla, con el rol\nreadonly y con acervo sql. Vale cuando sus filas dicen lo que decían al salir.',
  },
  run: async ({ io, options, config, open, arguments: words }) => {
    const { opener } = await openerOf(config, io, options)
    const place = { opener, store: await openArchiveStore(config, io, options) }
    const { acervo } = await open({ migrations: 'inspect' })
    const named = findMonth(acervo.model, words, io.language)
    const archive = typeof options.archive === 'string' ? options.archive : undefined
    const wish = { ...named, place, archive, isLive: options.live === true, signal: io.signal }
    const entry = await withMigrator(acervo.targets.of(named.table.schema), (direct) =>
      withTable(direct, named.table, () => attachMonth({ ...wish, direct })),
    )
    await tellMonth(io, options, named.table, entry)
    return exitCodes.ok
  },
})
