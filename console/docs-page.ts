// /docs: the OpenAPI document as plain pages, one a database. No script and nothing from elsewhere.
import { type Html, html } from './html.ts'
import { renderPage } from './page.ts'
import { type Language, type Words, words } from './words.ts'

/** The parts of an OpenAPI document that are drawn. */
export interface Described {
  readonly info: { readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly parameters?: unknown
  }
}

type Schema = Readonly<Record<string, unknown>>

interface Operation {
  /** `<database>.<model>.<verb>` for resources. */
  readonly operationId?: string
  readonly summary?: string
  readonly parameters?: readonly { readonly $ref?: string }[]
}

interface Drawn {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const methods = ['get', 'post', 'patch', 'delete']

/** Undefined where `database` is none of the document. */
export function renderDocs(
  language: Language,
  document: Described,
  database: string | undefined,
): string | undefined {
  const say = words[language]
  if (database === undefined) return renderPage(language, say.reference, index(say, document))
  const tag = document.tags.find(({ name }) => name === database)
  if (tag === undefined) return undefined
  const operations = listOperations(document)
  const tables = Object.keys(document.components.schemas).filter(
    (name) => name.split('.').length === 2 && name.startsWith(`${database}.`),
  )
  const main = html`<p><a href="/docs">← ${say.reference}</a></p>
<h1>${tag.name}</h1><p class="soft">${tag.description}</p>
${tables.map((name) => tablePart(say, name, document, operations))}`
  return renderPage(language, `${tag.name} · ${say.reference}`, main)
}

function index(say: Words, { info, tags, paths }: Described): Html {
  const path = Object.keys(paths).find((one) => one.startsWith('/v1/') && !one.endsWith('/health'))
  const example = `curl -H "Authorization: Bearer $KEY" '…${path}?limit=5'`
  return html`<h1>${say.reference}</h1>
<p>${say.everyTable}</p>
<pre><code>${example}</code></pre>
<p class="soft"><a href="/openapi.json">${say.description}</a> · OpenAPI 3.1 · ${say.version} ${info.version}</p>
<h2>${say.databases}</h2>
<div class="card"><table><tbody>
${tags.map(
  ({ name, description }) =>
    html`<tr><td><a href="/docs?database=${encodeURIComponent(name)}">${name}</a></td><td>${description}</td></tr>
`,
)}</tbody></table></div>`
}

function listOperations({ paths }: Described): readonly Drawn[] {
  return Object.entries(paths).flatMap(([path, ofPath]) =>
    methods.flatMap((method) => {
      const operation = ofPath[method] as Operation | undefined
      return operation === undefined ? [] : { method, path, operation }
    }),
  )
}

function tablePart(
  say: Words,
  name: string,
  document: Described,
  operations: readonly Drawn[],
): Html {
  const own = operations.filter(({ operation }) => operation.operationId?.startsWith(`${name}.`))
  return html`<h2 id="${name}">${name}</h2>
<div class="card"><table><thead><tr><th>${say.method}</th><th>${say.path}</th><th>${say.operation}</th></tr></thead><tbody>
${own.map((one) => operationRow(say, one))}</tbody></table>
<details><summary>${say.columns}</summary>${columnsTable(say, name, document)}</details></div>`
}

function operationRow(say: Words, { method, path, operation }: Drawn): Html {
  const verb = operation.operationId?.split('.').at(-1) ?? ''
  const names = (operation.parameters ?? []).flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? [])
  const told = say.verbs[verb as keyof Words['verbs']] ?? operation.summary
  return html`<tr><td class="${method}">${method.toUpperCase()}</td><td><code>${path}</code></td>
<td>${told}<br><span class="soft">${names.join(', ')}</span></td></tr>
`
}

function columnsTable(say: Words, name: string, { components }: Described): Html {
  const { schemas } = components
  const properties = Object.entries((schemas[name]?.properties ?? {}) as Record<string, Schema>)
  const required = (schemas[`${name}.create`]?.required ?? []) as readonly string[]
  const rows = properties.map(
    ([column, type]) =>
      html`<tr><td>${column}</td><td><code>${toType(type)}</code></td><td>${
        required.includes(column) ? say.isRequired : ''
      }</td></tr>
`,
  )
  return html`<table><thead><tr><th>${say.column}</th><th>${say.type}</th><th>${say.required}</th></tr></thead><tbody>
${rows}</tbody></table>`
}

/** A JSON Schema in a few words: `string date-time | null`. */
function toType(schema: Schema): string {
  const { anyOf, enum: values, $ref, type, format, items } = schema
  if (Array.isArray(anyOf)) return anyOf.map(toType).join(' | ')
  if (Array.isArray(values)) return values.map((value) => value ?? 'null').join(' | ')
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? ''
  if (type === 'array') return `[${toType((items ?? {}) as Schema)}]`
  const types = Array.isArray(type) ? type.join(' | ') : (type ?? 'json')
  return [types, format].filter(Boolean).join(' ')
}
