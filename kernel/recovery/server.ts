// What must be known of a server before it is copied: who it is, where its WAL has come to, and whether this login may.

import type { Direct } from '../database/target.ts'
import { openMigrator } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'

/** How a server is reached: a login with REPLICATION, never through a pooler. */
export interface ServerAddress {
  readonly url: string
  readonly allowPlain?: readonly string[] | undefined
  /** Folder of PostgreSQL's programs, where they are not in a usual place. */
  readonly programs?: string | undefined
}

export interface ServerFacts {
  readonly system: string
  /** 150020 for 15.20. */
  readonly version: number
  readonly major: number
  readonly timeline: number
  readonly walSegmentBytes: number
  readonly bytes: number
  /** The first superuser, whom a copy has, too. */
  readonly superuser: string
  readonly databases: readonly string[]
  /** A copy that allows less does not start. */
  readonly preparedMax: number
}

export async function withServer<T>(
  { url, allowPlain }: ServerAddress,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const direct = await openMigrator(url, allowPlain)
  try {
    return await body(direct)
  } finally {
    await direct.close()
  }
}

const facts = `select (pg_control_system()).system_identifier::text,
    current_setting('server_version_num'),
    (pg_control_checkpoint()).timeline_id,
    pg_size_bytes(current_setting('wal_segment_size')),
    (select sum(pg_database_size(oid)) from pg_database),
    (select rolname from pg_roles where oid = 10),
    (select json_agg(datname order by datname) from pg_database where datallowconn and not datistemplate),
    current_setting('max_prepared_transactions'),
    current_setting('wal_level'),
    (select count(*) from pg_tablespace where spcname not in ('pg_default', 'pg_global')),
    (select rolsuper or rolreplication from pg_roles where rolname = current_user),
    pg_has_role(current_user, 'pg_monitor', 'usage')`

/** @throws ACV424 where the server, or this login on it, cannot be copied. */
export async function readFacts(direct: Direct): Promise<ServerFacts> {
  const { rows } = await direct.query({ text: facts, values: [] })
  const [row = []] = rows
  const text = (at: number): string => row[at] ?? ''
  const refuse = (message: string, hint: string) => {
    throw new AcervoError('ACV424', message, { hint })
  }
  if (text(8) === 'minimal')
    refuse(
      'the server writes too little WAL to be copied',
      'Set wal_level to replica or logical, and start it again.',
    )
  if (text(9) !== '0')
    refuse(
      'the server has tablespaces of its own',
      'Back it up with pgBackRest: --store pgbackrest:<stanza>.',
    )
  if (text(10) !== 't' || text(11) !== 't')
    refuse(
      'this login may not copy the server',
      'As superuser: alter role ... replication; grant pg_monitor to ...',
    )
  return {
    system: text(0),
    version: Number(text(1)),
    major: Math.floor(Number(text(1)) / 10_000),
    timeline: Number(text(2)),
    walSegmentBytes: Number(text(3)),
    bytes: Number(text(4)),
    superuser: text(5),
    databases: JSON.parse(text(6)) as readonly string[],
    preparedMax: Number(text(7)),
  }
}
