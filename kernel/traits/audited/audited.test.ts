// Who did what to which row is kept with it or not at all: whoever writes, however many rows, whatever else the
// table does.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { belongsTo, bigint, counter, instant, text, uuid, vector } from '../../table/column.ts'
import { primaryKey } from '../../table/constraint.ts'
import { defineTable } from '../../table/table.ts'
import { auditDetails } from '../audit-log/audit-details.ts'
import { auditLog } from '../audit-log/audit-log.ts'
import { counted } from '../counted/counted.ts'
import { partitioned } from '../partitioned/partitioned.ts'
import { softDeleted } from '../soft-deleted/soft-deleted.ts'
import { tenant } from '../tenant/tenant.ts'
import { timestamped } from '../timestamped/timestamped.ts'
import { audited } from './audited.ts'

const tables = {
  branch: defineTable('branches', { name: text(), visitCount: counter() }, [audited()]),
  visit: defineTable(
    'visits',
    {
      branchId: belongsTo('branches', { onDelete: 'cascade' }),
      amount: bigint(),
      at: instant().optional(),
      secret: text().optional().hidden(),
      face: vector(3).optional().hidden(),
    },
    [audited(), counted('branchId', { into: 'visitCount' }), timestamped()],
  ),
  patient: defineTable(
    'patients',
    {
      name: text(),
      email: text().optional(),
      room: text().optional(),
      code: text().optional().hidden(),
    },
    [tenant(), audited({ personal: ['name', 'email'] })],
  ),
  answer: defineTable('answers', { patientId: uuid(), words: text() }, [
    audited({ subject: 'patientId', purpose: 'required' }),
  ]),
  memo: defineTable('memos', { words: text() }, [softDeleted(), audited()]),
  seat: defineTable('seats', { row: text(), number: bigint(), taken: text() }, [
    primaryKey('row', 'number'),
    audited(),
  ]),
  reading: defineTable('readings', { takenAt: instant().defaultNow(), value: text() }, [
    partitioned({ by: 'takenAt', every: 'month' }),
    audited(),
  ]),
  auditEvent: defineTable('audit_events', {}, [
    auditLog(),
    partitioned({ by: 'occurredAt', every: 'month' }),
  ]),
  auditDetail: defineTable('audit_details', {}, [auditDetails()]),
}

