// What the specification writes and PostgreSQL refuses, or takes and should not; and what stands here instead. Its
// statements run against its own tables, as its ORM would have made them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bank, openBank } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

const specification = `
  create table "User" (id text primary key, email text not null unique, password text);
  create table "DetectionEvent" (id text primary key, "cameraId" text not null, "clientId" text,
    status text not null, "occurredAt" timestamp(3) not null default current_timestamp);
  create table "Visit" (id text primary key, "branchId" text not null, "moduleId" text,
    "detectionId" text unique references "DetectionEvent" (id), status text not null);
  create table "FAQ" (id text primary key, title text not null, answer text not null,
    search_vector tsvector);
  create table "AuditLog" (id text primary key, action text not null,
    "createdAt" timestamp(3) not null default current_timestamp);
  create table "FacialProfile" (id text primary key, version text, embedding jsonb)`

onEachEngine(() => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
    for (const statement of specification.split(';')) await asWritten(statement)
  })
  afterAll(() => bank?.close())

  /** As the specification writes it, in its own schema. */
  const asWritten = async (text: string) => {
    const session = await bank.platform.targets.all()[0]?.direct()
    if (session === undefined) throw new Error('no target')
    try {
      await session.script('create schema if not exists specification')
      await session.script('set search_path to specification')
      return await session.query({ text, values: [] })
    } finally {
      await session.close()
    }
  }
  const inTransaction = async (text: string) => {
    const session = await bank.platform.targets.all()[0]?.direct()
    try {
      await session?.script(`begin; ${text}; commit`)
    } finally {
      await session?.close()
    }
  }
  const state = (code: string) => ({
    cause: expect.objectContaining({ code }),
  })
  const fails = (text: string, code: string) =>
    expect(asWritten(text), text).rejects.toMatchObject(state(code))
  const one = async (text: string, values: unknown[] = []) =>
    (await bank.sql(text, values)).rows[0]?.[0]

  test('O0-01, D6: no index asks for the time, and the latest detections are found by one', async () => {
    await fails(
      `create index detection_recent_idx on "DetectionEvent"("occurredAt") where occurredAt > now() - interval '30 days'`,
      '42703',
    )
    await fails(
      `create index detection_recent_idx on "DetectionEvent"("occurredAt") where "occurredAt" > now() - interval '30 days'`,
      '42P17',
    )
    const plan = await bank.sql(
      `explain select * from banking.detection_events where status = 'MATCHED'
        and occurred_at > acervo.now() - interval '1 hour' and occurred_at <= acervo.now()`,
    )
    expect(plan.rows.flat().join('\n')).not.toMatch(/y\d{4}m\d\d.*y\d{4}m\d\d.*y\d{4}m\d\d/s)
  })

  test('O0-02, D18: the rows of a branch are its own, by force, and with no claim there are none', async () => {
    await fails(
      `create policy branch_isolation on "Visit" for all
        using (branch_id = current_setting('app.current_branch_id')::text)`,
      '42703',
    )
    await fails(`select current_setting('app.current_branch_id')::text`, '42704')
    const [mine, theirs] = [await bank.openBranch(), await bank.openBranch()]
    await mine.db.visit.create({ data: { branchId: mine.branchId } })
    expect(await theirs.db.visit.count({ where: { branchId: mine.branchId } })).toBe(0)
    expect(await bank.as().visit.count()).toBe(0)
    const intruder = theirs.db.visit.create({ data: { branchId: mine.branchId } })
    await expect(intruder).rejects.toMatchObject({ code: 'ACV306' })
    const open =
      await bank.sql(`select relname from pg_class c join pg_namespace n on n.oid = relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('branch_id', 'tenant_id') and not attisdropped
      where nspname = 'banking' and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`)
    expect(open.rows).toEqual([])
  })

  test('O0-03, D16: detections stand in months from the first day, and a visit names theirs by both', async () => {
    const month = `for values from ('2024-01-01') to ('2024-02-01')`
    await fails(`create table DetectionEvent_2024_01 partition of DetectionEvent ${month}`, '42P01')
    await fails(`create table "D_2024_01" partition of "DetectionEvent" ${month}`, '42P17')
    const branch = await bank.openBranch()
    const { db, branchId } = branch
    const { id: cameraId } = await db.camera.create({ data: { branchId, name: 'Puerta' } })
    const seen = await db.detectionEvent.create({ data: { cameraId, status: 'UNKNOWN' } })
    const piece = await one(
      'select tableoid::regclass::text from banking.detection_events where id = $1',
      [seen.id],
    )
    expect(piece).toMatch(/^banking\.detection_events_y\d{4}m\d{2}$/)
    const visit = await db.visit.create({
      data: { branchId, detectionId: seen.id, detectionOccurredAt: seen.occurredAt },
      include: { detection: true },
    })
    expect(visit.detection?.id).toBe(seen.id)
    const again = db.visit.create({
      data: { branchId, detectionId: seen.id, detectionOccurredAt: seen.occurredAt },
    })
    await expect(again).rejects.toMatchObject({ code: 'ACV302' })
    const half = db.visit.create({ data: { branchId, detectionId: seen.id } })
    await expect(half).rejects.toMatchObject({ code: 'ACV304' })
    const elsewhere = await bank.openBranch()
    const foreign = elsewhere.db.visit.create({
      data: {
        branchId: elsewhere.branchId,
        detectionId: seen.id,
        detectionOccurredAt: seen.occurredAt,
      },
    })
    await expect(foreign).rejects.toMatchObject({ code: 'ACV303' })
  })

  test('O0-04, O0-07, D18: use and size of every table and index are asked by names that are there', async () => {
    await fails(`select tablename, indexname, idx_scan from pg_stat_user_indexes`, '42703')
    await fails(
      `select pg_total_relation_size(schemaname || '.' || tablename) from pg_tables
        where schemaname = 'specification'`,
      '42P01',
    )
    const used = await bank.sql(
      `select relname, indexrelname, idx_scan from pg_stat_user_indexes where schemaname = 'banking'`,
    )
    expect(used.count).toBeGreaterThan(80)
    const sizes = await bank.sql(
      `select pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)
        from pg_tables where schemaname = 'banking'`,
    )
    expect(sizes.count).toBeGreaterThan(30)
  })

  test('O0-05, O0-06, O0-09, D17: a month is set aside whole, at one instant, and has a name of its own to dump', async () => {
    await asWritten(`create table DetectionEvent_archive (like "DetectionEvent" including all)`)
    await fails(
      `insert into DetectionEvent_archive select * from "DetectionEvent" where occurredAt < now() - interval '90 days'`,
      '42703',
    )
    await fails(
      `delete from "DetectionEvent" where occurredAt < now() - interval '90 days'`,
      '42703',
    )
    const branch = await bank.openBranch()
    const { id: cameraId } = await branch.db.camera.create({
      data: { branchId: branch.branchId, name: 'Puerta' },
    })
    const { id } = await branch.db.detectionEvent.create({ data: { cameraId, status: 'UNKNOWN' } })
    const piece = String(
      await one('select tableoid::regclass::text from banking.detection_events where id = $1', [
        id,
      ]),
    )
    expect(piece).toBe(piece.toLowerCase())
    // A visit may name a detection: it lets go of the month in the same transaction.
    await inTransaction(
      `update banking.visits v set detection_id = null, detection_occurred_at = null
        where (detection_id, detection_occurred_at) in (select id, occurred_at from ${piece});
      alter table banking.detection_events detach partition ${piece}`,
    )
    expect(await branch.db.detectionEvent.count()).toBe(0)
    expect(await one(`select count(*) from ${piece} where id = $1`, [id])).toBe('1')
    const [from, to] = [piece.slice(-8, -3).slice(1), piece.slice(-2)]
    await bank.sql(
      `alter table banking.detection_events attach partition ${piece}
        for values from ('${from}-${to}-01 00:00:00+00') to (timestamptz '${from}-${to}-01 00:00:00+00' + interval '1 month')`,
    )
    expect(await branch.db.detectionEvent.count()).toBe(1)
  })

  test('O0-08: what was deleted in the last day is asked of the audit, which nobody empties', async () => {
    await fails(
      `select * from "AuditLog" where action like '%DELETE%' and createdAt > now() - interval '1 day'`,
      '42703',
    )
    const branch = await bank.openBranch()
    const { db, branchId } = branch
    const { id } = await db.device.create({
      data: {
        branchId,
        name: 'Impresora',
        kind: 'PRINTER',
        protocol: 'SERIAL',
        credential: crypto.randomUUID(),
      },
    })
    await db.device.delete({ where: { id } })
    const found = await db.auditLog.findMany({
      where: { action: { contains: 'DELETE' }, entityId: id },
    })
    expect(found).toMatchObject([
      {
        action: 'DELETE_DEVICE',
        actorId: '01900000-0000-7000-8000-000000000001',
        branchId,
      },
    ])
  })

  test('O0-10: a user works for several branches and a branch has several users', async () => {
    const [a, b] = [await bank.openBranch(), await bank.openBranch()]
    await a.db.branchAdmin.create({ data: { branchId: a.branchId, userId: a.userId } })
    await b.db.branchAdmin.create({ data: { branchId: b.branchId, userId: a.userId } })
    await a.db.branchAdmin.create({ data: { branchId: a.branchId, userId: b.userId } })
    const branchIds = async (id: string) =>
      (await a.db.user.findUnique({ where: { id }, select: { branchIds: true } }))?.branchIds
    expect(await branchIds(a.userId)).toEqual([a.branchId, b.branchId].sort())
    await a.db.branchAdmin.delete({ where: { branchId: a.branchId, userId: a.userId } })
    expect(await branchIds(a.userId)).toEqual([b.branchId])
    // Whatever comes and goes at once, the list is what stands there.
    const branches = await Promise.all(Array.from({ length: 6 }, () => bank.openBranch()))
    const comings = branches.map(({ db, branchId }) =>
      db.branchAdmin.create({ data: { branchId, userId: b.userId } }),
    )
    const leaving = a.db.branchAdmin.delete({
      where: { branchId: a.branchId, userId: b.userId },
    })
    await Promise.all([...comings, leaving])
    expect(await branchIds(b.userId)).toEqual(branches.map(({ branchId }) => branchId).sort())
    const foreign = a.db.branchAdmin.create({ data: { branchId: b.branchId, userId: b.userId } })
    await expect(foreign).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('O0-13: no index repeats another', async () => {
    const twice = await bank.sql(`select a.indexrelid::regclass, b.indexrelid::regclass
      from pg_index a join pg_index b on a.indrelid = b.indrelid and a.indexrelid <> b.indexrelid
        and a.indkey::text = b.indkey::text and a.indclass::text = b.indclass::text
        and a.indpred is null and b.indpred is null and a.indexprs is null and b.indexprs is null
      join pg_class c on c.oid = a.indrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'banking'`)
    expect(twice.rows).toEqual([])
  })

  test('O0-15: who only reports reads no password, no token and no face', async () => {
    await asWritten('create role reader_of_all')
    await asWritten('grant usage on schema specification to reader_of_all')
    await asWritten('grant select on all tables in schema specification to reader_of_all')
    expect(
      await one(
        `select has_column_privilege('reader_of_all', 'specification."User"', 'password', 'select')`,
      ),
    ).toBe('t')
    await asWritten('drop owned by reader_of_all')
    await asWritten('drop role reader_of_all')
    const secrets = [
      ['users', 'password'],
      ['clients', 'hashed_password'],
      ['user_sessions', 'token_hash'],
      ['password_reset_tokens', 'token'],
      ['facial_profiles', 'embedding'],
      ['dlib_face_vectors', 'embedding'],
      ['arcface_face_vectors', 'embedding'],
      ['biometric_consents', 'evidence'],
      ['devices', 'credential'],
    ]
    for (const [table, column] of secrets)
      expect(
        await one(
          `select has_column_privilege('acervo_readonly', 'banking.${table}', $1, 'select')`,
          [column],
        ),
        `${table}.${column}`,
      ).toBe('f')
  })

  test('O0-17: a visit waits from the beginning', async () => {
    await fails(`insert into "Visit" (id, "branchId") values ('v', 'b')`, '23502')
    const { db, branchId } = await bank.openBranch()
    expect((await db.visit.create({ data: { branchId } })).status).toBe('WAITING')
  })

  test('D19: a question is found by its words without accents, and by a word of another form', async () => {
    await asWritten(
      `insert into "FAQ" values ('q', '¿Cómo bloqueo mi tarjeta?', 'Llame al banco.', null)`,
    )
    const spanish = `to_tsvector('pg_catalog.spanish', title) @@ plainto_tsquery('pg_catalog.spanish', 'como bloquear tarjeta')`
    expect((await asWritten(`select from "FAQ" where ${spanish}`)).count).toBe(0)
    const { faq } = bank.as()
    const publish = (title: string) =>
      faq.create({ data: { title, answer: 'Llame al banco.', status: 'PUBLISHED' } })
    await publish('¿Cómo activo el débito?')
    const { id } = await publish('¿Cómo bloqueo mi tarjeta?')
    const draft = { title: '¿Cómo bloquear la tarjeta?', answer: 'Borrador' }
    await faq.create({ data: draft })
    expect((await faq.findMany({ q: 'débito' })).length).toBe(1)
    expect((await faq.findMany({ q: 'debito' })).length).toBe(1)
    const { output } = await bank.platform.acervo.act(
      { actor: 'user:test' },
      {
        database: 'banking',
        table: 'faq',
        action: 'similar',
        input: { q: 'como bloquear tarjeta' },
      },
    )
    expect(JSON.parse(output)).toMatchObject([{ faqId: id, version: 1 }])
  })

  describe('D20, O0-19: encodings of faces', () => {
    test('have the numbers of their model and are compared with its own only', async () => {
      await asWritten(
        `insert into "FacialProfile" values ('a', 'dlib', '[1, 2]'), ('b', 'arcface', '"no face"')`,
      )
      const db = bank.as()
      const profileOf = await enrolled()
      const { id } = await profileOf('python-api', 'dlib-128', 128)
      const short = db.dlibFaceVector.create({ data: { profileId: id, embedding: [1, 2] } })
      await expect(short).rejects.toMatchObject({ code: /ACV205|ACV310/ })
      await db.dlibFaceVector.create({ data: vectorOf(id, 'python-api/dlib-128', 128) })
      const mixed = db.arcfaceFaceVector.create({
        data: vectorOf(id, 'insightface/arcface-512', 512),
      })
      await expect(mixed).rejects.toMatchObject({
        code: 'ACV323',
        message: 'the template is of another model',
      })
      const lie = await profileOf('python-api', 'dlib-128', 128)
      const named = db.dlibFaceVector.create({
        data: vectorOf(lie.id, 'insightface/arcface-512', 128),
      })
      await expect(named).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('are ciphertext in the database', async () => {
      const profileOf = await enrolled()
      const { id } = await profileOf('python-api', 'dlib-128', 3)
      const db = bank.as()
      const read = await db.facialProfile.findUnique({ where: { id }, select: { embedding: true } })
      expect(read?.embedding).toEqual([0.25, 0.25, 0.25])
      const kept = await one(
        `select encode(embedding, 'escape') from banking.facial_profiles where id = $1`,
        [id],
      )
      expect(kept).not.toContain('0.25')
    })
  })

  const vectorOf = (profileId: string, embeddingModel: string, length: number) => ({
    profileId,
    embeddingModel,
    embedding: Array.from({ length }, () => 0.25),
  })

  /** Profiles of one client who agreed to be looked for. */
  async function enrolled() {
    const db = bank.as()
    const { id: clientId } = await bank.addClient()
    const { id: consentId } = await db.biometricConsent.create({
      data: { clientId, purpose: 'IDENTIFICATION', version: '2026-01', channel: 'DESK' },
    })
    return async (provider: string, version: string, dimensions: number) => {
      const model = { provider, version, dimensions: 128, metric: 'l2' } as const
      await db.faceModel.createMany({
        data: [{ ...model, matchMax: 0.5, unknownMin: 0.6, margin: 0.05 }],
        skipDuplicates: true,
      })
      const [found] = await db.faceModel.findMany({ where: { provider, version } })
      return db.facialProfile.create({
        data: {
          clientId,
          consentId,
          provider,
          version,
          ...(found && { modelId: found.id }),
          embedding: Array.from({ length: dimensions }, () => 0.25),
        },
      })
    }
  }
})
