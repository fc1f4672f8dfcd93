// What was committed is sealed, also late; what was sealed cannot be changed unseen, whatever is changed.
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import type { AcervoError } from '../../errors/index.ts'
import {
  auditDetails,
  audited,
  auditLog,
  defineDatabase,
  defineSystem,
  defineTable,
  text,
} from '../../index.ts'
import { toLogs } from './audit-sql.ts'
import { checkProof, eraseDetails, proveEvent, proveGrowth } from './auditor.ts'
import { type ClaimRules, claimRules } from './claim.ts'
import { openFilePlace } from './file-place.ts'
import { originOf } from './log-state.ts'
import { toVerifierKey } from './note.ts'
import { type Sealer, type SealerOptions, type SealerPace, startSealer } from './sealer.ts'
import { openSigningKey } from './signing-key.ts'
import { verifyLog } from './verify.ts'

const system = defineSystem({
  name: 'test',
  databases: [
    defineDatabase({
      schema: 't_clinic',
      name: 'clinic',
      tables: {
        room: defineTable('rooms', { name: text() }, [audited()]),
        patient: defineTable('patients', { name: text(), room: text().optional() }, [
          audited({ personal: ['name'] }),
        ]),
        auditEvent: defineTable('audit_events', {}, [auditLog()]),
        auditDetail: defineTable('audit_details', {}, [auditDetails()]),
      },
    }),
  ],
})

