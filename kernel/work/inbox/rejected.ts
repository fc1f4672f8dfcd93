// Bodies that no inbox can hold: kept once each, with the reason, so that whoever looks can find them.
import { createHash } from 'node:crypto'
import type { Statement } from '../../database/target.ts'
import { namedText } from '../named-statement.ts'

const reject = namedText(`
  insert into acervo.rejected_event (database, digest, body, reason, received_at)
  values ($1, $2, $3::bytea, $4, acervo.clock()) on conflict do nothing`)

export function toReject(database: string): (body: string, reason: string) => Statement {
  return (body, reason) => {
    const bytes = Buffer.from(body)
    return reject(database, createHash('sha256').update(bytes).digest('hex'), bytes, reason)
  }
}
