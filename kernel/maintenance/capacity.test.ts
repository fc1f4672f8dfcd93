// The model of capacity against what the stated sizes took on a disk (bench/results/capacity.json), and its borders.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systems } from '../../systems/index.ts'
import { defineModel } from '../model/define-model.ts'
import type { TableModel } from '../model/model.ts'
import { planCapacity } from './capacity.ts'

const model = defineModel(systems)
const tableOf = (database: string, name: string) =>
  model.databases.get(database)?.tables.get(name) as TableModel
const chunk = tableOf('orquix', 'contextChunk')
const detection = tableOf('banking', 'detectionEvent')
const message = tableOf('conversations', 'message')

interface Loaded {
  readonly table: string
  readonly rows: number
  readonly heapBytes: number
  readonly indexBytes: number
  readonly toastBytes: number
}
const path = join(import.meta.dirname, '..', '..', 'bench', 'results', 'capacity.json')
const loaded: readonly Loaded[] = JSON.parse(readFileSync(path, 'utf8')).figures.tables

test.each([
  ['orquix.context_chunks', chunk, 300],
  ['banking.detection_events', detection, 100],
  ['conversations.messages', message, 300],
])(
  'what %s took when the stated rows were loaded is foretold within a third',
  (name, table, textBytes) => {
    const took = loaded.find((one) => one.table === name)
    if (took === undefined) throw new Error(`${name} was not loaded`)
    const { tables, bytes } = planCapacity([{ table, rows: took.rows, monthly: 0 }], { textBytes })
    expect(tables[0]?.how).toBe('declared')
    const real = took.heapBytes + took.indexBytes + took.toastBytes
    expect(Math.abs(bytes / real - 1)).toBeLessThan(1 / 3)
  },
)

test('what stands counts more than what is declared, and grows with the rows', () => {
  const measured = new Map([
    ['conversations.messages', { rows: 10_000, heapBytes: 1e6, indexBytes: 5e5, toastBytes: 0 }],
  ])
  const { tables, bytes } = planCapacity([{ table: message, rows: 10_000, monthly: 10_000 }], {
    ...{ months: 9, measured },
  })
  expect(tables).toMatchObject([
    { how: 'measured', rows: 100_000, heapBytes: 1e7, indexBytes: 5e6 },
  ])
  expect(bytes).toBe(1.5e7)
})

test('a partitioned table has its months, and is never too large to stay in one piece', () => {
  const { tables, split } = planCapacity([{ table: detection, rows: 0, monthly: 100_000_000 }])
  expect(tables[0]?.partitions).toBe(13 + (detection.partition?.ahead ?? 0))
  expect(split.filter(({ reason }) => reason === 'table')).toEqual([])
})

test('when to split is told by the first month in which it is so', () => {
  const wish = [{ table: chunk, rows: 500_000, monthly: 1_000_000 }]
  const gb = 1024 ** 3
  const small = planCapacity(wish, { months: 24, memoryBytes: 8 * gb })
  const memory = small.split.find(({ reason }) => reason === 'memory')
  expect(memory?.inMonths).toBeGreaterThan(0)
  expect(memory?.inMonths).toBeLessThan(6)
  const large = planCapacity(wish, { months: 24, memoryBytes: 512 * gb })
  expect(large.split.find(({ reason }) => reason === 'memory')).toBeUndefined()
  expect(planCapacity(wish, { months: 240 }).split).toContainEqual({
    ...{ reason: 'table', table: 'orquix.context_chunks', inMonths: expect.any(Number) },
  })
})

test('the largest vector index is to be built in memory', () => {
  const { settings, tables } = planCapacity([{ table: chunk, rows: 1_000_000, monthly: 0 }])
  expect(settings.maintenance_work_mem).toBeGreaterThan(tables[0]?.vectorBytes ?? Number.NaN)
  expect(tables[0]?.vectorBytes).toBeGreaterThan(1_000_000 * 384 * 4)
})
