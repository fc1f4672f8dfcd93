// `acervo audit erase <subject>`: what the audit knows of a person is forgotten; the log stays as it was sealed.
import { eraseDetails } from '../kernel/work/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'audit erase',
  summary: {
    en: 'erase the personal values that the audit of a database keeps of somebody',
    es: 'borra los valores personales que la auditoría de una base guarda de alguien',
  },
  arguments: [
    { name: 'database', meaning: { en: 'short name', es: 'nombre corto' } },
    { name: 'subject', meaning: { en: 'whom they are about', es: 'de quién son' } },
  ],
  options: {
    purpose: {
      type: 'string',
      value: 'WORDS',
      meaning: { en: 'why, kept with the erasure', es: 'por qué; queda junto al borrado' },
    },
  },
  runs: 'inside',
  run: async ({ io, options, arguments: [database = '', subject = ''], open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const { purpose } = options
    const actor = 'service:cli'
    const principal = typeof purpose === 'string' ? { actor, purpose } : { actor }
    const erased = await eraseDetails(acervo, principal, database, subject)
    const words = { en: `${erased} events erased`, es: `${erased} sucesos borrados` }
    await io.out(options.json ? `${JSON.stringify({ erased })}\n` : `${words[io.language]}\n`)
    return exitCodes.ok
  },
})
