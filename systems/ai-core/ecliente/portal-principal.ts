// Who somebody is at the portal: the parties whose things the user may see, and those that were merged into them.
// Read at every request, so that a merge is followed by the next one and an undone merge, too.
import type { Principal } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'

interface Account {
  readonly userId: string
  readonly partyId: string
}

interface Portal {
  readonly ecliente: Pick<Client['ecliente'], 'partyRoot'>
}

export async function toPortalPrincipal(db: Portal, account: Account): Promise<Principal> {
  const { partyId, userId } = account
  const { partyRoot } = db.ecliente
  const [way] = await partyRoot.findMany({ where: { partyId } })
  const rootId = way?.rootId ?? partyId
  const parts = await partyRoot.findMany({ where: { rootId } })
  const parties = new Set([rootId, ...parts.map((part) => part.partyId)])
  return { actor: `user:${userId}`, claims: { tenant: [...parties] } }
}
