// `acervo backup base`: every file of a PostgreSQL server while it works; with its WAL any moment since can be had back.
import { applyRetention, assertBackup } from '../kernel/backup/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { createBase, removeUnneededWal } from '../kernel/recovery/index.ts'
import { makeByStanza, toStanza } from './backup-pgbackrest.ts'
import { openStore, signerOf, storeOption, toSealers, toSize, trustedOf } from './backup-place.ts'
import { serverOption, toServer } from './backup-server.ts'
import { defineCommand, type Option } from './command.ts'
import { readVersion } from './package-file.ts'
import { exitCodes } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const sealOptions: Readonly<Record<string, Option>> = {
  recipient: {
    type: 'string',
    value: 'AGE,...',
    meaning: {
      en: 'whom it is sealed for: age1..., or gpg:<key> (ACERVO_BACKUP_RECIPIENTS)',
      es: 'para quién se sella: age1..., o gpg:<clave> (ACERVO_BACKUP_RECIPIENTS)',
    },
  },
  unencrypted: {
    type: 'boolean',
    meaning: { en: 'readable by whoever has the files', es: 'la lee quien tenga los ficheros' },
  },
}

export const command = defineCommand({
  name: 'backup base',
  summary: {
    en: 'back up a whole PostgreSQL server, for recovery to any moment since',
    es: 'copia un servidor PostgreSQL entero, para volver a cualquier momento desde entonces',
  },
  arguments: [],
  options: {
    server: serverOption,
    store: storeOption,
    ...sealOptions,
    'keep-days': {
      type: 'string',
      value: 'DAYS',
      meaning: {
        en: 'older base backups go afterwards, and WAL that none needs; the last good one stays',
        es: 'después se van las copias base más viejas y el WAL que ninguna necesita; la última buena se queda',
      },
    },
  },
  runs: 'here',
  notes: {
    en: 'By pg_basebackup: all databases, roles and settings that stand in the data directory. The moments since need its WAL:\nacervo backup wal. The key file of encrypted columns is not inside.',
    es: 'Con pg_basebackup: todas las bases, los roles y los ajustes que estén en su carpeta de datos. Los momentos desde entonces\nnecesitan su WAL: acervo backup wal. El fichero de claves de las columnas cifradas no va dentro.',
  },
  run: async (context) => {
    const { io, options, config } = context
    const stanza = toStanza(options, io)
    if (stanza !== undefined) return makeByStanza(stanza, context)
    const words = said[io.language]
    const { 'keep-days': days } = options
    if (days !== undefined && !/^[1-9]\d{0,4}$/.test(String(days)))
      throw new AcervoError('ACV605', words.days)
    const keepDays = days === undefined ? undefined : Number(days)
    const { sealer } = await toSealers(config, options)
    const store = await openStore(config, io, options)
    const signer = signerOf(config, io)
    const trusted = [...trustedOf(config, io), signer.verifier]
    const progress = createProgress(io, options.json === true)
    const { signal } = io
    try {
      const { manifest, bytes } = await createBase({
        ...{ ...toServer(config, options), store, sealer, keepDays, signal },
        signer,
        version: await readVersion(),
        onBytes: (done, of) => progress.update(done / of, words.copying(toSize(done))),
      })
      const { name, label, takenAt, server } = manifest
      await assertBackup({ store, name, trusted, signal })
      const now = new Date(takenAt)
      const { removed } =
        keepDays === undefined
          ? { removed: [] }
          : await applyRetention({ store, label, now, trusted, signal })
      const wal = await removeUnneededWal(store, server.system)
      await progress.end()
      const told = { name, store: store.place, bytes, server, removed, walFilesRemoved: wal }
      if (options.json) await io.out(`${JSON.stringify(told)}\n`)
      else
        await io.out(
          [
            words.done(name, store.place, toSize(server.bytes), toSize(bytes)),
            ...(manifest.sealed.by === 'nothing' ? [words.open] : []),
            ...(removed.length > 0 ? [words.removed(removed)] : []),
            ...(wal > 0 ? [words.wal(wal)] : []),
            '',
          ].join('\n'),
        )
    } finally {
      await progress.end()
    }
    return exitCodes.ok
  },
})

const said = Object.freeze({
  en: {
    days: '--keep-days is a number of days',
    copying: (size: string) => `Copying ${size}`,
    done: (name: string, place: string, size: string, stored: string) =>
      `Base backup done: ${name} in ${place}, ${size} in ${stored}.`,
    open: 'It is not sealed: whoever has the files reads it.',
    removed: (names: readonly string[]) => `Older ones removed: ${names.join(', ')}.`,
    wal: (files: number) => `${files} files of WAL that no base backup needs were removed.`,
  },
  es: {
    days: '--keep-days es un número de días',
    copying: (size: string) => `Copiando ${size}`,
    done: (name: string, place: string, size: string, stored: string) =>
      `Copia base completada: ${name} en ${place}, ${size} en ${stored}.`,
    open: 'No está sellada: la lee quien tenga los ficheros.',
    removed: (names: readonly string[]) => `Se han borrado más viejas: ${names.join(', ')}.`,
    wal: (files: number) => `Se han borrado ${files} ficheros de WAL que ninguna copia necesita.`,
  },
})
