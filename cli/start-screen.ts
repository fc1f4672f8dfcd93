// What `acervo start` shows when it has started: one screen, in the language of the locale.
import type { Io } from './terminal/io.ts'

export interface Started {
  readonly address: string
  readonly credentials: string
  readonly engine: 'embedded' | 'postgres'
  readonly dataDirectory: string
  /** The physical databases, `host:port/name`. */
  readonly targets: readonly string[]
  readonly databases: number
  readonly tables: number
  readonly seconds: number
}

export function renderScreen(started: Started, { language }: Pick<Io, 'language'>): string {
  const { address, credentials, databases, tables } = started
  const words = texts[language]
  const engine =
    started.engine === 'embedded'
      ? words.embedded(started.dataDirectory)
      : `PostgreSQL ${renderTargets(started.targets, words.more)}`
  const rows = [
    [words.console, `${address}/`],
    ['API', `${address}/v1`],
    ['OpenAPI', `${address}/openapi.json`],
    [words.key, `${credentials}  ${words.private}`],
    [words.data, `${engine} · ${words.sizes(databases, tables)}`],
  ] as const
  const width = Math.max(...rows.map(([label]) => label.length))
  const body = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n')
  return `${words.ready(started.seconds.toFixed(1))}\n\n${body}\n\n${words.next}\n`
}

const targetsMax = 3

/** A screen has room for a few: `acervo databases` says them all. */
function renderTargets(targets: readonly string[], more: (count: number) => string): string {
  const shown = targets.slice(0, targetsMax).join(', ')
  return targets.length <= targetsMax ? shown : `${shown} ${more(targets.length - targetsMax)}`
}

const texts = Object.freeze({
  en: {
    ready: (seconds: string) => `Acervo is ready (${seconds} s)`,
    console: 'Console',
    key: 'Key',
    private: '(administrator; keep it private)',
    data: 'Data',
    embedded: (folder: string) => `embedded, ${folder}`,
    more: (count: number) => `and ${count} more`,
    sizes: (databases: number, tables: number) => `${databases} databases, ${tables} tables`,
    next: 'Next: acervo databases · acervo import --help · Ctrl-C stops',
  },
  es: {
    ready: (seconds: string) => `Acervo está listo (${seconds} s)`,
    console: 'Consola',
    key: 'Clave',
    private: '(administrador; no la comparta)',
    data: 'Datos',
    embedded: (folder: string) => `integrada, ${folder}`,
    more: (count: number) => `y ${count} más`,
    sizes: (databases: number, tables: number) => `${databases} bases de datos, ${tables} tablas`,
    next: 'Después: acervo databases · acervo import --help · Ctrl-C para terminar',
  },
})
