// The text that a Model becomes: each kind of thing once, and nothing that only one engine or one moment knows.
import { expect, test } from 'vitest'
import { shopTables, toDatabase } from '../../test/support/migrate/shop.ts'
import { hashDatabase, renderDatabase, renderMermaid, renderSchemaText } from './index.ts'
import { renderAlone } from './statement.ts'

const database = toDatabase(shopTables)
const text = renderSchemaText(database)
const sqlOf = (key: string) => renderDatabase(database).find((each) => each.key === key)?.sql

test('nothing rendered asks the clock or makes ids past the kernel', () => {
  expect(text).not.toMatch(/(?<!acervo\.)\bnow\(\)|current_timestamp|gen_random_uuid|uuidv7/)
})

test('text compares bytes, names are quoted, literals are escaped', () => {
  const everything = sqlOf('table everything') ?? ''
  expect(everything).toContain(`"a" text collate "C" default 'o''clock' not null`)
  expect(everything).toContain('"user" text collate "C" not null')
  expect(everything).toContain('"e" numeric(12, 2) default \'1.50\' not null')
  expect(everything).toContain('"r" integer generated always as (c * 2) stored')
  expect(everything).toContain('"q" acervo.vector(3)')
})

test('a link within a tenant carries it, and set null clears the link alone', () => {
  expect(sqlOf('constraint visits.visits_host_id_fkey')).toBe(
    'alter table "t_shop"."visits" add constraint "visits_host_id_fkey" ' +
      'foreign key ("host_id", "tenant_id") references "t_shop"."clients" ("id", "tenant_id") ' +
      'on delete set null ("host_id")',
  )
})

test('a partitioned table is identified by id and instant, and its ids tell the instant', () => {
  const alerts = sqlOf('table alerts') ?? ''
  expect(alerts).toContain('"id" uuid default acervo.uuid7(acervo.now()) not null')
  expect(alerts).toContain('primary key ("id", "at")')
  expect(alerts).toMatch(/check \(substr\(uuid_send\("id"\), 1, 6\) = .*"at"\) \* 1000\)/)
  expect(alerts).toMatch(/\) partition by range \("at"\)$/)
})

test('a policy comes with row security enabled and forced', () => {
  expect(sqlOf('rls visits')).toBe(
    'alter table "t_shop"."visits" enable row level security, force row level security',
  )
  expect(sqlOf('policy visits.tenant')).toContain('as restrictive for all to public using')
})

test('roles get the columns they may write one by one, never a maintained one', () => {
  const [grants = ''] = (sqlOf('grant clients') ?? '').split(';')
  expect(grants).toBe(
    'grant select, insert ("id", "name", "note", "deleted_at", "tenant_id"), ' +
      'update ("name", "note", "deleted_at") on "t_shop"."clients" to acervo_app',
  )
})

test('everything is made by its owner, and the migrator goes on as itself', () => {
  const keys = renderDatabase(database).map(({ key }) => key)
  expect(keys.indexOf('setting role')).toBeLessThan(keys.indexOf('table everything'))
  expect(sqlOf('setting role')).toBe('set local role acervo_owner')
  expect(text.trimEnd().endsWith('set local role none;')).toBe(true)
})

test('a function pins its search path, belongs to the owner and is nobody else’s to call', () => {
  const one = renderDatabase(database).find(({ key }) => key === 'function visits_count_visits')
  const counter = one === undefined ? '' : renderAlone(one)
  expect(counter).toContain('security definer\nset search_path to "t_shop", pg_temp as $body$')
  expect(counter).toContain('owner to acervo_owner')
  expect(counter).toContain(
    'revoke execute on function "t_shop"."visits_count_visits"() from public',
  )
  expect(counter).not.toMatch(/\{\w+/)
})

test('statement triggers see the rows that their event has', () => {
  expect(sqlOf('trigger visits.count_visits_update')).toContain(
    'referencing new table as new_rows old table as old_rows for each statement',
  )
  expect(sqlOf('trigger visits.count_visits_insert')).not.toContain('old_rows')
})

test('a view runs under the policies of whoever asks', () => {
  expect(sqlOf('view open_visits')).toContain('with (security_invoker = true)')
})

test('the hash is that of the text', () => {
  const { place, ...others } = shopTables
  expect(hashDatabase(toDatabase(shopTables))).toBe(hashDatabase(database))
  expect(hashDatabase(toDatabase(others))).not.toBe(hashDatabase(database))
  expect(place.sqlName).toBe('places')
})

test('a diagram names tables, keys and links', () => {
  const diagram = renderMermaid(toDatabase({ client: shopTables.client, visit: shopTables.visit }))
  expect(diagram).toMatch(/^erDiagram\n {2}clients \{\n {4}uuid id PK\n/)
  expect(diagram).toContain('clients ||--o{ visits : client_id')
  expect(diagram).toContain('clients |o--o{ visits : host_id')
})
