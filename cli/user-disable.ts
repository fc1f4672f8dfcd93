// `acervo user disable <email>`: nobody signs in as this person any more; sessions and keys end.
import { defineCommand } from './command.ts'
import { openStore, operator, systemOption } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'user disable',
  summary: {
    en: 'shuts a person out; sessions and keys end',
    es: 'cierra el paso a una persona; sus sesiones y claves terminan',
  },
  arguments: [{ name: 'email', meaning: { en: 'address or id', es: 'dirección o id' } }],
  options: systemOption,
  runs: 'inside',
  run: async ({ io, options, arguments: [email = ''], open }) => {
    const { acervo } = await open()
    const store = openStore(acervo, options)
    const id = await store.findUser(email)
    await store.disableUser(operator, id)
    await io.out(options.json ? `${JSON.stringify({ id, status: 'disabled' })}\n` : `${id}\n`)
    return exitCodes.ok
  },
})
