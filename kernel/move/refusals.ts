// What must be so before a database may move: nobody works on it, nothing waits that would be left behind, and the
// target has room for it. Each refusal says what to do first; nothing has been changed by then.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { findPending, readLedger } from '../migrate/ledger.ts'
import type { HomedFiles } from '../migrate/placed.ts'
import { isCurrent } from '../migrate/write.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import { toOutboxes } from '../work/relay/outbox-row.ts'
import { isHome } from './kernel-rows.ts'

export async function assertReady(
  source: Direct,
  model: Model,
  sets: readonly HomedFiles[],
): Promise<void> {
  const databases = sets.map(({ database }) => database)
  await assertIdle(source)
  await assertUpToDate(source, sets)
  await assertRelayed(source, databases)
  if (isHome(model, databases)) await assertNoJobs(source)
}

/** Relays, consumers and sealers of a running platform hold leases. */
async function assertIdle(source: Direct): Promise<void> {
  const { rows } = await source.query({
    text: `select string_agg(name, ', ' order by name),
        ceil(extract(epoch from max(expires_at) - acervo.clock()))
      from acervo.lease where expires_at > acervo.clock()`,
    values: [],
  })
  const [names, seconds] = rows[0] ?? []
  if (names == null) return
  throw new AcervoError('ACV411', 'a platform is running on the source', {
    details: `It holds: ${names}.`,
    hint: `Stop every acervo start that uses it. One that was killed lets go after ${seconds} s.`,
  })
}

export async function assertUpToDate(source: Direct, sets: readonly HomedFiles[]): Promise<void> {
  const ledger = await readLedger(source)
  for (const { database, files } of sets) {
    const { name } = database
    const isBehind = findPending(name, files, ledger.get(name) ?? []).length > 0
    if (!isBehind && files.length > 0 && isCurrent(database, files)) continue
    throw new AcervoError('ACV401', `migrations of '${name}' are pending on the source`, {
      details: 'The target gets what the files say, and both have to say the same.',
      hint: 'acervo migrate write and acervo migrate apply, or start once on the old place.',
    })
  }
}

async function assertRelayed(source: Direct, databases: readonly DatabaseModel[]): Promise<void> {
  for (const { database, table } of toOutboxes(databases)) {
    const { rows } = await source.query({
      text: `select count(*) filter (where status = 'PENDING'), count(*) filter (where status = 'DEAD')
        from ${table} where status <> 'PUBLISHED'`,
      values: [],
    })
    const [pending = 0, dead = 0] = (rows[0] ?? []).map(Number)
    if (pending + dead === 0) continue
    throw new AcervoError('ACV411', `events of '${database}' have not been relayed`, {
      details: `${pending} wait, ${dead} were put aside.`,
      hint:
        dead > 0
          ? 'acervo events dead list and acervo events replay; then acervo start until acervo events lag says 0.'
          : 'acervo start on the old place until acervo events lag says 0, then stop it and move.',
    })
  }
}

/** The queue stays where it is: what waits in it would wait for ever. */
async function assertNoJobs(source: Direct): Promise<void> {
  const there = await source.query({ text: `select to_regclass('pgboss.job')`, values: [] })
  if (there.rows[0]?.[0] == null) return
  const { rows } = await source.query({
    text: `select count(*) from pgboss.job where state < 'completed'
      and name in (select name from pgboss.queue where name not like '\\_\\_pgboss%')`,
    values: [],
  })
  if (rows[0]?.[0] === '0') return
  throw new AcervoError('ACV411', 'jobs wait in the queue beside the database', {
    details: `${rows[0]?.[0]} are not done. The queue of the platform stands beside its first database.`,
    hint: 'acervo start on the old place until they are done, then stop it and move.',
  })
}

export async function assertStreamEmpty(target: Direct): Promise<void> {
  const { rows } = await target.query({
    text: 'select max(position) from acervo.stream_head',
    values: [],
  })
  if (rows[0]?.[0] === '0') return
  throw new AcervoError('ACV411', 'the target has a stream of events of its own', {
    details: 'The stream of the platform goes with its first database.',
    hint: 'Move that database to a physical database that no platform had as its first.',
  })
}
