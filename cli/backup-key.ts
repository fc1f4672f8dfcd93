// `acervo backup key`: a key pair for backups. The identity goes to a file of its owner alone, the recipient is said.
import { resolve } from 'node:path'
import { makeIdentity } from '../kernel/backup/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { makePrivateFile } from '../kernel/keys/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'backup key',
  summary: {
    en: 'make a key for backups: the identity to a file, its recipient on the terminal',
    es: 'crea una clave para las copias: la identidad en un fichero, su destinatario en pantalla',
  },
  arguments: [
    { name: 'file', meaning: { en: 'a new file (mode 600)', es: 'un fichero nuevo (modo 600)' } },
  ],
  options: {},
  runs: 'here',
  notes: {
    en: 'Without the file nothing that is sealed for it opens again: keep it off this machine, and not beside the backups.\nThe age program reads and makes the same files.',
    es: 'Sin el fichero no se abre nada de lo sellado para él: guárdelo fuera de esta máquina y lejos de las copias. El\nprograma age lee y crea los mismos ficheros.',
  },
  run: async ({ io, options, arguments: [word = ''] }) => {
    const path = resolve(io.cwd, word)
    const { identity, recipient } = await makeIdentity()
    if (!makePrivateFile(path, () => `# public key: ${recipient}\n${identity}\n`))
      throw new AcervoError('ACV605', taken(word)[io.language])
    await io.out(options.json ? `${JSON.stringify({ file: path, recipient })}\n` : `${recipient}\n`)
    return exitCodes.ok
  },
})

const taken = (path: string) => ({
  en: `'${path}' is there already: it may open backups`,
  es: `'${path}' ya existe: puede que abra copias`,
})
