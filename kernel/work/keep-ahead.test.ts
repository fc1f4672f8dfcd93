// A process that lives longer than the months that stood when it began. The clock is the database's own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../test/support/migrate/opened.ts'
import { toDatabase } from '../../test/support/migrate/shop.ts'
import { instant } from '../table/column.ts'
import { defineTable } from '../table/table.ts'
import { partitioned } from '../traits/partitioned/partitioned.ts'
import { keepAhead } from './keep-ahead.ts'

const reading = defineTable('readings', { takenAt: instant() }, [
  partitioned({ by: 'takenAt', every: 'month', ahead: 3 }),
])
const database = toDatabase({ reading })

onEachEngine((engine) => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ reading })
  })
  afterAll(() => opened?.close())

  const months = async () =>
    cellOf(
      await opened.query(`select count(*) from pg_inherits
    where inhparent = 't_shop.readings'::regclass`),
    )
  const keep = () => {
    const problems: unknown[] = []
    const keeper = keepAhead(
      { targets: { of: () => opened.target, all: () => [opened.target] } },
      { databases: new Map([['shop', database]]) },
      (error) => problems.push(error),
    )
    return { keeper, problems }
  }

  test('a start makes what these weeks need, and the process the months after', async () => {
    // On the embedded engine whoever asks waits while months are made.
    expect(await months()).toBe(engine === 'embedded' ? '2' : '4')
    const { keeper, problems } = keep()
    await keeper.look()
    expect(await months()).toBe('4')
    const [last = ''] =
      (
        await opened.query(`select max(relname) from pg_class
      where relispartition and relkind = 'r'`)
      ).rows[0] ?? []
    await opened.query(`drop table t_shop.${last}`)
    await keeper.look()
    expect(await months()).toBe('4')
    await keeper.stop()
    expect(problems).toEqual([])
  })

  test('who has been stopped makes nothing more', async () => {
    await opened.query('drop table if exists t_shop.readings_y1999m01')
    const [last = ''] =
      (
        await opened.query(`select max(relname) from pg_class
      where relispartition and relkind = 'r'`)
      ).rows[0] ?? []
    await opened.query(`drop table t_shop.${last}`)
    const { keeper } = keep()
    await keeper.stop()
    await keeper.look()
    expect(await months()).toBe('3')
  })
})
