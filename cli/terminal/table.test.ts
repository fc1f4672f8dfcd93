import { expect, test } from 'vitest'
import { renderTable } from './table.ts'

test('columns are aligned: words to the left, numbers to the right, nothing for null', () => {
  const rows = [
    ['ñandú', 7, 'x'],
    ['a', 1234, null],
  ]
  expect(renderTable(['name', 'rows', 'note'], rows, { columns: 0 })).toBe(
    ['name   rows  note', '─────  ────  ────', 'ñandú     7  x', 'a      1234', ''].join('\n'),
  )
})

test('a narrow terminal cuts the widest column, and a pipe cuts nothing', () => {
  const rows = [['x'.repeat(100), 'short']]
  const cut = renderTable(['text', 'other'], rows, { columns: 40 })
  expect(cut.split('\n').every((line) => line.length <= 40)).toBe(true)
  expect(cut).toContain('…')
  expect(cut).toContain('short')
  expect(renderTable(['text', 'other'], rows, { columns: 0 })).toContain('x'.repeat(100))
})

test('a cell of megabytes costs no more than it shows', () => {
  const startedAt = performance.now()
  renderTable(['a', 'b'], [['x'.repeat(5_000_000), 'y'.repeat(5_000_000)]], { columns: 80 })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test('a value cannot move the cursor, colour the screen or break a line', () => {
  const text = renderTable(['a'], [['one\u001b[2Jtwo\nthree\u0007\u009b31m']], { columns: 0 })
  expect(text.split('\n')).toHaveLength(4)
  expect([...text].filter((char) => char < ' ' && char !== '\n')).toEqual([])
})
