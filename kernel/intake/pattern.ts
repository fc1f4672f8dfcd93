// Patterns for days, times and instants, such as DD/MM/YYYY -> a reader of texts that look so.
// Whether the day exists is asked by the column's own check.
import { AcervoError } from '../errors/index.ts'

export type ReadText = (text: string, name: string) => unknown

const parts = {
  YYYY: '\\d{4}',
  MM: '\\d{1,2}',
  DD: '\\d{1,2}',
  HH: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
} as const

type Part = keyof typeof parts

const needed: Readonly<Record<'date' | 'time' | 'instant', readonly Part[]>> = {
  date: ['YYYY', 'MM', 'DD'],
  time: ['HH', 'mm'],
  instant: ['YYYY', 'MM', 'DD'],
}

/** Instants without a zone in the pattern are UTC. */
export function toPatternReader(type: 'date' | 'time' | 'instant', pattern: string): ReadText {
  const { form, order } = compile(type, pattern)
  return (text, name) => {
    const match = form.exec(text)
    if (match === null) {
      throw new AcervoError('ACV205', `'${name}' cannot be ${JSON.stringify(text.slice(0, 80))}`, {
        details: `Allowed: ${type} written as ${pattern}.`,
      })
    }
    const found = Object.fromEntries(order.map((part, at) => [part, match[at + 1] ?? '']))
    return render(type, found)
  }
}

function compile(type: 'date' | 'time' | 'instant', pattern: string) {
  const order: Part[] = []
  const body = pattern.replace(/YYYY|MM|DD|HH|mm|ss|[^A-Za-z0-9]|./g, (piece) => {
    if (!(piece in parts)) return `\\u{${piece.codePointAt(0)?.toString(16)}}`
    order.push(piece as Part)
    // Without marks between them (19081209) every part has its full width.
    return `(${/[^A-Za-z]/.test(pattern) ? parts[piece as Part] : parts[piece as Part].replace('1,', '')})`
  })
  const missing = needed[type].filter((part) => !order.includes(part))
  if (missing.length > 0 || new Set(order).size < order.length || pattern.length > 40) {
    throw new AcervoError('ACV606', `the ${type} format '${pattern}' is not usable`, {
      details: `Parts: ${Object.keys(parts).join(', ')}, each once; ${type} needs ${needed[type].join(', ')}.`,
      hint: 'For example DD/MM/YYYY.',
    })
  }
  return { form: new RegExp(`^${body}$`, 'u'), order }
}

function render(type: 'date' | 'time' | 'instant', found: Record<string, string>): string {
  const two = (part: Part) => (found[part] ?? '0').padStart(2, '0')
  const day = `${found.YYYY}-${two('MM')}-${two('DD')}`
  const time = `${two('HH')}:${two('mm')}:${two('ss')}`
  if (type === 'date') return day
  return type === 'time' ? time : `${day}T${time}Z`
}
