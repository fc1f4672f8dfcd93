// What `acervo doctor` says of moves: what one that was killed has left, above all a replication slot, which keeps a
// server's log until its disk is full; and whether a database could be moved while it serves.
import type { Direct } from '../../kernel/database/index.ts'
import { movePrefix } from '../../kernel/move/index.ts'
import { type Finding, ok, warn } from './finding.ts'

export async function checkMoves(direct: Direct, name: string): Promise<readonly Finding[]> {
  const { rows } = await direct.query({
    text: `select 'slot ' || slot_name, active,
        pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))
      from pg_replication_slots where database = current_database() and slot_name like $1
      union all select 'publication ' || pubname, null, null from pg_publication where pubname like $1
      union all select 'subscription ' || subname, null, null from pg_subscription where subname like $1
        and subdbid = (select oid from pg_database where datname = current_database())
      order by 1 desc`,
    values: [`${movePrefix.replaceAll('_', '\\_')}%`],
  })
  if (rows.length === 0) return [await checkLevel(direct, name)]
  const isWorking = rows.some(([, active]) => active === 't')
  const words = rows.map(([what, , size]) => `${what}${size == null ? '' : ` (${size})`}`)
  const message = isWorking
    ? {
        en: `${name}: a move is on its way: ${words.join(', ')}`,
        es: `${name}: hay un traslado en curso: ${words.join(', ')}`,
      }
    : {
        en: `${name}: a move has left ${words.join(', ')}; a slot keeps the server's log until the disk is full`,
        es: `${name}: un traslado ha dejado ${words.join(', ')}; una ranura retiene el registro del servidor hasta llenar el disco`,
      }
  if (isWorking) return [ok('move', message)]
  return [
    warn('move', message, {
      en: 'Run the same acervo move again, or with --abort.',
      es: 'Repita el mismo acervo move, o con --abort.',
    }),
  ]
}

async function checkLevel(direct: Direct, name: string): Promise<Finding> {
  const { rows } = await direct.query({
    text: `select current_setting('wal_level'), rolsuper or rolreplication
      from pg_roles where rolname = current_user`,
    values: [],
  })
  const [level, mayReplicate] = rows[0] ?? []
  if (level === 'logical' && mayReplicate === 't')
    return ok('move', {
      en: `${name}: databases can be moved while they serve`,
      es: `${name}: las bases de datos se pueden mover en marcha`,
    })
  const reason = level === 'logical' ? 'replication' : `wal_level = ${level}`
  return ok('move', {
    en: `${name}: databases can be moved while nobody runs (${reason})`,
    es: `${name}: las bases de datos se pueden mover con todo parado (${reason})`,
  })
}
