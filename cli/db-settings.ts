// `acervo db settings`: the server's settings, what we would have them be, and why.
import type { Sheet } from '../kernel/index.ts'
import { readSettings, type SettingAdvice } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { tellEachTarget } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db settings',
  summary: {
    en: "the server's settings with advice and its reason",
    es: 'los ajustes del servidor, con consejo y su porqué',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'To set one: alter system set <name> = ...; select pg_reload_conf(); at a provider in its parameter group. (*) counts from the next start.',
    es: 'Para cambiar uno: alter system set <nombre> = ...; select pg_reload_conf(); en un proveedor, en su grupo de parámetros. (*) vale desde el próximo arranque.',
  },
  run: (context) => tellEachTarget(context, { read: readSettings, toSheets }),
})

function toSheets(settings: readonly SettingAdvice[], language: Language): readonly Sheet[] {
  const header =
    language === 'es'
      ? ['ajuste', 'ahora', 'consejo', 'porque']
      : ['setting', 'now', 'advice', 'because']
  const rows = settings.map((one) => [
    `${one.name}${one.needsRestart ? ' (*)' : ''}`,
    one.value,
    one.advice ?? (language === 'es' ? 'bien' : 'well'),
    one.reason[language],
  ])
  return [{ header, rows }]
}
