// Rows for people: aligned columns, cut to the width of the terminal only where there is one.
import { stripVTControlCharacters } from 'node:util'

export type Cell = string | number | boolean | null | undefined

export interface TableOptions {
  /** 0 where nobody looks: nothing is cut. */
  readonly columns: number
}

const cellWidthMin = 8

export function renderTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { columns }: TableOptions,
): string {
  const texts = rows.map((row) => header.map((_, index) => toText(row[index])))
  const isNumber = header.map((_, index) => rows.every((row) => isNumeric(row[index])))
  const widths = header.map((name, index) =>
    Math.max(widthOf(name), ...texts.map((row) => widthOf(row[index] ?? ''))),
  )
  if (columns > 0) shrink(widths, columns - 2 * (header.length - 1))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => align(cell, widths[index] ?? 0, isNumber[index] === true))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return `${[line(header), rule, ...texts.map(line)].join('\n')}\n`
}

/** A value from outside must not move the cursor or colour the screen of whoever reads it. */
export function toPlainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

function toText(cell: Cell): string {
  return cell === null || cell === undefined ? '' : toPlainText(String(cell))
}

function isNumeric(cell: Cell): boolean {
  return cell === null || cell === undefined || /^-?\d+(\.\d+)?$/.test(String(cell))
}

/** The widest column gives way first. */
function shrink(widths: number[], room: number): void {
  const cap = Math.max(room, cellWidthMin)
  widths.forEach((width, index) => {
    widths[index] = Math.min(width, cap)
  })
  const sum = (): number => widths.reduce((total, width) => total + width, 0)
  const surplusMax = Math.max(0, sum() - room)
  for (let taken = 0; taken < surplusMax; taken++) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= cellWidthMin) return
    widths[widest] = (widths[widest] ?? 0) - 1
  }
}

function align(text: string, width: number, isRight: boolean): string {
  const length = widthOf(text)
  if (length > width) return `${[...text].slice(0, width - 1).join('')}…`
  const space = ' '.repeat(width - length)
  return isRight ? `${space}${text}` : `${text}${space}`
}

function widthOf(text: string): number {
  return [...text].length
}
