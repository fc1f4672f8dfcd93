// `acervo key revoke <id>`: the key is worth nothing within a second.
import { defineCommand } from './command.ts'
import { openStore, operator, systemOption } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'key revoke',
  summary: {
    en: 'ends a key, within a second everywhere',
    es: 'termina una clave, en un segundo y en todas partes',
  },
  arguments: [
    {
      name: 'key',
      meaning: {
        en: 'id, or the eight characters after acervo_live_',
        es: 'id, o los ocho caracteres tras acervo_live_',
      },
    },
  ],
  options: systemOption,
  runs: 'inside',
  run: async ({ io, options, arguments: [key = ''], open }) => {
    const { acervo } = await open()
    await openStore(acervo, options).revokeApiKey(operator.actor, { key })
    await io.out(options.json ? `${JSON.stringify({ key, status: 'revoked' })}\n` : `${key}\n`)
    return exitCodes.ok
  },
})