onEachEngine((engine) => {
  let platform: TestPlatform<readonly [typeof system]>
  let directory: string
  let errors: AcervoError[] = []
  const sealers: Sealer[] = []
  beforeAll(async () => {
    platform = await openTestPlatform([system] as const)
  })
  afterAll(() => platform?.close())
  beforeEach(async () => {
    errors = []
    directory = await mkdtemp(join(tmpdir(), 'acervo-audit-'))
    await past(
      'truncate t_clinic.rooms, t_clinic.patients, t_clinic.audit_events, t_clinic.audit_details, acervo.audit_checkpoint',
    )
  })
  afterEach(async () => {
    await Promise.all(sealers.splice(0).map((one) => one.stop()))
    await rm(directory, { recursive: true, force: true })
  })

  /** As a superuser who switches the triggers off. */
  const past = async (sql: string) => {
    const direct = await platform.targets.of('t_clinic').direct()
    try {
      await direct.script(
        `set session_replication_role = replica; ${sql}; set session_replication_role = origin`,
      )
    } finally {
      await direct.close()
    }
  }
  const parts = () => {
    const target = platform.targets.of('t_clinic')
    const signer = openSigningKey(directory)
    const [log] = toLogs([...platform.acervo.model.databases.values()])
    if (log === undefined) throw new Error('no log')
    return { target, signer, log, place: openFilePlace(directory) }
  }
  const start = (pace: Partial<SealerPace> = {}, more: Partial<SealerOptions> = {}) => {
    const { target, signer, place } = parts()
    const sealer = startSealer({
      target,
      databases: [...platform.acervo.model.databases.values()],
      holder: `holder ${sealers.length}`,
      signer,
      places: [place],
      pace: { gapMs: 10, idleMs: 20, failedMs: 50, standbyMs: 20, ...pace },
      onError: (error) => errors.push(error),
      ...more,
    })
    sealers.push(sealer)
    return sealer
  }
  const verify = () => {
    const { target, signer, log, place } = parts()
    const verifier = toVerifierKey(originOf('clinic', signer.publicKey), signer.publicKey)
    return verifyLog({ target, log, signer, place }, verifier)
  }
  const soon = { timeout: 8_000, interval: 20 }
  const untilSealed = (count: number) =>
    vi.waitFor(
      async () => expect(await verify()).toMatchObject({ ok: true, sealed: count, unsealed: 0 }),
      soon,
    )
  const db = () => platform.db.as({ actor: 'user:ada' }).clinic
  const write = (count: number, from = 0) =>
    db().room.createMany({
      data: Array.from({ length: count }, (_, at) => ({ name: `room ${from + at}` })),
    })
  /** Sealed in several checkpoints, and nobody works on it any more. */
  const sealSome = async (count = 20) => {
    const sealer = start({ eventsMax: 4 })
    await write(count - 2)
    await db().patient.create({ data: { name: 'Eva' } })
    await db().patient.updateMany({ data: { name: 'Eve' } })
    await untilSealed(count)
    await sealer.stop()
  }

  test('what is committed is sealed in signed checkpoints, inside and outside', async () => {
    const sealer = start({ eventsMax: 5 })
    expect(await verify()).toMatchObject({ ok: true, sealed: 0, checkpoints: 0 })
    await write(12)
    await untilSealed(12)
    await write(3, 12)
    sealer.wake()
    await untilSealed(15)
    expect((await verify()).checkpoints).toBeGreaterThanOrEqual(4)
    expect(sealer.status()).toMatchObject({ isWorking: true, sealed: 15, troubles: {} })
    const mode = async (name: string) => (await stat(join(directory, name))).mode & 0o777
    expect([await mode('key.pem'), await mode('clinic.checkpoints')]).toEqual([0o600, 0o600])
    expect(errors).toEqual([])
  })

  test('several sealers part the work by a lease, and the next goes on where one ended', async () => {
    const [first, second] = [start(), start()]
    await Promise.all([write(5), write(5, 5)])
    await untilSealed(10)
    await first.stop()
    await write(5, 10)
    await untilSealed(15)
    await second.stop()
    await write(5, 15)
    start()
    await untilSealed(20)
    expect(errors).toEqual([])
  })

  test('a transaction that commits late is sealed, and keeps no other waiting', async () => {
    if (engine === 'embedded') return
    start({ eventsMax: 3 })
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const late = platform.acervo.transaction({ actor: 'user:late' }, ['clinic'], async (tx) => {
      await tx.clinic.room.createMany({
        data: Array.from({ length: 7 }, (_, at) => ({ name: `late ${at}` })),
      })
      begin()
      await until
    })
    await begun
    await write(10)
    await vi.waitFor(
      async () => expect(await verify()).toMatchObject({ ok: true, sealed: 10 }),
      soon,
    )
    await write(2, 10)
    await vi.waitFor(
      async () => expect(await verify()).toMatchObject({ ok: true, sealed: 12 }),
      soon,
    )
    release()
    await late
    await untilSealed(19)
    expect(errors).toEqual([])
  })

  test('what came from another server is sealed once, and accuses nobody, whatever the numbers of here', async () => {
    const there = { system: '1', cut: 900_000_000, edge: 900_000_000 }
    const next: ClaimRules['next'] = (...given) => ({ ...claimRules.next(...given), ...there })
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
    const settings = () => ({ 'acervo.fake_now': ago(60_000) })
    const sealer = start({}, { rules: { next }, settings, lease: 'audit:there' })
    await write(2)
    await untilSealed(2)
    await write(2, 2)
    await untilSealed(4)
    await sealer.stop()
    await write(3, 4)
    // The last one has a number that this server will give out after some more.
    await past(`update t_clinic.audit_events set occurred_at = '${ago(30_000)}',
      transaction_id = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 30
      where id in (select id from t_clinic.audit_events order by id desc limit 1)`)
    await write(3, 7)
    expect(await verify()).toMatchObject({ ok: true, sealed: 4, unsealed: 6 })
    start({ eventsMax: 2 }, { lease: 'audit:here' })
    await untilSealed(10)
    for (let at = 10; at < 50; at++) await write(1, at)
    await untilSealed(50)
    expect(errors).toEqual([])
  })

  test('as long as events of another server could be as young as those of here, none is left out', async () => {
    const there = { system: '1' }
    const next: ClaimRules['next'] = (...given) => ({ ...claimRules.next(...given), ...there })
    const sealer = start({}, { rules: { next } })
    await write(2)
    await untilSealed(2)
    await write(2, 2)
    await untilSealed(4)
    await sealer.stop()
    await write(1, 4)
    // Its clock went before ours.
    await past(`update t_clinic.audit_events set occurred_at = occurred_at + interval '5 seconds',
      transaction_id = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000
      where id in (select id from t_clinic.audit_events order by id desc limit 1)`)
    start()
    await untilSealed(5)
    await write(3, 5)
    await untilSealed(8)
    expect(errors).toEqual([])
  })

  test('a crash between database and file, or in the middle of a line, is mended by the next sealer', async () => {
    await sealSome(20)
    const path = join(directory, 'clinic.checkpoints')
    const whole = await readFile(path, 'utf8')
    const lines = whole.trimEnd().split('\n')
    await writeFile(path, `${lines.slice(0, -2).join('\n')}\n${lines.at(-2)?.slice(0, 50)}`)
    expect(await verify()).toMatchObject({ ok: true, ahead: expect.any(Number) })
    start()
    await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toBe(whole), soon)
    await write(3, 100)
    await untilSealed(23)
    await truncate(path, 0)
    await Promise.all(sealers.splice(0).map((one) => one.stop()))
    start()
    await untilSealed(23)
  })

  const tamperings: readonly (readonly [name: string, sql: string, fault: string])[] = [
    [
      'an update',
      `update t_clinic.audit_events set actor = 'user:eve' where id = $middle`,
      'changed',
    ],
    ['a delete', 'delete from t_clinic.audit_events where id = $middle', 'missing'],
    [
      'an insert with numbers of before',
      `insert into t_clinic.audit_events (id, occurred_at, transaction_id, operation, table_name, actor)
       select acervo.uuid7(occurred_at), occurred_at, transaction_id, 'DELETE', 'rooms', 'user:eve' from t_clinic.audit_events where id = $middle`,
      'inserted',
    ],
    [
      'an insert that lies about its time',
      `insert into t_clinic.audit_events (occurred_at, transaction_id, operation, table_name, actor)
       select now() - interval '1 hour', pg_current_xact_id()::text::bigint, 'DELETE', 'rooms', 'user:eve'`,
      'backdated',
    ],
    [
      'two events exchanged',
      `update acervo.audit_checkpoint set events = (select array_agg(e order by n desc) from unnest(events) with ordinality u(e, n))
       where size = (select min(size) from acervo.audit_checkpoint where cardinality(events) > 1)`,
      'changed',
    ],
    [
      'the tail cut off, checkpoints and all',
      `delete from t_clinic.audit_events where id in (select unnest(events) from acervo.audit_checkpoint where size > 12);
       delete from acervo.audit_checkpoint where size > 12`,
      'rolled back',
    ],
    [
      'the checkpoints rolled back',
      'delete from acervo.audit_checkpoint where size > 12',
      'rolled back',
    ],
    ['all checkpoints gone', 'delete from acervo.audit_checkpoint', 'rolled back'],
    [
      'another table in its place',
      `create table t_clinic.other as select * from t_clinic.audit_events;
       update t_clinic.other set purpose = 'none';
       truncate t_clinic.audit_events; insert into t_clinic.audit_events select * from t_clinic.other; drop table t_clinic.other`,
      'changed',
    ],
    [
      'a hash beside the event',
      `update acervo.audit_checkpoint set hashes = set_byte(hashes, 3, (get_byte(hashes, 3) + 1) % 256)`,
      'forked',
    ],
    [
      'another note',
      `update acervo.audit_checkpoint set note = replace(note, 'sealed 2', 'sealed 1')`,
      'checkpoint',
    ],
    [
      'personal values',
      `update t_clinic.audit_details set after = '{"name": "Ada"}'`,
      'detail changed',
    ],
  ]
  test.each(tamperings)('%s is found', async (_, sql, fault) => {
    await sealSome()
    expect(await verify()).toMatchObject({ ok: true, sealed: 20, erased: 0 })
    const [[middle] = []] = (
      await platform.query(
        'select id from t_clinic.audit_events order by transaction_id, id offset 7 limit 1',
      )
    ).rows
    await past(sql.replaceAll('$middle', `'${middle}'`))
    const report = await verify()
    expect(report).toMatchObject({ ok: false, first: { fault } })
    if (fault === 'changed' || fault === 'missing') expect(report.first?.position).toBeLessThan(20)
  })

  test('a database that was rolled back is not sealed any more, and that is told', async () => {
    await sealSome()
    await past('delete from acervo.audit_checkpoint where size > 12')
    start()
    await vi.waitFor(() => expect(errors.map(({ code }) => code)).toContain('ACV343'), soon)
    await write(3, 100)
    expect(await verify()).toMatchObject({ ok: false, first: { fault: 'rolled back' } })
  })

  test('what is erased leaves the log as it was sealed, and the erasure stands in it', async () => {
    await sealSome()
    const [[subject] = []] = (await platform.query('select subject from t_clinic.audit_details'))
      .rows
    const ada = { actor: 'user:ada', purpose: 'asked for' }
    expect(await eraseDetails(platform.acervo, ada, 'clinic', subject as string)).toBe(2)
    expect(await eraseDetails(platform.acervo, ada, 'clinic', subject as string)).toBe(0)
    start()
    await untilSealed(21)
    expect(await verify()).toMatchObject({ ok: true, erased: 2 })
    const told = `select operation, actor, purpose, after->>'count', row_id from t_clinic.audit_events
      where operation = 'ERASE' or after::text like '%Ev%'`
    expect((await platform.query(told)).rows).toEqual([
      ['ERASE', 'user:ada', 'asked for', '2', null],
    ])
  })

  test('one event is proven without the database, and nothing else by its proof', async () => {
    await sealSome()
    const ids = (await platform.query('select id from t_clinic.audit_events')).rows.map(
      ([id]) => id as string,
    )
    for (const id of ids) {
      const proof = JSON.parse(JSON.stringify(await proveEvent(platform.acervo, { directory }, id)))
      const checked = checkProof(proof, proof.verifier)
      expect(checked).toMatchObject({ ok: true, size: 20 })
      expect(checked.event?.[1]).toBe(id)
      expect(checkProof({ ...proof, leaf: proof.leaf.replace('user:ada', 'user:eve') }).ok).toBe(
        false,
      )
      expect(checkProof({ ...proof, position: (proof.position + 1) % 20 }).ok).toBe(false)
      expect(
        checkProof({ ...proof, checkpoint: proof.checkpoint.replace('\n20\n', '\n21\n') }).ok,
      ).toBe(false)
    }
    const other = await mkdtemp(join(tmpdir(), 'acervo-audit-'))
    const { publicKey } = openSigningKey(other)
    await rm(other, { recursive: true })
    const proof = await proveEvent(platform.acervo, { directory }, ids[0] as string)
    expect(checkProof(proof, toVerifierKey(originOf('clinic', publicKey), publicKey)).ok).toBe(
      false,
    )
    for (const id of ['x', '0193a5b0-0000-7000-8000-000000000001'])
      await expect(proveEvent(platform.acervo, { directory }, id)).rejects.toMatchObject({
        code: 'ACV345',
      })
  })

  test('that the log only grew is proven between two checkpoints', async () => {
    await sealSome()
    const [, [size] = []] = (
      await platform.query('select size from acervo.audit_checkpoint order by size')
    ).rows
    const proof = await proveGrowth(
      platform.acervo,
      { directory, database: 'clinic' },
      Number(size),
    )
    expect(checkProof(proof, proof.verifier)).toMatchObject({ ok: true, size: 20 })
    expect(checkProof({ ...proof, path: proof.path.slice(1) }).ok).toBe(false)
    expect(checkProof({ ...proof, first: proof.second, second: proof.first }).ok).toBe(false)
    await expect(
      proveGrowth(platform.acervo, { directory, database: 'clinic' }, 19),
    ).rejects.toMatchObject({ code: 'ACV345' })
  })

  test('a key that others may read signs nothing', async () => {
    openSigningKey(directory)
    const { chmod } = await import('node:fs/promises')
    await chmod(join(directory, 'key.pem'), 0o640)
    expect(() => openSigningKey(directory)).toThrow(/cannot be used/)
  })
})
