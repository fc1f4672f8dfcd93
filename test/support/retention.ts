// Sights of cameras in months, kept ninety days and then archived, with what links to them; and notes kept thirty. The
// clock is set for whoever asks through `clockedAt`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFolderStore } from '../../kernel/backup/folder-store.ts'
import { unsealed } from '../../kernel/backup/sealing.ts'
import type { Context, Direct, Target } from '../../kernel/database/target.ts'
import { makePartitions } from '../../kernel/migrate/partitions.ts'
import { belongsTo, instant, integer, text } from '../../kernel/table/column.ts'
import { defineTable } from '../../kernel/table/table.ts'
import { partitioned, retained, tenant } from '../../kernel/traits/index.ts'
import { cellOf, openTables } from './migrate/opened.ts'
import { toDatabase } from './migrate/shop.ts'

const cameras = defineTable('cameras', { name: text() }, [tenant()])
const sights = defineTable(
  'sights',
  {
    cameraId: belongsTo('cameras', { onDelete: 'cascade' }),
    seenAt: instant().defaultNow().immutable(),
    face: text(),
    score: integer().optional(),
  },
  [
    tenant({ through: 'cameraId' }),
    partitioned({ by: 'seenAt', every: 'month', ahead: 3 }),
    retained({ by: 'seenAt', keep: '90 days', hot: '30 days', after: 'archive' }),
  ],
)
const calls = defineTable(
  'calls',
  { sightId: belongsTo('sights', { onDelete: 'set null' }).optional() },
  [tenant()],
)
const beats = defineTable('beats', { at: instant().defaultNow() }, [
  partitioned({ by: 'at', every: 'month', ahead: 3 }),
  retained({ by: 'at', keep: '30 days' }),
])
const proofs = defineTable('proofs', { beatId: belongsTo('beats').optional() })
const notes = defineTable(
  'notes',
  { endsAt: instant(), revokedAt: instant().optional(), body: text() },
  [retained({ by: ['endsAt', 'revokedAt'], keep: '30 days' })],
)

export const retainedTables = {
  camera: cameras,
  sight: sights,
  call: calls,
  beat: beats,
  proof: proofs,
  note: notes,
}
export const tenantId = '01900000-0000-7000-8000-00000000000a'

/** The same target at an instant: for every session and every group. */
export function clockedAt(target: Target, now: string): Target {
  const settings = { 'acervo.fake_now': now }
  const timed = ({ settings: own, ...context }: Context) => ({
    ...context,
    settings: { ...own, ...settings },
  })
  return {
    ...target,
    key: target.key,
    engine: target.engine,
    group: (context, statements, options) => target.group(timed(context), statements, options),
    transaction: (context, body, options) => target.transaction(timed(context), body, options),
    serverVersion: () => target.serverVersion(),
    close: () => target.close(),
    direct: async () => {
      const direct = await target.direct()
      await direct.script(`set "acervo.fake_now" to '${now}'`)
      return direct
    },
  }
}

export async function openRetained() {
  const opened = await openTables(retainedTables)
  const database = toDatabase(retainedTables)
  const folder = await mkdtemp(join(tmpdir(), 'acervo-archives-'))
  const store = openFolderStore(folder)
  const use = async <T>(now: string, body: (direct: Direct) => Promise<T>): Promise<T> => {
    const direct = await clockedAt(opened.target, now).direct()
    try {
      return await body(direct)
    } finally {
      await direct.close()
    }
  }
  const ask: typeof opened.query = (words, values = []) =>
    opened.as({ 'acervo.tenant': tenantId })(words, ...values)
  return {
    ...opened,
    database,
    folder,
    store,
    place: { store, sealer: unsealed, version: 'test' },
    table: (name: string) => {
      const found = database.tables.get(name)
      if (found === undefined) throw new Error(`no table ${name}`)
      return found
    },
    targetsAt: (now: string) => ({ of: () => clockedAt(opened.target, now) }),
    use,
    ask,
    /** Months that are asked for, beside those ahead of `now`. */
    make: (now: string, months: readonly string[]) =>
      use(now, (direct) => makePartitions(direct, [database], { months, isWhole: true })),
    /** So many sights in a month, a minute apart. */
    see: async (month: string, count: number) => {
      const camera = cellOf(
        await ask(`insert into t_shop.cameras (name) values ('door') returning id`),
      )
      await ask(
        `insert into t_shop.sights (id, camera_id, seen_at, face, score)
          select acervo.uuid7(at), $1::uuid, at, 'face ' || n, nullif(n % 7, 0)
          from (select n, ($2 || '-10T00:00:00Z')::timestamptz + n * interval '1 minute' as at
            from generate_series(1, $3::integer) n) s`,
        [camera, month, String(count)],
      )
    },
    close: async () => {
      await opened.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
