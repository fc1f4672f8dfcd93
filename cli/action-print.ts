// Any JSON value as a table for people, for actions that say nothing of their own.
import type { Sheet } from '../kernel/index.ts'

type Cell = string | number | boolean | null

export function printPlainly(output: unknown): readonly Sheet[] {
  if (Array.isArray(output)) return [toList(output)]
  if (typeof output !== 'object' || output === null) return [{ text: String(toCell(output)) }]
  const rows = Object.entries(output).map(([name, value]) => [name, toCell(value)])
  return [{ header: ['', ''], rows }]
}

function toList(rows: readonly unknown[]): Sheet {
  const objects = rows.map((row) => (typeof row === 'object' && row !== null ? row : { '': row }))
  const header = [...new Set(objects.flatMap((row) => Object.keys(row)))]
  const values = objects.map((row) => {
    const cells = new Map<string, unknown>(Object.entries(row))
    return header.map((name) => toCell(cells.get(name)))
  })
  return { header, rows: values }
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}
