// `acervo backup verify`: whether backups are what was written. The exit code is the answer.
import { listBackups, type VerifiedBackup, verifyBackup } from '../kernel/backup/index.ts'
import {
  findName,
  identityOption,
  nameArgument,
  openerOf,
  openStore,
  storeOption,
  toSize,
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
    all: { type: 'boolean', meaning: { en: 'all that there are', es: 'todas las que haya' } },
  },
  runs: 'here',
  notes: {
    en: 'Ends with 1 where a byte is another one, or a file is missing, cut or too much. What is not sealed is always opened.',
    es: 'Termina en 1 si un byte es otro, o si un fichero falta, está cortado o sobra. Lo que no está sellado se abre siempre.',
  },
  run: async ({ io, config, options, arguments: [word] }) => {
    const store = await openStore(config, io, options)
    const { opener, isGiven } = await openerOf(config, io, options)
    const listed = await listBackups(store)
    const names = options.all ? listed.map(({ name }) => name) : [await findName(store, word)]
    const progress = createProgress(io, options.json === true)
    const found: VerifiedBackup[] = []
    try {
      for (const name of names) {
        const manifest = listed.find((one) => one.name === name)?.manifest
        const isOpen =
          isGiven || (manifest?.sealed.by === 'nothing' && manifest.sealedApart === undefined)
        const onFile = (path: string, done: number, of: number) =>
          progress.update(done / Math.max(of, 1), path)
        const wish = { store, name, signal: io.signal, onFile }
        found.push(await verifyBackup(isOpen ? { ...wish, opener } : wish))
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

function describe({ name, ok, bytes, opened, faults }: VerifiedBackup, { language }: Io): string {
  const [read, unopened] =
    language === 'es'
      ? ['leídos', 'comparada con sus sumas; sin identidad no se ha abierto']
      : ['read', 'compared with its sums; without an identity it was not opened']
  const more = ok && !opened ? `; ${unopened}` : ''
  const head = `${name}  ${ok ? 'ok' : 'BAD'}  ${toSize(bytes)} ${read}${more}\n`
  return head + faults.map((fault) => `  ${fault}\n`).join('')
}
