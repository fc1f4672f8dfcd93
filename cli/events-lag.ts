// `acervo events lag`: how far events have come, from every outbox to every inbox.
import { defineCommand } from './command.ts'
import { withDesk } from './events/desk.ts'
import { toLagSheets } from './events/sheets.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'events lag',
  summary: {
    en: 'how many events wait, where and since when',
    es: 'cuántos eventos esperan, dónde y desde cuándo',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Held up: things with a dead event, whose later events wait. Exit: 0, or 1 where any event is dead.',
    es: 'Retenidos: cosas con un evento apartado, cuyos eventos posteriores esperan. Salida: 0, o 1 si hay alguno apartado.',
  },
  run: async ({ io, config, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const lag = await withDesk({ acervo, config, io }, (desk) => desk.lag())
    await io.out(
      options.json ? `${JSON.stringify(lag)}\n` : renderSheets(toLagSheets(lag, io.language), io),
    )
    const isWell = [...lag.outboxes, ...lag.consumers].every(({ dead }) => dead === 0)
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})
