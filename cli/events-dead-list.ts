// `acervo events dead list`: the events that were put aside, and why.
import { defineCommand } from './command.ts'
import { withDesk } from './events/desk.ts'
import { toDeadSheets } from './events/sheets.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'events dead list',
  summary: {
    en: 'events that were put aside, and why',
    es: 'eventos que se apartaron, y por qué',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'An event in an outbox could not be published; one in an inbox made its handler fail five times.',
    es: 'Uno de salida no se pudo publicar; uno de entrada hizo fallar cinco veces a quien lo trata.',
  },
  run: async ({ io, config, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const dead = await withDesk({ acervo, config, io }, (desk) => desk.dead())
    await io.out(
      options.json
        ? `${JSON.stringify(dead)}\n`
        : renderSheets(toDeadSheets(dead, io.language), io),
    )
    return exitCodes.ok
  },
})
