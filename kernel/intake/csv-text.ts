// Values of a row -> a line of CSV (RFC 4180). Null is nothing, the empty text is "": reading it back gives
// the same row.

export function toCsvLine(cells: readonly unknown[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // A space at either end would be lost on readers that trim; \. ends the input of PostgreSQL's COPY.
  return text === '' || text === '\\.' || /["\r\n,;\t]|^\s|\s$/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text
}
