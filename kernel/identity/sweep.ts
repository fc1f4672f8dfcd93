// Invitations that were not taken up say so. Ended sessions and used links go by the rules of their tables (retention).
import { sql } from '../database/sql.ts'
import type { Store } from './store.ts'

/** Answers how many rows changed. */
export async function sweep(store: Store): Promise<number> {
  const invitation = store.part('invitation')
  if (invitation === undefined) return 0
  const c = invitation.column
  const [done] = await store.run(sql`update ${invitation.name} set ${c('status')} = 'EXPIRED'
    where ${c('status')} = 'PENDING' and ${c('expiresAt')} < acervo.now()`)
  return done?.count ?? 0
}
