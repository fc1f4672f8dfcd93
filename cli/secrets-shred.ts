// `acervo secrets shred`: deletes the keys of a subject, and with them every value that they encrypt.
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'secrets shred',
  summary: {
    en: 'delete the keys of a subject: its encrypted values are gone for good',
    es: 'borra las claves de un titular: sus valores cifrados se pierden para siempre',
  },
  arguments: [
    {
      name: 'subject',
      meaning: {
        en: 'the id that the encrypted rows name',
        es: 'el identificador que nombran las filas cifradas',
      },
    },
  ],
  options: { yes: { type: 'boolean', meaning: { en: 'do it', es: 'hacerlo' } } },
  runs: 'inside',
  notes: {
    en: 'Nothing brings them back, backups neither: a tombstone beside the key file is told to every database at each\nstart. Without --yes nothing is done.',
    es: 'Nada los devuelve, tampoco una copia: junto al fichero de claves queda una lápida que se repite a cada base en\ncada arranque. Sin --yes no se hace nada.',
  },
  run: async ({ io, options, arguments: [subject = ''], open }) => {
    if (options.yes !== true)
      throw new AcervoError('ACV605', said.needsYes[io.language], {
        details: `acervo secrets shred ${subject} --yes`,
      })
    const { acervo } = await open({ migrations: 'inspect' })
    const done = await acervo.shred(subject)
    await io.out(`${options.json ? JSON.stringify(done) : said.done(done.keys)[io.language]}\n`)
    return exitCodes.ok
  },
})

const said = {
  needsYes: { en: 'shredding needs --yes', es: 'borrar las claves necesita --yes' },
  done: (keys: number) => ({
    en: `${keys} keys deleted; the values that they encrypted are gone.`,
    es: `${keys} claves borradas; los valores que cifraban se han perdido.`,
  }),
}
