// A start looks at the catalog before it serves: whatever opens rows that a declaration closes ends it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../test/support/migrate/opened.ts'
import { shopTables, toDatabase } from '../../test/support/migrate/shop.ts'
import { assertClosed } from './assert-closed.ts'

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables(shopTables)
  })
  afterAll(() => opened?.close())

  const check = () => assertClosed(opened.target, [toDatabase(shopTables)])
  const policy = (using: string, withCheck = using) =>
    `create policy tenant on t_shop.clients as restrictive for all to public using (${using}) with check (${withCheck})`
  const own = `tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])`
  const drop = 'drop policy tenant on t_shop.clients'
  const mend = `${drop}; ${policy(own)}`

  test('a database as its declaration renders it is closed', check)

  test.each([
    ['no row security', 'disable row level security', 'enable row level security'],
    ['does not force', 'no force row level security', 'force row level security'],
  ])('a table with %s ends the start', async (words, open, close) => {
    await opened.script(`alter table t_shop.clients ${open}`)
    await expect(check()).rejects.toMatchObject({
      code: 'ACV320',
      details: expect.stringContaining(words),
    })
    await opened.script(`alter table t_shop.clients ${close}`)
    await check()
  })

  const piece = `(select inhrelid::regclass from pg_inherits where inhparent = 't_shop.alerts'::regclass limit 1)`
  const onPiece = (verb: string) => `do $do$ begin execute format('${verb}', ${piece}); end $do$`

  test.each([
    ['lacks its restrictive policy', drop, policy(own)],
    ['lacks its restrictive policy', `${drop}; ${policy('true')}`, mend],
    ['lacks its restrictive policy', `${drop}; ${policy(own, 'true')}`, mend],
    ['lacks its restrictive policy', `alter policy tenant on t_shop.clients to acervo_app`, mend],
    [
      'acervo_app truncate',
      'grant truncate on t_shop.clients to acervo_app',
      'revoke truncate on t_shop.clients from acervo_app',
    ],
    [
      'acervo_worker truncate it, or watch it by trigger or foreign key',
      'grant references on t_shop.visits to acervo_worker',
      'revoke references on t_shop.visits from acervo_worker',
    ],
    [
      'a month that acervo_readonly reaches',
      onPiece('grant select on %s to acervo_readonly'),
      onPiece('revoke select on %s from acervo_readonly'),
    ],
    [
      'a view that asks with the rights of its owner',
      'alter view t_shop.open_visits set (security_invoker = false)',
      'alter view t_shop.open_visits set (security_invoker = true)',
    ],
    [
      'a materialized view',
      'create materialized view t_shop.copy as select * from t_shop.clients; grant select on t_shop.copy to acervo_app',
      'drop materialized view t_shop.copy',
    ],
    [
      'with the rights of its owner for acervo_app',
      `create function t_shop.peek() returns bigint language sql security definer as 'select count(*) from t_shop.clients'; grant execute on function t_shop.peek() to acervo_app`,
      'drop function t_shop.peek()',
    ],
  ])('%s: the start is refused', async (words, open, close) => {
    await opened.script(open)
    await expect(check()).rejects.toMatchObject({
      code: 'ACV320',
      details: expect.stringContaining(words),
    })
    await opened.script(close)
    await check()
  })
})
