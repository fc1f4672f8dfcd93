// What the five systems declare of backups: when, how long, and tables that are there.
import { expect, test } from 'vitest'
import { schedulesOf, toSelection } from '../kernel/backup/schedules.ts'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'

const model = defineModel(systems)
const schedules = schedulesOf(model)

test('each system is backed up when, and as long as, its specification says', () => {
  const said = schedules.map(({ name, cron, keepDays }) => [name, cron, keepDays])
  expect(said.toSorted()).toEqual([
    ['agents-daily', '0 2 * * *', 30],
    ['ai-core-daily', '0 2 * * *', 30],
    ['banking-daily', '0 3 * * *', 7],
    ['conversations-daily', '0 2 * * *', 30],
    ['orquix-daily', '0 2 * * *', 30],
    ['orquix-embeddings', '0 1 * * 0', 28],
    ['orquix-incremental', '0 */6 * * *', 7],
  ])
})

test('every schedule names databases and tables that are there', () => {
  for (const schedule of schedules) {
    const { databases, tables } = toSelection(model, schedule)
    expect(databases.length, schedule.name).toBeGreaterThan(0)
    expect(tables?.length, schedule.name).toBe(schedule.tables?.length)
  }
})
