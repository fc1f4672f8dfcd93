// `acervo audit proof <event>`: what somebody else needs to see that an event is in the log, without the database.
import { AcervoError } from '../kernel/index.ts'
import { proveEvent, proveGrowth } from '../kernel/work/index.ts'
import { databaseOption, toAuditPlace } from './audit-place.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'audit proof',
  summary: {
    en: 'prove that an event is in the log, or that the log only grew since a checkpoint',
    es: 'demuestra que un suceso está en el registro, o que este solo ha crecido desde un sello',
  },
  arguments: [
    {
      name: 'event',
      isOptional: true,
      meaning: { en: 'id of the event', es: 'id del suceso' },
    },
  ],
  options: {
    database: databaseOption,
    since: {
      type: 'string',
      value: 'SIZE',
      meaning: {
        en: 'instead of an event: number of events in an earlier checkpoint of --database',
        es: 'en vez de un suceso: número de sucesos de un sello anterior de --database',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Prints JSON: acervo audit proof <event> > proof.json, then anywhere: acervo audit check proof.json --key <verifier>',
    es: 'Escribe JSON: acervo audit proof <suceso> > prueba.json, y en cualquier sitio: acervo audit check prueba.json --key <verificador>',
  },
  run: async ({ io, config, options, arguments: [event], open }) => {
    const place = toAuditPlace(config, io, options.database)
    const { since } = options
    const { database } = place
    const { acervo } = await open({ migrations: 'inspect' })
    if (typeof since === 'string') {
      if (database === undefined || !/^\d{1,15}$/.test(since))
        throw new AcervoError('ACV605', '--since needs a number of events and --database')
      const growth = await proveGrowth(acervo, { ...place, database }, Number(since))
      await io.out(`${JSON.stringify(growth)}\n`)
      return exitCodes.ok
    }
    if (event === undefined) throw new AcervoError('ACV605', 'no event is named')
    await io.out(`${JSON.stringify(await proveEvent(acervo, place, event))}\n`)
    return exitCodes.ok
  },
})
