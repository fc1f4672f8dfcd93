// Rows go to their month, months are made ahead by the database's clock, and an id tells its instant.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { alerts, reads, toDatabase } from '../../../test/support/migrate/shop.ts'
import { makePartitions } from '../../migrate/partitions.ts'

const tenantId = '01900000-0000-7000-8000-00000000000a'
const tables = { alert: alerts, read: reads }

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables(tables)
  })
  afterAll(() => opened?.close())

  const ask: OpenedDatabase['query'] = (text, values = []) =>
    opened.as({ 'acervo.tenant': tenantId })(text, ...values)

  async function make(fakeNow: string, months: readonly string[] = []) {
    const direct = await opened.target.direct()
    try {
      await direct.script(`set "acervo.fake_now" to '${fakeNow}'`)
      return await makePartitions(direct, [toDatabase(tables)], { months })
    } finally {
      await direct.close()
    }
  }

  test('months are made ahead over the turn of a year, once', async () => {
    expect(await make('2031-12-31T23:30:00Z')).toEqual([
      't_shop.alerts_y2031m12',
      't_shop.alerts_y2032m01',
    ])
    expect(await make('2031-12-31T23:30:00Z')).toEqual([])
  })

  test('thirty-six months pass without an insert that finds no month', async () => {
    for (let month = 0; month < 36; month++) {
      const now = new Date(Date.UTC(2035, month, 28)).toISOString()
      await make(now)
      await ask(
        `insert into t_shop.alerts (id, at, kind)
          select acervo.uuid7(at), at, 'daily' from generate_series($1::timestamptz,
            $1::timestamptz + interval '20 days', interval '1 day') at`,
        [now],
      )
    }
    const kept = await ask(`select count(*) from t_shop.alerts where kind = 'daily'`)
    expect(cellOf(kept)).toBe(String(36 * 21))
  })

  test('a month of the past is made when it is asked for, and refused until then', async () => {
    const insert = () =>
      ask(`insert into t_shop.alerts (id, at, kind)
        values (acervo.uuid7('2019-05-03T10:00:00Z'), '2019-05-03T10:00:00Z', 'old')`)
    await expect(insert()).rejects.toMatchObject({ code: 'ACV304' })
    expect(await make('2031-12-01T00:00:00Z', ['2019-05'])).toEqual(['t_shop.alerts_y2019m05'])
    await insert()
    const place = await opened.query(
      `select tableoid::regclass from t_shop.alerts where kind = 'old'`,
    )
    expect(cellOf(place)).toBe('t_shop.alerts_y2019m05')
    await expect(make('2031-12-01T00:00:00Z', ['2019-13'])).rejects.toMatchObject({
      code: 'ACV205',
    })
  })

  test('an id and its instant agree, or the row is refused', async () => {
    await ask(`insert into t_shop.alerts (kind) values ('new')`)
    const lie = ask(
      `insert into t_shop.alerts (at, kind) values (acervo.now() - interval '2 s', 'lie')`,
    )
    await expect(lie).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a link carries id and instant and follows its parent', async () => {
    await ask(`insert into t_shop.reads (alert_id, alert_at)
      select id, at from t_shop.alerts where kind = 'new'`)
    await ask(`delete from t_shop.alerts where kind = 'new'`)
    expect(cellOf(await ask('select count(*) from t_shop.reads'))).toBe('0')
  })

  test('there is no default partition', async () => {
    const found = await opened.query(`select count(*) from pg_class c join pg_partitioned_table p
      on p.partdefid = c.oid`)
    expect(cellOf(found)).toBe('0')
  })
})
