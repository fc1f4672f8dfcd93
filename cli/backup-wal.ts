// `acervo backup wal`: the WAL of a server as it is written, into the store, until it is told to end. A service of its
// own: it works whether a platform runs or not.
import { join, resolve } from 'node:path'
import { AcervoError } from '../kernel/index.ts'
import { type ReceiveTick, receiveWal } from '../kernel/recovery/index.ts'
import { sealOptions } from './backup-base.ts'
import { openStore, storeOption, toSealers } from './backup-place.ts'
import { serverOption, toServer } from './backup-server.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'

export const command = defineCommand({
  name: 'backup wal',
  summary: {
    en: 'receive the WAL of a server into the store until told to end',
    es: 'recibe el WAL de un servidor en el almacén hasta que se le diga que termine',
  },
  arguments: [],
  options: {
    server: serverOption,
    store: storeOption,
    ...sealOptions,
    every: {
      type: 'string',
      value: 'SECONDS',
      meaning: {
        en: 'how often what has come is stored: what a lost machine loses (5)',
        es: 'cada cuánto se guarda lo recibido: lo que se pierde con la máquina (5)',
      },
    },
    spool: {
      type: 'string',
      value: 'FOLDER',
      meaning: {
        en: 'where WAL waits until it is stored, unsealed (wal in the data directory)',
        es: 'donde el WAL espera a ser guardado, sin sellar (wal en la carpeta de datos)',
      },
    },
  },
  runs: 'here',
  notes: {
    en: 'By pg_receivewal through the replication slot acervo_wal: while nobody receives, the server keeps its WAL for it; bound\nthat with max_slot_wal_keep_size. One for each server.',
    es: 'Con pg_receivewal por el slot de réplica acervo_wal: mientras nadie recibe, el servidor le guarda su WAL; limítelo con\nmax_slot_wal_keep_size. Uno por servidor.',
  },
  run: async ({ io, options, config }) => {
    const { every = '5', spool } = options
    if (!/^[1-9]\d{0,3}$/.test(String(every)))
      throw new AcervoError('ACV605', said[io.language].every)
    const { sealer } = await toSealers(config, options)
    const folder = typeof spool === 'string' ? spool : join(config.dataDirectory, 'wal')
    await receiveWal({
      ...{ ...toServer(config, options), sealer, signal: io.signal },
      store: await openStore(config, io, options),
      spool: resolve(io.cwd, folder),
      everyMs: Number(every) * 1_000,
      onTick: toTeller(io, options.json === true),
    })
    return exitCodes.ok
  },
})

/** The first time, and whenever its trouble is another: it may run for months. */
function toTeller(io: Io, isJson: boolean): (tick: ReceiveTick) => void {
  let told: string | undefined
  return (tick) => {
    const words = said[io.language]
    const { trouble = '' } = tick
    if (isJson) void io.out(`${JSON.stringify(tick)}\n`)
    else if (told === undefined || told !== trouble)
      void (trouble === ''
        ? io.out(`${words.goes(tick)}\n`)
        : io.err(`${words.trouble(trouble)}\n`))
    told = trouble
  }
}

const said = Object.freeze({
  en: {
    every: '--every is a number of seconds',
    goes: ({ system, lsn }: ReceiveTick) => `WAL of ${system} is in the store up to ${lsn}.`,
    trouble: (words: string) => `It does not go on just now: ${words}`,
  },
  es: {
    every: '--every es un número de segundos',
    goes: ({ system, lsn }: ReceiveTick) => `El WAL de ${system} está en el almacén hasta ${lsn}.`,
    trouble: (words: string) => `Ahora mismo no avanza: ${words}`,
  },
})
