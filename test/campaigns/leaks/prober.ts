// A session past every policy that takes on a role and a context for one statement and takes all back: on a server
// one message a statement, on the embedded engine the migrator's own session.
import pg from 'pg'
import type { Direct } from '../../../kernel/database/target.ts'
import type { TestTargets } from '../../support/database.ts'

export interface Probe {
  readonly role: string
  readonly settings: Readonly<Record<string, string>>
  readonly sql: string
  /** Settings that outlive their transaction: what no code of ours does. */
  readonly isSession?: boolean
}

export interface Seen {
  /** Rows or the refusal, in words. */
  readonly text: string
  /** SQLSTATE, or '' where it was answered. */
  readonly state: string
  /** Rows shown or touched. */
  readonly count: number
}

export interface Prober {
  /** Leaves its transaction open, so that `read` sees what it has done. */
  attempt(probe: Probe): Promise<Seen>
  /** As the migrator, within the transaction that the last attempt left, if any. */
  read(sql: string): Promise<readonly (readonly (string | null)[])[]>
  script(sql: string): Promise<void>
  /** Gives the session up for others, where there is only one. */
  pause(): Promise<void>
  resume(): Promise<void>
  close(): Promise<void>
}

/** The clock stands still, so that two databases answer alike. */
const clock = '2026-11-21T12:00:00Z'

function toHead({ role, settings, isSession = false }: Probe): string {
  const names = { 'acervo.fake_now': clock, 'acervo.actor': 'user:attacker', ...settings }
  const calls = Object.entries(names).map(
    ([name, value]) => `set_config('${name}', '${value.replaceAll("'", "''")}', ${!isSession})`,
  )
  const context = `select ${calls.join(', ')}`
  const begin = `begin; set local row_security = on; ${isSession ? '' : `${context};`} set local role ${role}`
  // A rollback would take the session's settings back as well.
  return isSession ? `rollback; begin; ${context}; commit; ${begin}` : `rollback; ${begin}`
}

export async function openProber(opened: TestTargets, schema: string): Promise<Prober> {
  return opened.migrate === ''
    ? embedded(() => opened.targets.of(schema).direct())
    : onServer(opened.migrate)
}

async function onServer(url: string): Promise<Prober> {
  const types = { getTypeParser: () => (value: string) => value }
  const client = new pg.Client({ connectionString: url, types: types as never })
  await client.connect()
  let copied = ''
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
  connection.on('copyData', ({ chunk }: { chunk: Buffer }) => {
    copied += chunk.toString()
  })
  const ask = async (text: string) => {
    const result = await client.query({ text, rowMode: 'array' })
    return (Array.isArray(result) ? result.at(-1) : result) as pg.QueryArrayResult
  }
  return {
    attempt: async (probe) => {
      copied = ''
      try {
        const { rows, rowCount } = await ask(`${toHead(probe)}; ${probe.sql}`)
        return toAnswer(copied === '' ? rows : copied.trimEnd().split('\n'), rowCount ?? 0)
      } catch (error) {
        return toRefusal(error as pg.DatabaseError)
      }
    },
    read: async (sql) => (await ask(`reset role; ${sql}`)).rows as (string | null)[][],
    script: async (sql) => {
      await client.query('rollback')
      await client.query(sql)
    },
    pause: async () => undefined,
    resume: async () => undefined,
    close: () => client.end(),
  }
}

async function embedded(open: () => Promise<Direct>): Promise<Prober> {
  let direct: Direct | undefined = await open()
  const session = () => direct as Direct
  return {
    attempt: async (probe) => {
      try {
        const { rows, count } = await session().script(`${toHead(probe)}; ${probe.sql}`)
        return toAnswer(rows, count)
      } catch (error) {
        return toRefusal(
          (error as { cause?: pg.DatabaseError }).cause ?? (error as pg.DatabaseError),
        )
      }
    },
    read: async (sql) => (await session().script(`reset role; ${sql}`)).rows,
    script: async (sql) => {
      await session().script('rollback')
      await session().script(sql)
    },
    pause: async () => {
      await direct?.close()
      direct = undefined
    },
    resume: async () => {
      direct = await open()
    },
    close: async () => direct?.close(),
  }
}

function toAnswer(rows: readonly unknown[], count: number): Seen {
  const lines = rows.map((row) => JSON.stringify(row)).sort()
  return { text: `${count}: ${lines.join(' ')}`, state: '', count }
}

function toRefusal(error: pg.DatabaseError): Seen {
  if (typeof error.code !== 'string') throw error
  const { code, message, detail = '', hint = '', where = '' } = error
  return { text: [code, message, detail, hint, where].join(' | '), state: code, count: 0 }
}
