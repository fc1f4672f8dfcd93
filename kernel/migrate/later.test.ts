// What a later file does to tables that stand: pieces of partitions, names that pass from one thing to another.
import { expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { useLaterFiles } from '../../test/support/migrate/later-files.ts'
import { toDatabase } from '../../test/support/migrate/shop.ts'
import { tenantId } from '../../test/support/migrate/versions.ts'
import { belongsTo, bigint, boolean, counter, instant, text, uuid } from '../table/column.ts'
import { index, unique } from '../table/constraint.ts'
import type { Tables } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { counted, partitioned, searchable, softDeleted, tenant } from '../traits/index.ts'
import { makeAhead } from './make-ahead.ts'

onEachEngine(() => {
  const { develop, write: writeFiles, script, query, target, differences } = useLaterFiles()
  const write = (tables: Tables) => writeFiles(tables, true)

  const note = defineTable('notes', { body: text() })
  const traits = [tenant(), partitioned({ by: 'at', every: 'month', ahead: 1 }), index(['kind'])]
  const columns = { at: instant().defaultNow(), kind: text() }

  test('a partitioned table comes with a later file', async () => {
    await develop({ note })
    const after = { note, event: defineTable('events', columns, traits) }
    await write(after)
    await develop(after)
    await script(`insert into t_shop.events (tenant_id, kind) values ('${tenantId}', 'x')`)
    expect(await differences(after)).toEqual([])
  })

  test('a partitioned table is renamed with its pieces and gets further ones', async () => {
    await develop({ event: defineTable('events', columns, traits) })
    await script(`insert into t_shop.events (tenant_id, kind) values ('${tenantId}', 'x')`)
    const ahead = [tenant(), partitioned({ by: 'at', every: 'month', ahead: 3 }), index(['kind'])]
    const after = { event: defineTable('happenings', columns, ahead, { was: 'events' }) }
    await write(after)
    await develop(after)
    // Those that the embedded engine leaves to the work beside requests.
    await makeAhead(target(), [toDatabase(after)])
    const { rows } = await query(`select count(*), (select count(*) from t_shop.happenings)
      from pg_inherits where inhparent = 't_shop.happenings'::regclass`)
    expect(rows).toEqual([['4', '1']])
    expect(await differences(after)).toEqual([])
  })

  test('words of SQL name tables and columns, and traits act on them', async () => {
    const own = { order: text(), user: uuid(), limit: counter(), check: boolean().default(false) }
    const traits = [tenant({ by: 'user' }), softDeleted(), unique(['order', 'check'])]
    const link = { userId: belongsTo('user', { onDelete: 'cascade' }), desc: bigint() }
    const counts = [tenant(), softDeleted(), counted('userId', { into: 'limit', sum: 'desc' })]
    const select = defineTable('select', link, counts)
    await develop({ user: defineTable('user', own, traits), select })
    const words = searchable({ order: 'A', grant: 'B' }, { language: 'simple' })
    const grown = { ...own, grant: text().optional() }
    const after = {
      user: defineTable('user', grown, [...traits, index(['-grant']), words]),
      select,
    }
    await write(after)
    await develop(after)
    const settings = { 'acervo.tenant': tenantId }
    const id = '01900000-0000-7000-8000-00000000000b'
    const insert = `insert into t_shop."user" (id, "order", "user") values ($1, 'x', $2)`
    await target().group({ settings, role: 'acervo_app' }, [
      { text: insert, values: [id, tenantId] },
      { text: `insert into t_shop."select" (user_id, "desc") values ($1, 7)`, values: [id] },
    ])
    const { rows } = await query(`select "limit", search_vector from t_shop."user"`)
    expect(rows).toEqual([['7', "'x':1A"]])
    expect(await differences(after)).toEqual([])
  })

  test('a tenant comes to rows that stand by a backfill, never by a guess', async () => {
    await develop({ note })
    await script(`insert into t_shop.notes (body) values ('x')`)
    const guessed = { note: defineTable('notes', { body: text() }, [tenant()]) }
    await expect(develop(guessed)).rejects.toMatchObject({
      code: 'ACV409',
      hint: expect.stringContaining('.backfill('),
    })
    const filled = { body: text(), tenantId: uuid().backfill(`'${tenantId}'`).hidden() }
    const after = { note: defineTable('notes', filled, [tenant({ by: 'tenantId' })]) }
    await develop(after)
    const { rows } = await query('select tenant_id from t_shop.notes')
    expect(rows).toEqual([[tenantId]])
    expect(await differences(after)).toEqual([])
  })

  test('a unique of live rows becomes one of all rows under the same name, and back', async () => {
    const live = { note: defineTable('notes', { body: text() }, [softDeleted(), unique(['body'])]) }
    const all = { note: defineTable('notes', { body: text() }, [unique(['body'])]) }
    await develop(live)
    await script(`insert into t_shop.notes (body) values ('x')`)
    await write(all)
    await develop(all)
    expect(await differences(all)).toEqual([])
    await write(live)
    await develop(live)
    expect(await differences(live)).toEqual([])
  })
})
