// Whether a column may take another type: in place, by writing the table anew, or only by losing something.
// Types are PostgreSQL's own words (format_type).

export type Widening = 'in place' | 'rewrite' | 'lossy'

const lossless: Readonly<Record<string, readonly string[]>> = {
  integer: ['bigint', 'double precision', 'text'],
  bigint: ['text'],
  real: ['double precision'],
  uuid: ['text'],
  date: ['text', 'timestamp with time zone'],
  boolean: ['text'],
}

export function isWidening(from: string, to: string): Widening {
  if (from === to) return 'in place'
  const [fromName, fromSizes] = toParts(from)
  const [toName, toSizes] = toParts(to)
  if (fromName === 'character varying') {
    if (toName === 'text') return 'in place'
    if (toName === fromName)
      return fromSizes[0] !== undefined && (toSizes[0] ?? Number.POSITIVE_INFINITY) >= fromSizes[0]
        ? 'in place'
        : 'lossy'
  }
  if (fromName === 'numeric' && toName === 'numeric') {
    const [digits = 0, scale = 0] = fromSizes
    const [moreDigits = 0, moreScale = 0] = toSizes
    if (moreScale === scale && moreDigits >= digits) return 'in place'
    return moreScale >= scale && moreDigits - moreScale >= digits - scale ? 'rewrite' : 'lossy'
  }
  // 10 and 19 digits hold every integer and bigint.
  if (toName === 'numeric' && (fromName === 'integer' || fromName === 'bigint')) {
    const whole = (toSizes[0] ?? 0) - (toSizes[1] ?? 0)
    return whole >= (fromName === 'integer' ? 10 : 19) ? 'rewrite' : 'lossy'
  }
  return lossless[fromName]?.includes(toName) === true ? 'rewrite' : 'lossy'
}

function toParts(type: string): readonly [string, readonly number[]] {
  const [, name = type, sizes = ''] = /^([^(]+)\(([\d,]+)\)$/.exec(type) ?? []
  return [name, sizes === '' ? [] : sizes.split(',').map(Number)]
}
