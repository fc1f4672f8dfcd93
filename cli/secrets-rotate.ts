// `acervo secrets rotate`: a new wrapping key over all data keys, or new data keys in one database, while everything
// runs. Cut short, the same command goes on.
import { AcervoError } from '../kernel/index.ts'
import { rotateData, rotateKek } from '../kernel/keys/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes, type Text } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'secrets rotate',
  summary: {
    en: 'replace the wrapping key, or the data keys of a database, online',
    es: 'cambia la clave maestra, o las claves de datos de una base, en marcha',
  },
  arguments: [],
  options: {
    kek: {
      type: 'boolean',
      meaning: {
        en: 'a new wrapping key; no row is touched',
        es: 'una clave maestra nueva; no se toca ninguna fila',
      },
    },
    database: {
      type: 'string',
      value: 'NAME',
      meaning: {
        en: 'new data keys there; every encrypted value is encrypted again',
        es: 'claves de datos nuevas en ella; se vuelve a cifrar cada valor cifrado',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Reads and writes go on. A rotation that was cut short is ended by the same command. Old wrapping keys stay in\nthe key file: backups need them. Copy the file again after --kek.',
    es: 'Se sigue leyendo y escribiendo. Una rotación cortada la termina la misma orden. Las claves maestras viejas se\nquedan en el fichero: las copias las necesitan. Copia el fichero otra vez tras --kek.',
  },
  run: async (context) => {
    const { io, options } = context
    const isData = options.database !== undefined
    if (isData === (options.kek === true))
      throw new AcervoError('ACV605', said.oneOfTwo[io.language], {
        details: 'acervo secrets rotate --kek | acervo secrets rotate --database NAME',
      })
    const done = await (isData ? rotateDataKeys(context) : rotateWrappingKey(context))
    await io.out(`${options.json ? JSON.stringify(done.value) : done.text[io.language]}\n`)
    return exitCodes.ok
  },
})

interface Done {
  readonly value: unknown
  readonly text: Text
}

async function rotateWrappingKey({ io, options, open }: CommandContext): Promise<Done> {
  const { acervo } = await open({ migrations: 'inspect' })
  const { kms } = await acervo.vault()
  const progress = createProgress(io, options.json === true)
  const value = await rotateKek(kms, acervo.targets.all(), {
    signal: io.signal,
    onProgress: (count) => progress.update(undefined, said.wrapped(count)[io.language]),
  }).finally(progress.end)
  return { value, text: said.newKek(value.kek, value.wrapped) }
}

async function rotateDataKeys({ io, options, open }: CommandContext): Promise<Done> {
  const { acervo } = await open({ migrations: 'inspect' })
  const database = findDatabase(acervo.model, String(options.database), io.language)
  const { kms } = await acervo.vault()
  const progress = createProgress(io, options.json === true)
  const value = await rotateData(kms, acervo.targets.of(database.schema), database, {
    signal: io.signal,
    onProgress: (count) => progress.update(undefined, said.encrypted(count)[io.language]),
  }).finally(progress.end)
  return { value, text: said.newData(value.subjects, value.cells, value.removed) }
}

const said = {
  oneOfTwo: {
    en: 'either --kek or --database',
    es: 'o --kek o --database',
  },
  wrapped: (count: number): Text => ({
    en: `${count.toLocaleString('en')} data keys wrapped`,
    es: `${count.toLocaleString('es')} claves de datos cifradas`,
  }),
  encrypted: (count: number): Text => ({
    en: `${count.toLocaleString('en')} values encrypted again`,
    es: `${count.toLocaleString('es')} valores cifrados de nuevo`,
  }),
  newKek: (kek: string, count: number): Text => ({
    en: `The wrapping key is ${kek}; ${count.toLocaleString('en')} data keys are under it.`,
    es: `La clave maestra es ${kek}; ${count.toLocaleString('es')} claves de datos están bajo ella.`,
  }),
  newData: (subjects: number, cells: number, removed: number): Text => ({
    en: `${subjects} subjects have new keys, ${cells} values are under them, ${removed} old keys are gone.`,
    es: `${subjects} titulares tienen clave nueva, ${cells} valores están bajo ellas, ${removed} claves viejas ya no están.`,
  }),
}
