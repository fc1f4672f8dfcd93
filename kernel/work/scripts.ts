// What each target gets for events: counters, cursors, leases, the stream inside PostgreSQL, what was refused, and what is on
// record of rows and months that go.
import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

export const workScripts: readonly string[] = Object.freeze([
  read('./work.sql'),
  read('./consumers.sql'),
  read('./saga.sql'),
  read('./audit/audit.sql'),
  read('./retention.sql'),
])
