// Reading what declares it is kept, in the same round trip, whatever way it is read; nothing else is.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import {
  audited,
  auditLog,
  belongsTo,
  defineAction,
  defineDatabase,
  defineFeature,
  defineSystem,
  defineTable,
  text,
} from '../index.ts'

type Tx = { clinic: { face: { findMany(): Promise<unknown[]> } } }
const list = defineAction({
  name: 'list',
  summary: { en: 'list', es: 'lista' },
  effect: 'read',
  path: 'list',
  input: {},
  output: { type: 'array' },
  handler: async ({ tx }: { tx: Tx }) => tx.clinic.face.findMany(),
})
const system = defineSystem({
  name: 'test',
  databases: [
    defineDatabase({
      schema: 't_clinic',
      name: 'clinic',
      tables: {
        patient: defineTable('patients', { name: text() }),
        face: defineTable(
          'faces',
          { patientId: belongsTo('patients', { inverse: 'faces' }), shape: text() },
          [audited({ reads: true, purpose: 'required' }), defineFeature('list', () => [list])],
        ),
        auditEvent: defineTable('audit_events', {}, [auditLog()]),
      },
    }),
  ],
})

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  let patientId = ''
  const ids: string[] = []
  const ada = { actor: 'user:ada', purpose: 'care', requestId: 'r7' }
  const db = () => platform.db.as(ada).clinic
  beforeAll(async () => {
    platform = await openTestPlatform([system] as const)
    patientId = (await db().patient.create({ data: { name: 'Eva' } })).id
    for (const shape of ['a', 'b', 'c'])
      ids.push((await db().face.create({ data: { patientId, shape } })).id)
  })
  afterAll(() => platform?.close())
  beforeEach(async () => {
    const direct = await platform.targets.of('t_clinic').direct()
    await direct.script('set session_replication_role = replica; truncate t_clinic.audit_events')
    await direct.script('set session_replication_role = origin')
    await direct.close()
  })
  const kept = async () => {
    const { rows } = await platform.query(
      `select actor, purpose, request_id, operation, table_name, after from t_clinic.audit_events order by occurred_at`,
    )
    return rows.map((cells) => [...cells.slice(0, 5), JSON.parse(cells[5] ?? 'null')])
  }
  const told = (what: object) => ['user:ada', 'care', 'r7', 'READ', 'faces', what]

  test('who read which rows, and why, is kept with them', async () => {
    const rows = await db().face.findMany({ orderBy: { shape: 'desc' }, select: { shape: true } })
    expect(rows).toEqual([{ shape: 'c' }, { shape: 'b' }, { shape: 'a' }])
    expect(await db().face.findUnique({ where: { id: ids[1] as string } })).toMatchObject({
      shape: 'b',
    })
    expect(await db().face.findFirst({ where: { shape: 'none' } })).toBeNull()
    expect(await kept()).toEqual([
      told({ count: 3, keys: [...ids].reverse() }),
      told({ count: 1, keys: [ids[1]] }),
      told({ count: 0, keys: [] }),
    ])
  })

  test('pages, versions and repeated shapes answer as without a note', async () => {
    const ask = (after?: readonly (string | null)[]) =>
      platform.acervo.run(
        ada,
        {
          database: 'clinic',
          table: 'face',
          verb: 'findMany',
          take: 2,
          orderBy: { shape: 'asc' },
          ...(after ? { after } : {}),
        },
        { page: true, version: true },
      )
    const first = await ask()
    expect(first.rows.map((row) => JSON.parse(row).shape)).toEqual(['a', 'b'])
    expect(first.versions.every((version) => /^\d+$/.test(version ?? ''))).toBe(true)
    const second = await ask(first.keys.at(-1))
    expect(second.rows.map((row) => JSON.parse(row).shape)).toEqual(['c'])
    expect((await kept()).length).toBe(2)
  })

  test('what is counted, included or filtered by is read, too', async () => {
    expect(await db().face.count()).toBe(3)
    const [patient] = await db().patient.findMany({ include: { faces: true } })
    expect(patient?.faces.length).toBe(3)
    await db().patient.findMany({ where: { faces: { some: { shape: 'a' } } } })
    await db().patient.findMany()
    expect(await kept()).toEqual([
      told({ verb: 'count' }),
      told({ verb: 'findMany', through: 'patient' }),
      told({ verb: 'findMany', through: 'patient' }),
    ])
  })

  test('nobody reads without a purpose, nor writes', async () => {
    const hasty = platform.db.as({ actor: 'user:ada' }).clinic
    for (const ask of [
      () => hasty.face.findMany(),
      () => hasty.face.count(),
      () => hasty.patient.findMany({ include: { faces: true } }),
      () => hasty.face.updateMany({ data: { shape: 'x' } }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'ACV342' })
    expect(await hasty.patient.findMany()).toHaveLength(1)
    expect(await kept()).toEqual([])
  })

  test('an action that reads keeps it', async () => {
    const { output } = await platform.acervo.act(ada, {
      database: 'clinic',
      table: 'face',
      action: 'list',
      input: {},
    })
    expect(JSON.parse(output)).toHaveLength(3)
    expect(await kept()).toEqual([told({ count: 3, keys: expect.arrayContaining(ids) })])
  })

  test('it takes one round trip', async () => {
    const target = platform.targets.of('t_clinic')
    let groups = 0
    const counting = {
      ...platform.targets,
      of: () =>
        new Proxy(target, {
          get: (of, name) => {
            if (name === 'group') groups++
            const value = Reflect.get(of, name)
            return typeof value === 'function' ? value.bind(of) : value
          },
        }),
    }
    const { run } = await import('./run.ts')
    const { toContext } = await import('../client/principal.ts')
    const caller = { model: platform.acervo.model, targets: counting, context: toContext(ada) }
    await run(caller as never, { database: 'clinic', table: 'face', verb: 'findMany' })
    await run(caller as never, {
      database: 'clinic',
      table: 'patient',
      verb: 'findMany',
      include: { faces: true },
    })
    expect(groups).toBe(2)
  })
})
