// `acervo user unlock <email>`: somebody whom wrong guesses have shut out may try again at once.
import { defineCommand } from './command.ts'
import { openStore, systemOption } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'user unlock',
  summary: {
    en: 'lets somebody try again whom wrong guesses have shut out',
    es: 'deja volver a intentarlo a quien los intentos fallidos cerraron el paso',
  },
  arguments: [{ name: 'email', meaning: { en: 'address', es: 'dirección' } }],
  options: systemOption,
  runs: 'inside',
  run: async ({ io, options, arguments: [email = ''], open }) => {
    const { acervo } = await open()
    await openStore(acervo, options).unlock(email)
    await io.out(options.json ? `${JSON.stringify({ email, status: 'open' })}\n` : `${email}\n`)
    return exitCodes.ok
  },
})
