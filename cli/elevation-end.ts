// `acervo elevation end ID`: takes an elevation back; its next request is refused.
import { systemPrincipal } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'elevation end',
  summary: {
    en: 'take an elevation back: its next request is refused',
    es: 'retira una elevación: se rechaza su siguiente petición',
  },
  arguments: [
    {
      name: 'ID',
      meaning: { en: 'as `elevation list` shows it', es: 'como lo muestra `elevation list`' },
    },
  ],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Exit: 0, or 1 where it was not in force.',
    es: 'Salida: 0, o 1 si no estaba en vigor.',
  },
  run: async ({ io, options, arguments: [id = ''], open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const ended = await acervo.endElevation(systemPrincipal, id)
    const [yes, no] =
      io.language === 'es'
        ? ['La elevación está retirada.', 'No estaba en vigor.']
        : ['The elevation is taken back.', 'It was not in force.']
    await io.out(options.json ? `${JSON.stringify({ ended })}\n` : `${ended ? yes : no}\n`)
    return ended ? exitCodes.ok : exitCodes.failed
  },
})
