// The campaign's own consumer: the inbox row and the effect in one transaction, the ack after it. It dies at chosen
// moments, and its mutants do one of these things in the wrong order.
import type { Context, Session, Target } from '../../../kernel/database/target.ts'
import type { Delivery, Transport } from '../../../kernel/work/transport.ts'
import { areaNames } from '../../support/events/areas-system.ts'
import { toEnvelope } from '../../support/events/stored.ts'

export type ConsumerFault = 'ack before commit' | 'inbox outside the transaction'

export interface ConsumerOptions {
  readonly target: Target
  readonly transport: Transport
  readonly signal: AbortSignal
  readonly fault: ConsumerFault | undefined
  /** Throws where the consumer is to die. */
  readonly mayDie: () => void
}

const context: Context = { settings: {}, role: 'acervo_worker' }

export function runConsumer({ target, transport, signal, fault, mayDie }: ConsumerOptions) {
  const answer = async (batch: readonly Delivery[]): Promise<void> => {
    for (const delivery of batch) await delivery.ack()
  }
  const take = async (batch: readonly Delivery[]): Promise<void> => {
    const ids = batch.map(({ body }) => toEnvelope(body).id)
    if (fault === 'ack before commit') await answer(batch)
    if (fault === 'inbox outside the transaction') {
      const fresh = await target.transaction(context, (session) => keep(session, ids))
      mayDie()
      await target.transaction(context, (session) => act(session, fresh))
    } else {
      await target.transaction(context, async (session) => {
        await act(session, await keep(session, ids))
        mayDie()
      })
    }
    mayDie()
    if (fault !== 'ack before commit') await answer(batch)
  }
  return transport.consume({ durable: 'campaign', sources: areaNames, signal, deliver: take })
}

/** Answers those that were not known. */
async function keep(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  const text = `insert into campaign.inbox select * from unnest($1::uuid[]) on conflict do nothing
    returning event_id`
  const { rows } = await session.query({ text, values: [ids] })
  return rows.map(([id]) => id as string)
}

async function act(session: Session, ids: readonly string[]): Promise<void> {
  const text = 'insert into campaign.effect select * from unnest($1::uuid[])'
  await session.query({ text, values: [ids] })
}
