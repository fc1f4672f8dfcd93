// What is told of a declaration that Citus could not distribute, and how a policy and a context look there. The
// statements run on PostgreSQL; Citus itself was never at hand.
import { expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { cellOf, openTables } from '../../test/support/migrate/opened.ts'
import { shopTables, toDatabase } from '../../test/support/migrate/shop.ts'
import { toSetLocalStatements } from '../database/set-local.ts'
import { renderSchemaText } from '../ddl/index.ts'
import { belongsTo, text, uuid } from '../table/column.ts'
import { exclude, primaryKey, unique } from '../table/constraint.ts'
import { defineFeature, defineTable } from '../table/table.ts'
import { tenant } from '../traits/index.ts'
import { lintCitus } from './lint-citus.ts'

const key = primaryKey('tenantId', 'id')
const fits = {
  client: defineTable('clients', { id: uuid(), name: text() }, [tenant(), key, unique(['name'])]),
  place: defineTable('places', { name: text() }),
}
const rulesOf = (tables: Parameters<typeof toDatabase>[0]) =>
  lintCitus([toDatabase(tables)]).map(({ path, rule, step }) => `${path} ${rule} ${step}`)

test('a table whose every key starts with its tenant passes, and one of nobody too', () => {
  expect(rulesOf(fits)).toEqual([])
})

test('keys without the tenant, set null, triggers and set_config are told by name', () => {
  const order = defineTable(
    'orders',
    { clientId: belongsTo('clients', { onDelete: 'set null' }).optional() },
    [tenant(), exclude('one', { client_id: '=' })],
  )
  const noisy = defineFeature('noisy', () => [
    {
      kind: 'routine',
      name: 'noisy',
      security: 'invoker',
      body: `begin perform set_config('x.y', '', true); return null; end`,
      triggers: [{ name: 'noisy', when: 'after', event: 'insert', each: 'statement' }],
    },
    {
      kind: 'policy',
      name: 'p',
      command: 'all',
      restrictive: true,
      using: 'id in (select id from x)',
    },
  ])
  const found = rulesOf({
    ...fits,
    order,
    x: defineTable('x', { id: uuid() }, [tenant(), key, noisy]),
  })
  expect(found).toEqual([
    'shop.order citus key primary key',
    'shop.order citus foreign key orders_client_id_fkey',
    'shop.x citus sub-select policy x.p',
    'shop.x citus set_config x_noisy',
    'shop.x citus trigger x_noisy',
  ])
})

test('policies of the dialect hold no sub-select, and nothing else of the text changes', () => {
  const database = toDatabase(shopTables)
  const [usual, citus] = [renderSchemaText(database), renderSchemaText(database, 'citus')]
  const different = citus.split('\n').filter((line, at) => line !== usual.split('\n')[at])
  expect(different.length).toBeGreaterThan(3)
  for (const line of different) {
    expect(line).toMatch(/^create policy "tenant"/)
    expect(line).not.toMatch(/\bselect\b/)
  }
})

onEachEngine(() => {
  test('the policy without a sub-select lets through the same rows, none without a claim', async () => {
    const opened = await openTables({ client: shopTables.client })
    const [mine, theirs] = ['a', 'b'].map((one) => `01900000-0000-7000-8000-00000000000${one}`)
    try {
      const policy = renderSchemaText(toDatabase({ client: shopTables.client }), 'citus')
        .split('\n')
        .find((line) => line.startsWith('create policy "tenant"'))
      await opened.script(`drop policy tenant on t_shop.clients; ${policy}`)
      for (const tenantId of [mine, theirs])
        await opened.as({ 'acervo.tenant': tenantId ?? '' })(
          `insert into t_shop.clients (name) values ('x')`,
        )
      const seen = async (claim: Readonly<Record<string, string>>) =>
        cellOf(await opened.as(claim)('select count(*) from t_shop.clients'))
      expect(await seen({ 'acervo.tenant': mine ?? '' })).toBe('1')
      expect(await seen({ 'acervo.tenant': `${mine},${theirs}` })).toBe('2')
      expect(await seen({})).toBe('0')
      expect(await seen({ 'acervo.tenant': '' })).toBe('0')
    } finally {
      await opened.close()
    }
  })

  test('a context as SET LOCAL says what the other form says, whatever the value holds', async () => {
    const opened = await openTables({ client: shopTables.client })
    const nasty = `it's; select 1 -- \\ "x"`
    try {
      const context = { settings: { 'acervo.purpose': nasty }, role: 'acervo_worker' } as const
      const read = { text: `select current_setting('acervo.purpose'), current_user`, values: [] }
      const [result] = await opened.target.transaction({ settings: {} }, async (session) => {
        for (const statement of toSetLocalStatements(context)) await session.query(statement)
        return session.group([read])
      })
      expect(result?.rows).toEqual([[nasty, 'acervo_worker']])
      for (const name of ['role', 'a b', `x'; drop`])
        expect(() => toSetLocalStatements({ settings: { [name]: 'x' } })).toThrow()
    } finally {
      await opened.close()
    }
  })
})
