// ownParty: a row belongs to the party that it is about, and nobody sees or writes another's. The party is the tenant.
import { tenant } from '../../../kernel/index.ts'

export const ownParty = () => tenant({ by: 'partyId' })
