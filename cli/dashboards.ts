// `acervo dashboards`: a dashboard for Grafana over the metrics of /metrics.
import { toDashboard } from '../kernel/watch/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'dashboards',
  summary: {
    en: 'write a dashboard for Grafana, made from the list of metrics',
    es: 'escribe un panel de Grafana, hecho de la lista de métricas',
  },
  arguments: [],
  options: {},
  runs: 'here',
  notes: {
    en: 'acervo dashboards > acervo.json, then import it in Grafana and choose the Prometheus that scrapes /metrics.',
    es: 'acervo dashboards > acervo.json; impórtelo en Grafana y elija el Prometheus que lee /metrics.',
  },
  run: async ({ io }) => {
    await io.out(`${JSON.stringify(toDashboard(io.language), null, 1)}\n`)
    return exitCodes.ok
  },
})
