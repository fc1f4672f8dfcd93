// The demonstration adds up, and loading it again changes nothing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, openAgents } from '../../test/support/agents.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { demo } from './demo.ts'
import { toKey } from './family.ts'

onEachEngine(() => {
  let agents: Agents
  beforeAll(async () => {
    agents = await openAgents()
  })
  afterAll(() => agents?.close())

  /** Rows of every table but the audit, which tells of readers too. */
  const rows = async () => {
    const tables = await agents.query(
      `select table_name from information_schema.tables t where table_schema = 'agents'
       and table_type = 'BASE TABLE' and table_name !~ '_y[0-9]{4}m' and table_name !~ '^audit_' order by 1`,
    )
    const counts = tables.rows.map(([name]) => `select '${name}', count(*) from agents.${name}`)
    return (await agents.query(counts.join(' union all '))).rows
  }

  test('a family is there once, however often it is loaded', async () => {
    await demo(agents.db)
    const first = await rows()
    await demo(agents.db)
    expect(await rows()).toEqual(first)
    const carmen = toKey(2)
    const claims = { tenant: toKey(1) }
    const { db } = { db: agents.db.as({ actor: `user:${carmen}`, claims }).agents }
    const accounts = await db.financialAccount.findMany({ orderBy: { name: 'asc' } })
    expect(accounts.map(({ name, balance }) => [name, balance])).toEqual([
      ['Ahorro', '5500.00'],
      ['Cuenta nómina', '3122.12'],
      ['Tarjeta', '-369.15'],
    ])
    expect(await db.budgetPeriod.findMany()).toMatchObject([{ spent: '369.15' }])
    expect(await db.budgetAlert.findMany()).toMatchObject([{ threshold: 80 }])
    expect(await db.debt.findMany()).toMatchObject([{ balance: '6277.26' }])
    expect(await db.monthlyUsage.findMany({ where: { userId: carmen } })).toMatchObject([
      { totalMessages: 2, failedMessages: 1, totalTokens: '1847', totalCost: '0.0003278000' },
    ])
    expect(await db.supportTicket.findMany()).toMatchObject([{ ticketNumber: 'TICK-000001' }])
    // Each reads their own health alone.
    expect((await db.healthProfile.findMany()).map(({ userId }) => userId)).toEqual([carmen])
  })
  test('whoever leaves the family leaves no row behind, in no column of any table', async () => {
    await demo(agents.db)
    const carmen = toKey(2)
    const columns = await agents.query(
      `select c.table_name, c.column_name from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'agents' and t.table_type = 'BASE TABLE' and c.data_type = 'uuid'
         and c.table_name !~ '_y[0-9]{4}m' and c.table_name !~ '^audit_'`,
    )
    const texts = columns.rows.map(
      ([table, column]) =>
        `select '${table}.${column}' where exists (select from agents.${table} where ${column} = '${carmen}')`,
    )
    const found = async () => (await agents.query(texts.join(' union all '))).rows.flat()
    expect((await found()).length).toBeGreaterThan(20)
    await agents.root.user.delete({ where: { id: carmen } })
    expect(await found()).toEqual([])
    // What the others have is there, with what the workspace still owes for her.
    const db = agents.db.as({ actor: `user:${toKey(4)}`, claims: { tenant: toKey(1) } }).agents
    expect(await db.allergy.count()).toBe(1)
    expect(await db.supportMessage.count()).toBe(2)
    expect(await db.usageLog.findMany()).toMatchObject([{ agentId: null, totalTokens: 490 }])
    expect(await db.erasedUsage.findMany()).toMatchObject([
      { totalMessages: 2, totalCost: '0.0003278000', failedMessages: 1 },
    ])
  })
})
