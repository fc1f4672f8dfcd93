// Everything that handlers made is emptied and made again from the inbox. It starts by taking all effects back in
// one transaction: a replay that is cut short leaves events that have not been applied, and any consumer goes on.
import { quoteIdentifier, quoteLiteral } from '../../database/sql.ts'
import type { Direct } from '../../database/target.ts'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import { namedText } from '../named-statement.ts'
import type { WorkPlatform } from '../platform.ts'
import { apply, type InboxParts } from './apply.ts'
import { toInboxTexts } from './inbox-sql.ts'
import { loadPayloadReader } from './payload.ts'
import { toKey } from './pending.ts'
import { findSubscription, type Subscription } from './subscription.ts'

export interface ReplayOptions {
  readonly onProgress?: (applied: number) => void
  readonly signal?: AbortSignal
  /** Events of one transaction at most. */
  readonly batchMax?: number
}

/**
 * Needs the migrator's session. Answers how many events were applied; dead ones stay dead.
 * @throws ACV511 where a table that handlers made cannot be emptied; ACV510 and others of the handlers.
 */
export async function replay(
  platform: WorkPlatform,
  database: string,
  { onProgress, signal, batchMax = 500 }: ReplayOptions = {},
): Promise<number> {
  const subscription = findSubscription(platform.model, database)
  await takeBack(platform, subscription)
  const parts: InboxParts = {
    platform,
    subscription,
    texts: toInboxTexts(subscription),
    readPayload: await loadPayloadReader(),
  }
  const look = waitingText(subscription)
  let applied = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    signal?.throwIfAborted()
    const rows = await waiting(parts, look(after, batchMax))
    const upTo = rows.at(-1)?.[3]
    if (upTo === undefined || upTo === null) return applied
    const keys = rows.map(toKey)
    for (let more = true; more; ) {
      const done = await apply(parts, { keys, arrivals: [], upTo })
      applied += done.applied
      more = done.more
    }
    after = upTo
    onProgress?.(applied)
  }
}

async function takeBack(platform: WorkPlatform, subscription: Subscription): Promise<void> {
  const { database, inbox } = subscription
  const direct = await platform.targets.of(database.schema).direct()
  try {
    await direct.script(
      [
        // An empty list of tables is no statement.
        ...toTruncate(subscription),
        `update acervo.inbox_cursor set applied_seq = 0 where database = ${quoteLiteral(database.name)}`,
        `update ${inbox} set status = 'WAITING', applied_at = null, note = null
          where status = 'APPLIED'`,
      ].join(';\n'),
    )
  } catch (error) {
    throw explain(error, subscription)
  } finally {
    await close(direct)
  }
}

function toTruncate({ database, made }: Subscription): readonly string[] {
  const names = made.flatMap((name) => database.tables.get(name)?.sqlName ?? [])
  if (names.length === 0) return []
  const tables = names.map((name) => `${quoteIdentifier(database.schema)}.${quoteIdentifier(name)}`)
  return [`truncate ${tables.join(', ')}`]
}

function explain(error: unknown, { made }: Subscription): unknown {
  if (!isAcervoError(error)) return error
  return new AcervoError('ACV511', 'what handlers made cannot be emptied', {
    details: `Tables: ${made.join(', ')}. ${error.message}${error.details === undefined ? '' : `: ${error.details}`}`,
    hint: 'A replay needs the migrator, and every table that links to one of them among those that consumers make.',
    cause: error,
  })
}

const close = (direct: Direct): Promise<void> => direct.close()

function waitingText({ inbox }: Subscription) {
  return namedText(`
    select i.source, i.aggregate_type, i.aggregate_id, i.id from ${inbox} i
    where i.id > $1::uuid and i.status <> 'APPLIED' order by i.id limit $2::bigint`)
}

async function waiting(
  { platform, subscription }: InboxParts,
  statement: ReturnType<ReturnType<typeof waitingText>>,
): Promise<readonly (readonly (string | null)[])[]> {
  const { rows } = await platform.transaction(
    { actor: 'service:replay' },
    [subscription.database.name],
    (_, session) => session.query(statement),
    { role: 'acervo_worker' },
  )
  return rows
}
