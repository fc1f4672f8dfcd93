// Headings, paragraphs and tables of an answer as text, one empty line between them.
import type { Cell, Sheet } from '../../kernel/index.ts'
import { renderTable, type TableOptions, toPlainText } from './table.ts'

const barWidth = 10

export function renderSheets(sheets: readonly Sheet[], options: TableOptions): string {
  return sheets.map((sheet) => renderSheet(sheet, options)).join('\n')
}

function renderSheet(sheet: Sheet, options: TableOptions): string {
  if ('heading' in sheet) {
    const heading = toPlainText(sheet.heading)
    return `${heading}\n${'═'.repeat([...heading].length)}\n`
  }
  if ('text' in sheet) return `${sheet.text.split('\n').map(toPlainText).join('\n')}\n`
  const title = sheet.title === undefined ? '' : `${toPlainText(sheet.title)}\n\n`
  const rows = sheet.rows.map((row) => row.map(toCell))
  if (sheet.isList) {
    const [, , ...lines] = renderTable(sheet.header, rows, options).split('\n')
    return `${title}${lines.join('\n')}`
  }
  return `${title}${renderTable(sheet.header, rows, options)}`
}

function toCell(cell: Cell): string | number | boolean | null | undefined {
  if (typeof cell !== 'object' || cell === null) return cell
  const { text, bar } = cell
  if (bar === undefined) return text
  const length = Math.round(Math.min(1, Math.abs(bar)) * barWidth)
  return `${text} ${(bar < 0 ? '░' : '█').repeat(length)}`
}