const [one, two] = ['0193a5b0-0000-7000-8000-000000000001', '0193a5b0-0000-7000-8000-000000000002']
const [a, b] = ['0193a5b0-0000-7000-8000-00000000000a', '0193a5b0-0000-7000-8000-00000000000b']

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables(tables)
  })
  afterAll(() => opened?.close())
  beforeEach(() =>
    opened.script(`set session_replication_role = replica;
      truncate t_shop.branches, t_shop.visits, t_shop.patients, t_shop.answers, t_shop.memos, t_shop.seats, t_shop.readings,
        t_shop.audit_events, t_shop.audit_details;
      set session_replication_role = origin`),
  )

  const ada = { 'acervo.actor': 'user:ada' }
  const run = (text: string, ...values: unknown[]) => opened.as(ada)(text, ...values)
  const kept = async (columns: string, where = 'true') => {
    const { rows } = await opened.query(
      `select ${columns} from t_shop.audit_events where ${where} order by occurred_at, operation, row_id`,
    )
    return rows
  }
  const json = (text: string | null | undefined) => JSON.parse(text ?? 'null')

  test('an insert, an update and a delete are kept with actor, reason, request and agent', async () => {
    const settings = {
      ...ada,
      'acervo.purpose': 'care',
      'acervo.request_id': 'r1',
      'acervo.agent': 'scribe',
      'acervo.agent_run': 'run-1',
      'acervo.agent_tool': 'rename',
    }
    await run('insert into t_shop.branches (id, name) values ($1, $2)', one, 'North')
    await opened.as(settings)(`update t_shop.branches set name = 'South'`)
    await run('delete from t_shop.branches')
    expect(
      await kept(
        'operation, table_name, row_id, actor, purpose, request_id, agent_id, agent_run, agent_tool',
      ),
    ).toEqual([
      ['INSERT', 'branches', one, 'user:ada', null, null, null, null, null],
      ['UPDATE', 'branches', one, 'user:ada', 'care', 'r1', 'scribe', 'run-1', 'rename'],
      ['DELETE', 'branches', one, 'user:ada', null, null, null, null, null],
    ])
    const values = (await kept('before, after')).map((row) => row.map(json))
    expect(values).toEqual([
      [null, { id: one, name: 'North' }],
      [{ name: 'North' }, { name: 'South' }],
      [{ id: one, name: 'South' }, null],
    ])
  })

  test('a write by nobody is refused, and the migrator is named by its role', async () => {
    const write = `insert into t_shop.branches (name) values ('x')`
    for (const settings of [{}, { 'acervo.actor': '' }])
      await expect(opened.as(settings)(write)).rejects.toMatchObject({ code: 'ACV340' })
    expect(await kept('id')).toEqual([])
    await opened.script(write)
    const [[migrator] = []] = (await opened.query('select current_user')).rows
    expect(await kept('actor')).toEqual([[`migrator:${migrator}`]])
  })

  test('what is rolled back leaves nothing, and a statement that changes nothing tells nothing', async () => {
    await run('insert into t_shop.branches (id, name) values ($1, $2)', one, 'North')
    await expect(
      opened.within(ada, async (session) => {
        await session.query({ text: `update t_shop.branches set name = 'gone'`, values: [] })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await run(`update t_shop.branches set name = 'North'`)
    await run(`update t_shop.branches set name = 'nowhere' where id = $1`, two)
    expect(await kept('operation')).toEqual([['INSERT']])
  })

  test('hidden values are only named; values are those that clients see; counters tell nothing', async () => {
    await run('insert into t_shop.branches (id, name) values ($1, $2)', one, 'North')
    await run(
      `insert into t_shop.visits (id, branch_id, amount, at, secret, face)
       values ($1, $2, 9007199254740993, '2026-01-02 03:04:05.6+00', 'hush', '[1,2,3]')`,
      two,
      one,
    )
    await run(`update t_shop.visits set secret = 'hush hush'`)
    await run(`update t_shop.visits set face = '[1,2,4]', amount = 2`)
    await run('insert into t_shop.memos (words) values ($1)', 'x')
    await run(`update t_shop.memos set deleted_at = '2026-02-01'`)
    const rows = await kept(
      'operation, before, after, withheld',
      `table_name = 'visits' or operation = 'UPDATE'`,
    )
    expect(
      rows.map(([operation, before, after, withheld]) => [
        operation,
        json(before),
        json(after),
        withheld,
      ]),
    ).toEqual([
      [
        'INSERT',
        null,
        { id: two, branchId: one, amount: '9007199254740993', at: '2026-01-02T03:04:05.600000Z' },
        '{secret,face}',
      ],
      ['UPDATE', {}, {}, '{secret}'],
      ['UPDATE', { amount: '9007199254740993' }, { amount: '2' }, '{face}'],
      ['UPDATE', { deletedAt: null }, { deletedAt: '2026-02-01T00:00:00.000000Z' }, null],
    ])
    expect(JSON.stringify(await kept('before, after'))).not.toContain('hush')
    expect(await kept('operation', `table_name = 'branches'`)).toEqual([['INSERT']])
  })

  test('a cascade is kept like any deletion', async () => {
    await run('insert into t_shop.branches (id, name) values ($1, $2)', one, 'North')
    await run('insert into t_shop.visits (branch_id, amount) values ($1, 1), ($1, 2)', one)
    await run('delete from t_shop.branches')
    expect(await kept('table_name, actor', `operation = 'DELETE'`)).toEqual([
      ['branches', 'user:ada'],
      ['visits', 'user:ada'],
      ['visits', 'user:ada'],
    ])
  })

  test('a bulk write is kept row by row under one transaction and one instant', async () => {
    await run(`insert into t_shop.branches (name) select 'b' || n from generate_series(1, 500) n`)
    const counts = await kept('row_id')
    expect(new Set(counts.map(String)).size).toBe(500)
    const same =
      'select count(distinct transaction_id), count(distinct occurred_at) from t_shop.audit_events'
    expect((await opened.query(same)).rows).toEqual([['1', '1']])
  })

  test('the id of an event tells its instant, though no check of the log says so', async () => {
    const here = opened.as({ ...ada, 'acervo.tenant': a as string })
    for (const table of ['branches', 'patients']) {
      const write = table === 'patients' ? here : run
      await write(`insert into t_shop.${table} (id, name) values ($1, 'North')`, one)
      await write(`update t_shop.${table} set name = 'South'`)
      await write(`delete from t_shop.${table}`)
    }
    const milliseconds = 'floor(extract(epoch from occurred_at) * 1000)::bigint'
    const said = await kept(
      `operation, substr(uuid_send(id), 1, 6) = substr(int8send(${milliseconds}), 3)`,
    )
    expect(said.map(String).sort()).toEqual([
      ...Array(2).fill('DELETE,t'),
      ...Array(2).fill('INSERT,t'),
      ...Array(2).fill('UPDATE,t'),
    ])
  })

  test('personal values stand apart under a salt; the log holds their digest', async () => {
    const here = opened.as({ ...ada, 'acervo.tenant': a as string })
    await here(
      `insert into t_shop.patients (id, name, email, room, code) values ($1, 'Eva', 'eva@x.es', '7', 'zz')`,
      one,
    )
    await here(`update t_shop.patients set email = 'eva@y.es', room = '8'`)
    await here(`update t_shop.patients set room = '9'`)
    const rows = await kept('after, withheld, detail_digest is not null')
    expect(rows.map(([after, ...more]) => [json(after), ...more])).toEqual([
      [{ id: one, room: '7' }, '{name,email,code}', 't'],
      [{ room: '8' }, '{email}', 't'],
      [{ room: '9' }, null, 'f'],
    ])
    expect(JSON.stringify(await kept('before, after'))).not.toContain('eva')
    const details = await opened.query(
      `select d.subject, d.before, d.after, length(d.salt), e.detail_digest = acervo.audit_digest(d.salt, d.before, d.after)
       from t_shop.audit_details d join t_shop.audit_events e on e.id = d.event_id order by d.occurred_at`,
    )
    expect(
      details.rows.map(([subject, before, after, ...more]) => [
        subject,
        json(before),
        json(after),
        ...more,
      ]),
    ).toEqual([
      [one, null, { name: 'Eva', email: 'eva@x.es' }, '32', 't'],
      [one, { email: 'eva@x.es' }, { email: 'eva@y.es' }, '32', 't'],
    ])
  })

  test('where only a subject is named all of the row stands apart, and a purpose can be asked for', async () => {
    const text = 'insert into t_shop.answers (patient_id, words) values ($1, $2)'
    await expect(run(text, two, 'I feel well')).rejects.toMatchObject({ code: 'ACV342' })
    await opened.as({ ...ada, 'acervo.purpose': 'care' })(text, two, 'I feel well')
    expect(await kept('before, after')).toEqual([[null, null]])
    const { rows } = await opened.query(`select subject, after->>'words' from t_shop.audit_details`)
    expect(rows).toEqual([[two, 'I feel well']])
  })

  test('a key of several columns and a partitioned table are told by their keys', async () => {
    await run(`insert into t_shop.seats ("row", number, taken) values ('A', 1, 'no')`)
    await run(`update t_shop.seats set taken = 'yes'`)
    await run(`insert into t_shop.readings (value) values ('1')`)
    await run(`update t_shop.readings set value = '2'`)
    const { rows } = await opened.query('select id from t_shop.readings')
    expect(await kept('row_id', `operation = 'UPDATE'`)).toEqual([['["A", "1"]'], rows[0]])
  })

  test('nobody at run time adds, changes, removes or empties what was kept', async () => {
    await run(`insert into t_shop.branches (name) values ('x')`)
    for (const role of ['acervo_app', 'acervo_worker', 'acervo_readonly'] as const)
      for (const text of [
        `insert into t_shop.audit_events (transaction_id, operation, table_name, actor) values (1, 'READ', 'x', 'y')`,
        `update t_shop.audit_events set actor = 'x'`,
        'delete from t_shop.audit_events',
        'truncate t_shop.audit_events',
        `update t_shop.audit_details set after = null`,
      ])
        await expect(
          opened.target.group({ settings: ada, role }, [{ text, values: [] }]),
        ).rejects.toMatchObject({ code: 'ACV306' })
    for (const table of ['audit_events', 'audit_details', 'branches cascade', 'visits'])
      await expect(opened.script(`truncate t_shop.${table}`)).rejects.toMatchObject({
        code: 'ACV341',
      })
    expect(await kept('operation')).toEqual([['INSERT']])
  })

  test('a tenant sees what was done to its own rows, and nobody else does', async () => {
    for (const [at, whose] of [a, b].entries())
      await opened.as({ ...ada, 'acervo.tenant': whose as string })(
        `insert into t_shop.patients (id, name) values ($1, 'Eva')`,
        [one, two][at],
      )
    await run(`insert into t_shop.branches (name) values ('x')`)
    const seen = async (
      settings: Record<string, string>,
      role: 'acervo_app' | 'acervo_readonly',
    ) => {
      const text = `select string_agg(table_name || coalesce(' ' || row_id, ''), ', ' order by row_id) from t_shop.audit_events
        where table_name = 'patients'`
      const details = 'select count(*) from t_shop.audit_details'
      const [events] = await opened.target.group({ settings, role }, [{ text, values: [] }])
      const more = role === 'acervo_app' ? (await opened.as(settings)(details)).rows[0]?.[0] : '-'
      return [events?.rows[0]?.[0], more]
    }
    expect(await seen({ 'acervo.tenant': a as string }, 'acervo_app')).toEqual([
      `patients ${one}`,
      '1',
    ])
    expect(await seen({ 'acervo.tenant': b as string }, 'acervo_readonly')).toEqual([
      `patients ${two}`,
      '-',
    ])
    expect(await seen({ 'acervo.tenant': `${a},${b}` }, 'acervo_app')).toEqual([
      `patients ${one}, patients ${two}`,
      '2',
    ])
    expect(await seen({}, 'acervo_app')).toEqual([null, '0'])
    const own = 'select count(*) from t_shop.audit_events'
    expect((await opened.as({ 'acervo.tenant': a as string })(own)).rows).toEqual([['1']])
  })
})
