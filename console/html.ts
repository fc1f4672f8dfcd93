// HTML as a value: everything put into a template is escaped, by one function, unless it is HTML itself.
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Insertable = Html | string | number | readonly Insertable[] | undefined

export function html(parts: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return new Html(parts.reduce((text, part, at) => text + toText(values[at - 1]) + part))
}

function toText(value: Insertable): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value))
  return value.map(toText).join('')
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? '')
}
