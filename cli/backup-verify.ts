// `acervo backup verify`: whether backups are what was written. The exit code is the answer.
import { listBackups, type VerifiedBackup, verifyBackup } from '../kernel/backup/index.ts'
import { verifyServer } from '../kernel/recovery/index.ts'
import { toStanza, verifyByStanza } from './backup-pgbackrest.ts'
import {
  anySignerOption,
  findName,
  identityOption,
  nameArgument,
  openerOf,
  openStore,
  storeOption,
  toSize,
  trustedOf,
} from './backup-place.ts'
import { defineCommand } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'backup verify',
  summary: {
    en: 'compare every byte of a backup with its sums and, with an identity, open all of it',
    es: 'compara cada byte de una copia con sus sumas y, con una identidad, la abre entera',
  },
  arguments: [nameArgument],
  options: {
    store: storeOption,
    identity: identityOption,
    'any-signer': anySignerOption,
    all: { type: 'boolean', meaning: { en: 'all that there are', es: 'todas las que haya' } },
  },
  runs: 'here',
  notes: {
    en: 'Ends with 1 where a byte is another one, a file is missing, cut or too much, or nobody who is trusted signed it:\nACERVO_BACKUP_VERIFIERS, or the key of this machine. What is not sealed is always opened. Of a whole server its WAL\nsince is read, too.',
    es: 'Termina en 1 si un byte es otro, si un fichero falta, está cortado o sobra, o si no la firmó nadie de confianza:\nACERVO_BACKUP_VERIFIERS, o la clave de esta máquina. Lo que no está sellado se abre siempre. De un servidor entero se\nlee también su WAL desde entonces.',
  },
  run: async (context) => {
    const { io, config, options } = context
    const [word] = context.arguments
    const stanza = toStanza(options, io)
    if (stanza !== undefined) return verifyByStanza(stanza, context)
    const store = await openStore(config, io, options)
    const { opener, isGiven } = await openerOf(config, io, options)
    const trusted = trustedOf(config, io, options)
    const listed = await listBackups(store, trusted)
    const names = options.all
      ? listed.map(({ name }) => name)
      : [await findName(store, word, trusted)]
    const progress = createProgress(io, options.json === true)
    const found: VerifiedBackup[] = []
    try {
      for (const name of names) {
        const manifest = listed.find((one) => one.name === name)?.manifest
        const isOpen =
          isGiven || (manifest?.sealed.by === 'nothing' && manifest.sealedApart === undefined)
        const onFile = (path: string, done: number, of: number) =>
          progress.update(done / Math.max(of, 1), path)
        const wish = { store, name, trusted, signal: io.signal, onFile }
        const verify = manifest?.server === undefined ? verifyBackup : verifyServer
        found.push(await verify(isOpen ? { ...wish, opener } : wish))
      }
    } finally {
      await progress.end()
    }
    const isWell = found.every(({ ok }) => ok)
    if (options.json) await io.out(`${JSON.stringify({ ok: isWell, backups: found })}\n`)
    else await io.out(found.map((one) => describe(one, io)).join(''))
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

function describe(found: VerifiedBackup, { language }: Io): string {
  const { name, ok, bytes, opened, faults, signed, signer } = found
  const [read, unopened] =
    language === 'es'
      ? ['leídos', 'comparada con sus sumas; sin identidad no se ha abierto']
      : ['read', 'compared with its sums; without an identity it was not opened']
  const more = ok && !opened ? `; ${unopened}` : ''
  // Where nobody is trusted by name, who signed it is for the reader to judge.
  const by = ok && signed !== 'trusted' ? `  ${saidOf(signer)[language]}\n` : ''
  const head = `${name}  ${ok ? 'ok' : 'BAD'}  ${toSize(bytes)} ${read}${more}\n`
  return head + by + faults.map((fault) => `  ${fault}\n`).join('')
}

const saidOf = (signer: string | undefined) =>
  signer === undefined
    ? { en: 'signed by nobody', es: 'no la firmó nadie' }
    : { en: `signed by ${signer}`, es: `firmada por ${signer}` }
