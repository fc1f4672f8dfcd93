// What has ended is not kept for ever: sessions 30 days after their end, links a day; invitations that were not taken up
// say so. In small parts, so that no sweep takes long.
import { type Sql, sql } from '../database/sql.ts'
import { at, type Part, type Store } from './store.ts'

const rowsMax = 1_000

/** Answers how many rows went or changed. */
export async function sweep(store: Store): Promise<number> {
  const [session, token, invitation] = [
    store.part('session'),
    store.part('token'),
    store.part('invitation'),
  ]
  const statements: Sql[] = []
  if (session !== undefined)
    statements.push(
      forget(
        session,
        sql`least(${at(session, 'o', 'expiresAt')}, ${at(session, 'o', 'revokedAt')})
        < acervo.now() - interval '30 days'`,
      ),
    )
  if (token !== undefined)
    statements.push(
      forget(
        token,
        sql`least(${at(token, 'o', 'expiresAt')}, ${at(token, 'o', 'usedAt')})
        < acervo.now() - interval '1 day'`,
      ),
    )
  if (invitation !== undefined) {
    const c = invitation.column
    statements.push(sql`update ${invitation.name} set ${c('status')} = 'EXPIRED'
      where ${c('status')} = 'PENDING' and ${c('expiresAt')} < acervo.now()`)
  }
  if (statements.length === 0) return 0
  const done = await store.run(...statements)
  return done.reduce((sum, { count }) => sum + count, 0)
}

/** `condition` is about the row `o`. */
function forget(part: Part, condition: Sql): Sql {
  return sql`delete from ${part.name} where ${part.column('id')} in (
    select ${at(part, 'o', 'id')} from ${part.name} o where ${condition} limit ${rowsMax}::integer)`
}
