// The page at `/`: what runs here and how it does. Drawn from facts that the server hands in.
import { type Html, html } from './html.ts'
import { renderPage } from './page.ts'
import { type Language, type Words, words } from './words.ts'

type Status = 'ok' | 'degraded' | 'down'

export interface StatusFacts {
  readonly version: string
  readonly engine: 'embedded' | 'postgres'
  readonly uptimeSeconds: number
  readonly status: Status
  readonly systems: readonly SystemFacts[]
  /** Pages that the systems' actions have. */
  readonly pages: readonly PageFacts[]
}

export interface PageFacts {
  readonly path: string
  readonly title: Readonly<Record<Language, string>>
}

export interface SystemFacts {
  readonly name: string
  readonly databases: readonly DatabaseFacts[]
}

export interface DatabaseFacts {
  readonly name: string
  readonly purpose: string
  readonly tables: readonly string[]
  readonly status: Status
  readonly reason?: string
}

/** For anybody: only that it runs. */
export function renderWelcome(language: Language): string {
  const say = words[language]
  const main = html`<h1>${say.runs}</h1>
<p><a href="/sign-in">${say.signIn}</a></p>`
  return renderPage(language, 'Acervo', main, { isSignedIn: false })
}

export function renderStatus(language: Language, facts: StatusFacts): string {
  const say = words[language]
  const main = html`<h1>${say.runs}</h1>
<dl class="facts">
${fact(say.health, badge(say, facts.status))}
${fact(say.version, facts.version)}
${fact(say.engine, say[facts.engine])}
${fact(say.upFor, toDuration(facts.uptimeSeconds))}
</dl>
${facts.systems.map((system) => systemPart(say, system))}
<h2>${say.links}</h2>
<div class="card"><table><tbody>
${facts.pages.map(
  ({
    path,
    title,
  }) => html`<tr><td><a href="${path}">${path}</a></td><td>${title[language]}</td></tr>
`,
)}<tr><td><a href="/docs">/docs</a></td><td>${say.reference}</td></tr>
<tr><td><a href="/openapi.json">/openapi.json</a></td><td>${say.description}</td></tr>
<tr><td><code>/v1/health</code></td><td>${say.databaseHealth} <span class="soft">(${say.needsKey})</span></td></tr>
<tr><td><code>/metrics</code></td><td>${say.metrics} <span class="soft">(${say.needsKey})</span></td></tr>
</tbody></table></div>`
  return renderPage(language, 'Acervo', main)
}

function fact(name: string, value: Html | string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

function badge(say: Words, status: Status): Html {
  return html`<span class="badge ${status}">${say[status]}</span>`
}

function systemPart(say: Words, { name, databases }: SystemFacts): Html {
  return html`<h2>${say.system} ${name}</h2>
<div class="card"><table>
<thead><tr><th>${say.database}</th><th class="purpose">${say.purpose}</th><th>${say.tables}</th><th>${say.state}</th></tr></thead>
<tbody>
${databases.map((database) => databaseRow(say, database))}</tbody></table></div>`
}

function databaseRow(say: Words, { name, purpose, tables, status, reason }: DatabaseFacts): Html {
  const why =
    reason === undefined || status === 'ok'
      ? undefined
      : html`<br><span class="soft">${reason}</span>`
  return html`<tr><td><a href="/docs?database=${encodeURIComponent(name)}">${name}</a></td><td class="purpose">${purpose}</td>
<td class="number"><details><summary>${tables.length}</summary>${tables.map((table) => html`${table}<br>`)}</details></td><td>${badge(say, status)}${why}</td></tr>
`
}

function toDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return `${Math.floor(seconds)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 1 ? `${minutes} min` : `${hours} h ${minutes % 60} min`
}
