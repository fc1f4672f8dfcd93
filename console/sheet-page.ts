// The page of an action: a form for what it is given, and its answer as headings, paragraphs and tables. Everything
// that stands in rows is escaped; a link leads to a page of this server or nowhere.
import { type Html, html, type Insertable } from './html.ts'
import { renderPage } from './page.ts'
import { type Language, type Words, words } from './words.ts'

/** As the kernel says it. */
export type Sheet =
  | { readonly heading: string }
  | { readonly text: string }
  | {
      readonly title?: string
      readonly isList?: boolean
      readonly header: readonly string[]
      readonly rows: readonly (readonly Cell[])[]
    }
type Cell = string | number | boolean | null | undefined | RichCell

interface RichCell {
  readonly text: string
  readonly link?: string
  readonly bar?: number
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly isRequired: boolean
  /** Where only these are possible. */
  readonly words?: readonly string[]
}

export interface SheetPage {
  readonly title: string
  /** Path that the form asks. */
  readonly path: string
  readonly fields: readonly Field[]
  readonly sheets: readonly Sheet[]
}

export interface Refusal {
  readonly code: string
  readonly message: string
  readonly details?: string | undefined
  readonly hint?: string | undefined
}

export function renderSheetPage(language: Language, page: SheetPage): string {
  const say = words[language]
  const main = html`<h1>${page.title}</h1>
${page.fields.length === 0 ? undefined : form(say, page)}
${page.sheets.map((sheet) => sheetPart(say, sheet))}`
  return renderPage(language, `${page.title} · Acervo`, main)
}

export function renderRefusal(language: Language, page: SheetPage, refusal: Refusal): string {
  const say = words[language]
  const { code, message, details, hint } = refusal
  const main = html`<h1>${page.title}</h1>
${page.fields.length === 0 ? undefined : form(say, page)}
<div class="card"><p><span class="badge down">${code}</span> ${say.refused}: ${message}</p>
<p class="soft">${details} ${hint}</p></div>`
  return renderPage(language, `${page.title} · Acervo`, main)
}

function form(say: Words, { path, fields }: SheetPage): Html {
  return html`<form method="get" action="${path}">
${fields.map(
  (field) => html`<label>${field.label}${control(field)}</label>
`,
)}<button>${say.ask}</button></form>`
}

function control({ name, value, isRequired, words: allowed }: Field): Html {
  const required = isRequired ? html` required` : undefined
  if (allowed === undefined) return html`<input name="${name}" value="${value}"${required}>`
  const options = ['', ...allowed].map((word) =>
    word === value ? html`<option selected>${word}</option>` : html`<option>${word}</option>`,
  )
  return html`<select name="${name}"${required}>${options}</select>`
}

function sheetPart(say: Words, sheet: Sheet): Html {
  if ('heading' in sheet) return html`<h2>${sheet.heading}</h2>`
  if ('text' in sheet)
    return html`<p>${sheet.text.split('\n').map((line) => html`${line}<br>`)}</p>`
  const title = sheet.title === undefined ? undefined : html`<h3>${sheet.title}</h3>`
  if (sheet.rows.length === 0) return html`${title}<p class="soft">${say.nothing}</p>`
  if (sheet.isList)
    return html`${title}<div class="card"><table class="list"><tbody>
${sheet.rows.map(
  ([name, ...values]) => html`<tr><th>${toContent(say, name)}</th>${cells(say, values)}</tr>
`,
)}</tbody></table></div>`
  return html`${title}<div class="card"><table><thead><tr>${sheet.header.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>
${sheet.rows.map(
  (row) => html`<tr>${cells(say, row)}</tr>
`,
)}</tbody></table></div>`
}

function cells(say: Words, row: readonly Cell[]): Html {
  return html`${row.map((cell) => {
    const content = toContent(say, cell)
    return typeof cell === 'number'
      ? html`<td class="number">${content}</td>`
      : html`<td>${content}</td>`
  })}`
}

function toContent(say: Words, cell: Cell): Insertable {
  if (cell === null || cell === undefined) return undefined
  if (typeof cell === 'boolean') return cell ? say.yes : say.no
  if (typeof cell !== 'object') return cell
  const { text, link, bar } = cell
  const shown =
    link !== undefined && /^\/[a-z]/.test(link)
      ? html`<a href="${link}">${text}</a>`
      : html`${text}`
  return bar === undefined ? shown : html`${shown}${toBar(bar)}`
}

const barWidth = 120

/** From the middle to the right what speaks for it, to the left what speaks against it. */
function toBar(share: number): Html {
  const length = Math.round(Math.min(1, Math.abs(share)) * (barWidth / 2))
  const middle = barWidth / 2
  const from = share < 0 ? middle - length : middle
  return html`<svg class="bar" width="${barWidth}" height="12" aria-hidden="true"><line x1="${middle}" x2="${middle}" y1="0" y2="12"/><rect class="${share < 0 ? 'against' : 'for'}" x="${from}" y="2" width="${length}" height="8"/></svg>`
}
