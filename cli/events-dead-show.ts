// `acervo events dead show <id>`: one event whole, wherever it stands.
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { withDesk } from './events/desk.ts'
import { toEventSheets } from './events/sheets.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'events dead show',
  summary: {
    en: 'one event whole, in every outbox and inbox where it stands',
    es: 'un evento entero, en cada salida y entrada donde está',
  },
  arguments: [{ name: 'id', meaning: { en: 'id of the event', es: 'id del evento' } }],
  options: {},
  runs: 'inside',
  run: async ({ io, config, options, arguments: [id = ''], open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const standing = await withDesk({ acervo, config, io }, (desk) => desk.find(id))
    if (standing.length === 0)
      throw new AcervoError('ACV209', `no event has the id ${id}`, {
        hint: 'acervo events dead lists what was put aside.',
      })
    await io.out(
      options.json
        ? `${JSON.stringify(standing)}\n`
        : renderSheets(toEventSheets(standing, io.language), io),
    )
    return exitCodes.ok
  },
})
