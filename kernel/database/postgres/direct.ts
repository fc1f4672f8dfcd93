// The migrator's own session: never through a transaction pooler, no policies in force, no time limit of ours
// (a migration sets lock_timeout itself). Advisory locks live as long as it does.
import { AcervoError } from '../../errors/index.ts'
import type { Direct, Result } from '../target.ts'
import { toWireStatement } from '../wire/batch.ts'
import { PostgresConnection } from './connection.ts'
import type { ConnectionString } from './connection-string.ts'

export async function openDirect(migrate: ConnectionString): Promise<Direct> {
  if (migrate.pooled) {
    throw new AcervoError('ACV316', 'the migrator cannot work through a transaction pooler', {
      details: `The connection string of ${migrate.key} says pgbouncer=true.`,
      hint: 'Give ACERVO_MIGRATE_URL the address of PostgreSQL itself.',
    })
  }
  const connection = await PostgresConnection.open({ config: migrate.config, named: false })
  // A login that policies bind must fail on their tables instead of seeing nothing in silence.
  await connection.script('set row_security = off')
  return {
    engine: 'postgres',
    script: async (text) => (await connection.script(text)).at(-1) ?? empty,
    query: async (statement) => (await connection.run([toWireStatement(statement)]))[0] ?? empty,
    copyIn: (text, chunks) => connection.copyIn(text, chunks),
    copyOut: (text, read) => connection.copyOut(text, read),
    close: () => connection.close(),
  }
}

const empty: Result = Object.freeze({ rows: [], count: 0, command: '' })
