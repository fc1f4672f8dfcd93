// The clients' portal, the corporate web and what they feed, with master data as it is: events travel from outbox to
// inbox when a test says so. Only tests import it.
import { defineSystem } from '../../kernel/index.ts'
import { type Inbox, openInbox } from '../../kernel/work/inbox/inbox.ts'
import { findSubscription } from '../../kernel/work/inbox/subscription.ts'
import { rowColumns, toBody, toOutboxes, toRow } from '../../kernel/work/relay/outbox-row.ts'
import { marketConsumers } from '../../systems/ai-core/areas/market-consumers.ts'
import { auth } from '../../systems/ai-core/auth/database.ts'
import { customersDatabase } from '../../systems/ai-core/customers/database.ts'
import { ecliente } from '../../systems/ai-core/ecliente/database.ts'
import { global } from '../../systems/ai-core/global/database.ts'
import { leadsDatabase } from '../../systems/ai-core/leads/database.ts'
import { webPremium } from '../../systems/ai-core/web-premium/database.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export const portals = defineSystem({
  name: 'ai-core',
  databases: [global, auth, customersDatabase, leadsDatabase, ecliente, webPremium],
  consumers: marketConsumers,
})

export interface Portals {
  readonly platform: TestPlatform<readonly [typeof portals]>
  /** Everything that was told so far, to one database; again whatever it has seen before. */
  deliver(database: 'ecliente' | 'customers' | 'leads'): Promise<void>
  /** Parties of master data, by their ids. */
  parties(count: number): Promise<readonly string[]>
  merge(partyId: string, intoId: string): Promise<void>
  unmerge(partyId: string, fromId: string): Promise<void>
}

export async function openPortals(): Promise<Portals> {
  const platform = await openTestPlatform([portals])
  const { acervo, query } = platform
  const boxes = toOutboxes([...acervo.model.databases.values()])
  const inboxes = new Map<string, Inbox>()
  const fail = (error: unknown) => {
    throw error
  }
  const inboxOf = async (database: string) => {
    const subscription = findSubscription(acervo.model, database)
    const inbox =
      inboxes.get(database) ?? (await openInbox({ platform: acervo, subscription, onError: fail }))
    inboxes.set(database, inbox)
    return { inbox, sources: subscription.sources }
  }
  return {
    platform,
    deliver: async (database) => {
      const { inbox, sources } = await inboxOf(database)
      for (const box of boxes.filter((one) => sources.includes(one.database))) {
        const { rows } = await query(
          `select ${rowColumns} from ${box.table} o order by o.occurred_at, o.id`,
        )
        await inbox.receive(rows.map((cells) => toBody(toRow(box, cells))))
      }
    },
    parties: async (count) => {
      const { rows } = await query(
        `insert into sm_global.parties (status) select 'ACTIVE' from generate_series(1, $1) returning id`,
        [count],
      )
      return rows.map(([id]) => id ?? '')
    },
    merge: async (partyId, intoId) => {
      await query(
        `update sm_global.parties set status = 'MERGED', merged_into_id = $2 where id = $1`,
        [partyId, intoId],
      )
    },
    unmerge: async (partyId, fromId) => {
      await query(
        `update sm_global.parties set status = 'ACTIVE', merged_into_id = null, parted_from_id = $2
         where id = $1`,
        [partyId, fromId],
      )
    },
  }
}
