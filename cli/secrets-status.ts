// `acervo secrets status`: which keys there are, where they are kept and what is under way. It shows no key.
import { readStatus } from '../kernel/keys/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'secrets status',
  summary: {
    en: 'list the keys of encrypted columns, by database and wrapping key',
    es: 'lista las claves de las columnas cifradas, por base y clave maestra',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'It shows how many keys there are, never a key. Next: acervo secrets rotate.',
    es: 'Dice cuántas claves hay, nunca una clave. Después: acervo secrets rotate.',
  },
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const { kms } = await acervo.vault()
    const current = await kms.current()
    const keys = (await Promise.all(acervo.targets.all().map(readStatus))).flat()
    const tombstones = (await kms.tombstones()).length
    if (options.json) {
      await io.out(`${JSON.stringify({ place: kms.place, current, tombstones, keys })}\n`)
      return exitCodes.ok
    }
    const header =
      io.language === 'es'
        ? ['base', 'clave maestra', 'claves', 'titulares', 'retiradas', 'rotando']
        : ['database', 'wrapping key', 'keys', 'subjects', 'retired', 'rotating']
    const rows = keys.map((one) => [
      one.database,
      one.kek === current ? `${one.kek} *` : one.kek,
      one.keys,
      one.subjects,
      one.retired,
      one.rotating,
    ])
    await io.out(renderTable(header, rows, io))
    const text =
      io.language === 'es'
        ? `* la actual. Se guardan en: ${kms.place}. Titulares borrados: ${tombstones}.\n`
        : `* the current one. Kept in: ${kms.place}. Subjects erased: ${tombstones}.\n`
    await io.out(text)
    return exitCodes.ok
  },
})
