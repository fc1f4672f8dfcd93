// A superuser who switches the triggers off and changes what was sealed, at random, again and again; after each time the
// audit must say so. Then everything is put back, and it must be content.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { toLogs } from '../../../kernel/work/audit/audit-sql.ts'
import { openFilePlace } from '../../../kernel/work/audit/file-place.ts'
import { type Sealer, startSealer } from '../../../kernel/work/audit/sealer.ts'
import { openSigningKey } from '../../../kernel/work/audit/signing-key.ts'
import { type VerifyReport, verifyLog } from '../../../kernel/work/audit/verify.ts'
import { openTestTargets } from '../../support/database.ts'
import { type Random, seededRandom } from '../events/random.ts'
import { clinicDatabases, clinicModel } from './clinic.ts'
import { startWriters } from './writers.ts'

export interface TamperReport {
  readonly tried: number
  readonly found: number
  readonly byKind: Readonly<Record<string, number>>
  readonly unseen: readonly string[]
  readonly seconds: number
}

interface Sealed {
  readonly ids: readonly string[]
  readonly sizes: readonly number[]
}

const eventsLeast = 60
const log = 't_clinic.audit_events'
const checkpoint = 'acervo.audit_checkpoint'

export async function runTampering(count: number, seed: number): Promise<TamperReport> {
  const begun = performance.now()
  const random = seededRandom(seed)
  const directory = mkdtempSync(join(tmpdir(), 'acervo-audit-'))
  const opened = await openTestTargets(clinicModel)
  const target = opened.targets.of('t_clinic')
  const verify = (): Promise<VerifyReport> => {
    const [own] = toLogs(clinicDatabases)
    if (own === undefined) throw new Error('no log')
    const place = openFilePlace(directory)
    return verifyLog({ target, log: own, place, signer: openSigningKey(directory) }, '')
  }
  const direct = await target.direct()
  const past = (sql: string) =>
    direct.script(`set session_replication_role = replica; set row_security = off; ${sql}`)
  const sealer = startSealer({
    target,
    databases: clinicDatabases,
    holder: randomUUID(),
    signer: openSigningKey(directory),
    places: [openFilePlace(directory)],
    pace: { gapMs: 10, idleMs: 20, eventsMax: 8 },
    onError: () => undefined,
  })
  try {
    await writeSome(target, random, sealer)
    let clean = await verify()
    while (clean.unsealed > 0) {
      await rest(20)
      clean = await verify()
    }
    await sealer.stop()
    if (!clean.ok) throw new Error(`not clean before: ${JSON.stringify(clean.first)}`)
    await past(`create table kept_events as select * from ${log};
      create table kept_details as select * from t_clinic.audit_details;
      create table kept_checkpoints as select * from ${checkpoint}`)
    const list = async (text: string) =>
      (await direct.query({ text, values: [] })).rows.map(([cell]) => cell as string)
    const sealed: Sealed = {
      ids: await list(`select id from ${log} order by transaction_id, id`),
      sizes: (await list(`select size from ${checkpoint} order by size`)).map(Number),
    }
    const byKind: Record<string, number> = {}
    const unseen: string[] = []
    for (let at = 0; at < count; at++) {
      const [kind, sql] = toTampering(random, sealed)
      byKind[kind] = (byKind[kind] ?? 0) + 1
      await past(sql)
      const report = await verify()
      if (report.ok) unseen.push(`${kind}: ${sql}`)
      await past(putBack)
    }
    const last = await verify()
    if (!last.ok) throw new Error(`not put back: ${JSON.stringify(last.first)}`)
    const seconds = Math.round((performance.now() - begun) / 1000)
    return { tried: count, found: count - unseen.length, byKind, unseen, seconds }
  } finally {
    await sealer.stop()
    await direct.close()
    await opened.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function writeSome(
  target: Parameters<typeof startWriters>[0]['target'],
  random: Random,
  sealer: Sealer,
): Promise<void> {
  let changes = 0
  const onAcknowledged = (some: readonly unknown[]) => {
    changes += some.length
  }
  const writers = startWriters({ target, random, writers: 3, openMs: 20, onAcknowledged })
  while (changes < eventsLeast || sealer.status().checkpoints < 6) await rest(10)
  await writers.stop()
}

const putBack = `
  drop table if exists t_clinic.audit_events_before;
  truncate ${log}; insert into ${log} select * from kept_events;
  truncate t_clinic.audit_details; insert into t_clinic.audit_details select * from kept_details;
  truncate ${checkpoint}; insert into ${checkpoint} select * from kept_checkpoints`

function toTampering(random: Random, { ids, sizes }: Sealed): readonly [kind: string, sql: string] {
  const some = () => `'${random.pick(ids)}'`
  const word = `'x${random.below(1e9)}'`
  const kinds: Readonly<Record<string, () => string>> = {
    update: () => {
      const [column, value] = random.pick([
        ['actor', word],
        ['purpose', word],
        ['request_id', word],
        ['agent_id', word],
        ['agent_run', word],
        ['agent_tool', word],
        ['table_name', word],
        ['row_id', word],
        ['operation', `case operation when 'DELETE' then 'INSERT' else 'DELETE' end`],
        ['occurred_at', `occurred_at + interval '1 microsecond' * ${1 + random.below(1e9)}`],
        ['transaction_id', `transaction_id + ${1 + random.below(1000)}`],
        ['tenant_id', `'${randomUUID()}'`],
        ['before', `jsonb_build_object('x', ${random.below(1e9)})`],
        [
          'after',
          `coalesce(after, '{}') || jsonb_build_object('version', ${1e6 + random.below(1e6)})`,
        ],
        ['withheld', `array[${word}]`],
        ['detail_digest', `sha256(${word}::bytea)`],
      ] as const)
      return `update ${log} set ${column} = ${value} where id = ${some()}`
    },
    delete: () => {
      const id = some()
      const alone = `delete from ${log} where id = ${id}`
      // With its place in the checkpoint, as if it had never been there.
      return random.chance(0.5)
        ? alone
        : `${alone}; alter table ${checkpoint} drop constraint if exists audit_checkpoint_check;
           update ${checkpoint} set events = array_remove(events, ${id}) where ${id} = any (events)`
    },
    insert: () => {
      const like = some()
      const [at, number] = random.pick([
        ['occurred_at', 'transaction_id'],
        [
          `now() - interval '1 minute' * ${1 + random.below(100_000)}`,
          'pg_current_xact_id()::text::bigint',
        ],
        ['now()', 'transaction_id'],
      ] as const)
      const row = `insert into ${log} (id, occurred_at, transaction_id, operation, table_name, row_id, actor)
        select acervo.uuid7(${at}), ${at}, ${number}, operation, table_name, row_id, ${word} from ${log} where id = ${like}`
      return random.chance(0.5)
        ? row
        : `${row}; alter table ${checkpoint} drop constraint if exists audit_checkpoint_check;
           update ${checkpoint} set events = events || (select id from ${log} where actor = ${word}) where ${like} = any (events)`
    },
    reorder: () => {
      const one = some()
      let other = some()
      while (other === one) other = some()
      return random.chance(0.5)
        ? `update ${checkpoint} set events = array_replace(array_replace(array_replace(events,
             ${one}, '00000000-0000-0000-0000-000000000000'), ${other}, ${one}), '00000000-0000-0000-0000-000000000000', ${other})`
        : `alter table ${log} drop constraint if exists audit_events_pkey cascade;
           update ${log} set id = case id when ${one} then ${other}::uuid else ${one} end where id in (${one}, ${other})`
    },
    'truncate tail': () => {
      const size = random.pick(sizes.slice(0, -1))
      return `delete from ${log} where id in (select unnest(events) from ${checkpoint} where size > ${size});
        delete from ${checkpoint} where size > ${size}`
    },
    'replace table': () => {
      const change = random.pick([
        `delete from ${log} where id = ${some()}`,
        `update ${log} set actor = ${word} where id = ${some()}`,
        `delete from ${log}`,
      ])
      return `alter table ${log} rename to audit_events_before;
        create table ${log} (like t_clinic.audit_events_before including defaults);
        grant select on ${log} to acervo_worker;
        insert into ${log} select * from t_clinic.audit_events_before; ${change}`
    },
    'roll back checkpoint': () => {
      const size = random.pick([0, ...sizes.slice(0, -1)])
      return `delete from ${checkpoint} where size > ${size}`
    },
    'forge checkpoint': () => {
      const size = random.pick(sizes)
      const byte = random.below(32)
      return random.pick([
        `update ${checkpoint} set note = replace(note, 'sealed 2', 'sealed 1') where size = ${size}`,
        `update ${checkpoint} set hashes = set_byte(hashes, ${byte}, get_byte(hashes, ${byte}) # 1) where size = ${size}`,
        `update ${checkpoint} c set note = (select note from ${checkpoint} o where o.size <> c.size limit 1) where size = ${size}`,
      ])
    },
    'personal values': () =>
      random.pick([
        `update t_clinic.audit_details set after = '{"name": ${word.replaceAll("'", '"')}}'
         where event_id = (select event_id from t_clinic.audit_details order by event_id offset ${random.below(5)} limit 1)`,
        `insert into t_clinic.audit_details (event_id, occurred_at, table_name, subject, salt, after)
         select id, occurred_at, table_name, ${word}, '\\x00', '{}' from ${log} where detail_digest is null and id in (${some()}, (select id from ${log} where detail_digest is null limit 1))`,
      ]),
  }
  const kind = random.pick(Object.keys(kinds))
  return [kind, (kinds[kind] as () => string)()]
}
