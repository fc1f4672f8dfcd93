// A few databases of a system for a test, and for each one that they refer to a stand-in with the tables named: what
// they promise is tried without all the others. Only tests import it.
import { randomUUID } from 'node:crypto'
import type { Result, Session } from '../../kernel/database/target.ts'
import {
  type Consumer,
  type Database,
  defineDatabase,
  defineSystem,
  defineTable,
  type System,
  type Table,
} from '../../kernel/index.ts'
import { atOnce } from './at-once.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export type Values = Readonly<Record<string, string | number | boolean | null>>

export interface Few<D extends readonly Database[]>
  extends TestPlatform<readonly [System<'few', D>]> {
  /** As the migrator: a row with a new id, which it answers. Of `sm_hr.employees`, SQL names. */
  insert(table: string, values: Values): Promise<string>
  /** Several statements in one transaction, as a request. */
  within(...texts: readonly string[]): Promise<readonly Result[]>
  /** Two transactions of a request at once: how each ended, in order. */
  race(first: string, second: string): Promise<readonly string[]>
  /** An event as its handler gets it, in a transaction of its own. */
  deliver(consumer: Consumer, type: string, payload: object): Promise<void>
  /** One cell of one row. */
  cell(text: string): Promise<string | null | undefined>
}

const settings = { 'acervo.actor': 'user:test' }

export async function openFew<const D extends readonly Database[]>(
  ...databases: D
): Promise<Few<D>> {
  const all = [...databases, ...standInsOf(databases)]
  const platform = await openTestPlatform([defineSystem({ name: 'few', databases: all })])
  const target = platform.targets.of(databases[0]?.schema ?? '')
  const run = (text: string) => (session: Session) =>
    session.group(
      text
        .split(';')
        .filter((part) => part.trim() !== '')
        .map((part) => ({ text: part, values: [] })),
    )
  return {
    ...(platform as unknown as TestPlatform<readonly [System<'few', D>]>),
    insert: async (table, values) => {
      const names = Object.keys(values)
      const places = names.map((_, at) => `$${at + 1}`)
      const what =
        names.length === 0
          ? 'default values'
          : `(${names.join(', ')}) values (${places.join(', ')})`
      const texts = Object.values(values).map((value) => (value === null ? null : String(value)))
      const { rows } = await platform.query(`insert into ${table} ${what} returning id`, texts)
      return rows[0]?.[0] ?? ''
    },
    within: (...texts) =>
      target.transaction({ settings, role: 'acervo_app' }, run(texts.join(';'))),
    race: async (first, second) => {
      const ended = await atOnce(target, run(first), run(second), { settings })
      return ended.map((one) =>
        one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code),
      )
    },
    deliver: async (consumer, type, payload) => {
      const time = new Date().toISOString()
      const event = {
        id: randomUUID(),
        type,
        version: 1,
        source: consumer.from,
        aggregateType: 'Any',
        aggregateId: '1',
        sequence: 1n,
        occurredAt: time,
        receivedAt: time,
        payload: { ...payload },
      }
      const names = [consumer.database] as never[]
      await platform.acervo.transaction({ actor: 'service:test' }, names, (tx, session) =>
        consumer.handle(event, { tx, session, makeId: () => randomUUID(), note: () => undefined }),
      )
    },
    cell: async (text) => (await platform.query(text)).rows[0]?.[0],
  }
}

/** Whatever they refer to and is not among them, as tables without columns. */
export function standInsOf(databases: readonly Database[]): readonly Database[] {
  const named = new Map<string, Map<string, Table>>()
  for (const { tables } of databases)
    for (const { columns } of Object.values(tables))
      for (const { spec } of Object.values(columns)) {
        const { database, table = '' } = spec.link ?? {}
        if (database === undefined || databases.some(({ name }) => name === database)) continue
        const sqlName = `t_${table.toLowerCase()}`
        named.set(database, (named.get(database) ?? new Map()).set(table, defineTable(sqlName, {})))
      }
  return [...named].map(([name, tables]) =>
    defineDatabase({ schema: `t_${name.toLowerCase()}`, name, tables: Object.fromEntries(tables) }),
  )
}

/** Who refused it: the code, the words of a routine, the name of a constraint. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    const { code, message, details } = error as Readonly<Record<string, unknown>>
    return [code, message, details].join(' ')
  }
  return 'nothing refused it'
}
