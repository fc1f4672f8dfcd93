import { expect, test } from 'vitest'
import { makeTerminal } from './fake-terminal.ts'
import { createProgress } from './progress.ts'

test('elsewhere than in a terminal each tenth is one line', () => {
  const io = makeTerminal()
  const progress = createProgress(io)
  for (let i = 0; i <= 1_000; i++) progress.update(i / 1_000, `${i} rows`)
  const lines = io.written.err.trimEnd().split('\n')
  expect(lines).toHaveLength(10)
  expect(lines[0]).toBe('10 % 100 rows')
  expect(lines.at(-1)).toBe('100 % 1000 rows')
})

test('a terminal has one line that is written over, not too often, and gone at the end', async () => {
  const io = makeTerminal({ isTty: true, columns: 50 })
  let time = 0
  const progress = createProgress(io, false, () => time)
  for (; time < 1_000; time++) progress.update(time / 1_000, 'rows '.repeat(40))
  await progress.end()
  const drawn = io.written.err.split('\r').slice(1)
  expect(drawn.length).toBeLessThan(20)
  expect(io.written.err).not.toContain('\n')
  expect(drawn.every((line) => [...line].length < 50 + '\u001b[2K'.length)).toBe(true)
  expect(io.written.err.endsWith('\r\u001b[2K')).toBe(true)
})

test('without an end in sight no share is invented', () => {
  const io = makeTerminal({ isTty: true, columns: 80 })
  createProgress(io).update(undefined, '5 rows')
  expect(io.written.err).toContain('5 rows')
  expect(io.written.err).not.toContain('%')
})

test('programs get no progress', () => {
  const io = makeTerminal()
  createProgress(io, true).update(1, 'all')
  expect(io.written.err).toBe('')
})
