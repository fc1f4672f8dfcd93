// `acervo alerts list`: what fires, what is about to, and what could not be delivered.
import { readAlerts } from '../kernel/watch/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'
import { rulesOf } from './watch-parts.ts'

export const command = defineCommand({
  name: 'alerts list',
  summary: {
    en: 'what is the matter now, as the running platform judges it',
    es: 'qué va mal ahora, según juzga la plataforma en marcha',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'pending: seen, and not for long enough. Exit: 0, or 1 where anything fires.',
    es: 'pending: visto, pero no el tiempo suficiente. Salida: 0, o 1 si hay alguna que avisa.',
  },
  run: async ({ io, config, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const rules = new Map((await rulesOf(config, io)).map((rule) => [rule.name, rule]))
    const { alerts, undelivered } = await readAlerts(acervo)
    const isWell = alerts.every(({ phase }) => phase !== 'firing')
    if (options.json) {
      await io.out(`${JSON.stringify({ ok: isWell, alerts, undelivered })}\n`)
      return isWell ? exitCodes.ok : exitCodes.failed
    }
    const { language } = io
    const header = {
      en: ['alert', 'state', 'since', 'where', 'value', 'what'],
      es: ['alerta', 'estado', 'desde', 'dónde', 'valor', 'qué'],
    }[language]
    const rows = alerts.map(({ rule, phase, since, subject, value }) => [
      ...[rule, phase, since, subject, value],
      rules.get(rule)?.says[language],
    ])
    await io.out(alerts.length === 0 ? `${calm[language]}\n` : renderTable(header, rows, io))
    if (undelivered > 0) await io.out(`${late(undelivered)[language]}\n`)
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

const calm = Object.freeze({ en: 'Nothing is the matter.', es: 'No va mal nada.' })
const late = (count: number) => ({
  en: `${count} messages could not be delivered yet.`,
  es: `${count} avisos no se han podido entregar aún.`,
})
