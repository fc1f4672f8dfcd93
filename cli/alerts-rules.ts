// `acervo alerts rules`: the rules in force, for people, programs and Prometheus.
import { renderPrometheusRules, toCondition } from '../kernel/watch/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'
import { rulesOf } from './watch-parts.ts'

export const command = defineCommand({
  name: 'alerts rules',
  summary: {
    en: 'the rules of alerts in force; --prometheus writes them as a rules file',
    es: 'las reglas de alertas vigentes; --prometheus las escribe como fichero de reglas',
  },
  arguments: [],
  options: {
    prometheus: {
      type: 'boolean',
      meaning: { en: 'as a rules file of Prometheus', es: 'como fichero de reglas de Prometheus' },
    },
  },
  runs: 'here',
  notes: {
    en: 'acervo alerts rules --prometheus > acervo.rules.yml; keep_firing_for needs Prometheus 2.42.',
    es: 'acervo alerts rules --prometheus > acervo.rules.yml; keep_firing_for necesita Prometheus 2.42.',
  },
  run: async ({ io, config, options }) => {
    const rules = await rulesOf(config, io)
    const { language } = io
    if (options.prometheus) await io.out(renderPrometheusRules(rules, language))
    else if (options.json) await io.out(`${JSON.stringify(rules)}\n`)
    else {
      const header = {
        en: ['alert', 'when', 'for', 'severity', 'what'],
        es: ['alerta', 'cuándo', 'durante', 'gravedad', 'qué'],
      }[language]
      const rows = rules.map((rule) => [
        ...[rule.name, toCondition(rule).replaceAll('`', ''), `${rule.forSeconds} s`],
        ...[rule.severity, rule.says[language]],
      ])
      await io.out(renderTable(header, rows, io))
    }
    return exitCodes.ok
  },
})
