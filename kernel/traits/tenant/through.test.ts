// A tenant that comes through links: what a declaration must say, what new rows get, and what rows that stood before
// get when their table becomes a tenant's.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../../test/support/migrate/empty.ts'
import { toDatabase, toModel } from '../../../test/support/migrate/shop.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { readDrift } from '../../migrate/operations.ts'
import { migrateAtStart } from '../../migrate/start.ts'
import { writeMigration } from '../../migrate/write.ts'
import { limits } from '../../query/limits.ts'
import { belongsTo, instant, integer, refersTo, text, uuid } from '../../table/column.ts'
import { unique } from '../../table/constraint.ts'
import { defineDatabase, defineSystem, type Tables } from '../../table/database.ts'
import { defineTable } from '../../table/table.ts'
import { partitioned } from '../partitioned/partitioned.ts'
import { tenant } from './tenant.ts'

const [a, b, c] = ['a', 'b', 'c'].map(
  (letter) => `01900000-0000-7000-8000-00000000000${letter}`,
) as [string, string, string]

const branch = defineTable('branches', { name: text() }, [tenant()])
const camera = defineTable('cameras', { branchId: belongsTo('branches'), name: text() }, [
  tenant({ through: 'branchId' }),
  unique(['name']),
])
const detection = defineTable(
  'detections',
  { at: instant().defaultNow(), cameraId: belongsTo('cameras', { onDelete: 'cascade' }) },
  [tenant({ through: 'cameraId' }), partitioned({ by: 'at', every: 'month', ahead: 1 })],
)
const face = defineTable(
  'faces',
  {
    ownerId: uuid(),
    detectionId: belongsTo('detections', { onDelete: 'cascade' }),
    quality: integer().default(0),
  },
  [tenant({ by: 'ownerId', through: 'detectionId' })],
)
const tables = { face, detection, camera, branch }
const bank = defineSystem({
  name: 'bank',
  databases: [defineDatabase({ schema: 't_bank', name: 'bank', tables })],
})

describe('what is declared', () => {
  const declare = (given: Tables) => () => toModel(given)
  const plain = defineTable('branches', { name: text() })

  test('a row knows its tenant three links away as a column of its own, with a key to its parent', () => {
    const table = toDatabase(tables).tables.get('face')
    expect(table?.keyPrefix?.name).toBe('ownerId')
    expect(table?.foreignKeys[0]).toMatchObject({
      columns: ['detection_id', 'detection_at', 'owner_id'],
      referencedColumns: ['id', 'at', 'tenant_id'],
    })
    expect(toDatabase(tables).tables.get('camera')?.columns.get('tenantId')).toMatchObject({
      updatable: false,
      spec: { hidden: true, immutable: true, optional: false },
    })
  })

  test.each<[string, Tables]>([
    ['belong to no tenant', { branch: plain, camera }],
    ['is no link', { x: defineTable('x', { n: text() }, [tenant({ through: 'n' })]) }],
    ['is no link', { x: defineTable('x', { n: text() }, [tenant({ through: 'gone' })]) }],
    [
      'is optional',
      {
        branch,
        x: defineTable('x', { branchId: belongsTo('branches').optional() }, [
          tenant({ through: 'branchId' }),
        ]),
      },
    ],
    [
      'leads to another database',
      {
        x: defineTable('x', { partyId: refersTo('global.party') }, [
          tenant({ through: 'partyId' }),
        ]),
      },
    ],
    [
      'in a circle',
      {
        x: defineTable('x', { yId: belongsTo('y') }, [tenant({ through: 'yId' })]),
        y: defineTable('y', { xId: belongsTo('x') }, [tenant({ through: 'xId' })]),
      },
    ],
    ['in a circle', { x: defineTable('x', { xId: belongsTo('x') }, [tenant({ through: 'xId' })]) }],
    [
      'another type',
      {
        branch,
        x: defineTable('x', { own: text(), branchId: belongsTo('branches') }, [
          tenant({ by: 'own', through: 'branchId' }),
        ]),
      },
    ],
  ])('a way that %s is a mistake of declaration', (words, given) => {
    expect(declare(given)).toThrow(
      expect.objectContaining({ code: 'ACV100', details: expect.stringContaining(words) }),
    )
  })
})

onEachEngine(() => {
  describe('what new rows get', () => {
    let platform: TestPlatform<readonly [typeof bank]>
    beforeAll(async () => {
      platform = await openTestPlatform([bank])
    })
    afterAll(() => platform?.close())

    const as = (...tenants: string[]) =>
      platform.db.as({ actor: 'user:x', claims: { tenant: tenants } }).bank
    const tenantsOf = async (table: string, column = 'tenant_id') => {
      const { rows } = await platform.query(
        `select ${column}, count(*) from t_bank.${table} group by 1 order by 1`,
      )
      return Object.fromEntries(rows)
    }

    test('one tenant claimed: the claim; several: that of the parent, through every link', async () => {
      const [mine, theirs] = [
        await as(a).branch.create({ data: { name: 'mine' } }),
        await as(b).branch.create({ data: { name: 'theirs' } }),
      ]
      const cam = (branchId: string, name: string) => ({ branchId, name })
      await as(a).camera.create({ data: cam(mine.id, 'one') })
      const own = await as(a, b).camera.create({ data: cam(mine.id, 'two') })
      const far = await as(a, b).camera.create({ data: cam(theirs.id, 'two') })
      expect(await tenantsOf('cameras')).toEqual({ [a]: '2', [b]: '1' })

      const detections = []
      for (const { id } of [own, far])
        detections.push(await as(a, b).detection.create({ data: { cameraId: id } }))
      expect(await tenantsOf('detections')).toEqual({ [a]: '1', [b]: '1' })

      await as(a, b).face.createMany({
        data: detections.flatMap(({ id, at }) => [
          { detectionId: id, detectionAt: at },
          { detectionId: id, detectionAt: at, quality: 9 },
        ]) as never,
      })
      expect(await tenantsOf('faces', 'owner_id')).toEqual({ [a]: '2', [b]: '2' })
    })

    test('a bulk of thousands takes the tenants of its parents by one join', async () => {
      const branches = await as(a, b).branch.findMany({})
      const data = Array.from(
        { length: limits.copyRowsMin * 2 + limits.batchRowsMax },
        (_, at) => ({
          branchId: branches[at % 2]?.id ?? '',
          name: `bulk ${at}`,
          // Some rows say it themselves.
          ...(at % 10 === 0 ? { tenantId: branches[at % 2]?.name === 'mine' ? a : b } : {}),
        }),
      )
      const before = await tenantsOf('cameras')
      await as(a, b).camera.createMany({ data })
      const after = await tenantsOf('cameras')
      for (const tenant of [a, b])
        expect(Number(after[tenant]) - Number(before[tenant])).toBe(data.length / 2)
    })

    test('an upsert of several tenants names the row it means and takes its parent’s tenant', async () => {
      const [branch] = await as(a, b).branch.findMany({ where: { name: 'theirs' } })
      const row = { branchId: branch?.id ?? '', name: 'upserted', tenantId: b }
      const where = { tenantId_name: { tenantId: b, name: 'upserted' } }
      await as(a, b).camera.upsert({ where: where as never, create: row, update: {} })
      expect(await as(b).camera.count({ where: { name: 'upserted' } })).toBe(1)
    })

    test('a parent of somebody else is as absent as none, whoever asks', async () => {
      const [theirs] = await as(b).branch.findMany({ where: { name: 'theirs' } })
      const nobodys = 'dddddddd-0000-7000-8000-dddddddddddd'
      for (const asker of [as(a), as(a, c)])
        for (const branchId of [theirs?.id ?? '', nobodys])
          for (const write of [
            () => asker.camera.create({ data: { branchId, name: 'x' } }),
            () => asker.camera.createMany({ data: [{ branchId, name: 'x' }] }),
          ])
            await expect(write()).rejects.toMatchObject({
              code: 'ACV303',
              message: expect.stringMatching(/^'branchId' of 'camera' leads to no row/),
            })
    })

    test('a row goes to another parent of its tenant, never to another tenant', async () => {
      const second = await as(a).branch.create({ data: { name: 'second' } })
      const [theirs] = await as(b).branch.findMany({ where: { name: 'theirs' } })
      const where = { name: 'one', tenantId: a }
      const update = (branchId: string) => as(a, b).camera.updateMany({ where, data: { branchId } })
      expect(await update(second.id)).toEqual({ count: 1 })
      await expect(update(theirs?.id ?? '')).rejects.toMatchObject({ code: 'ACV303' })
    })

    test('no policy calls or looks up anything for a row', async () => {
      const { rows } = await platform.query(
        `select pg_get_expr(polqual, polrelid) from pg_policy where not polpermissive`,
      )
      expect(rows.length).toBeGreaterThan(3)
      for (const [text] of rows) {
        expect(text).toMatch(/^\(\w+ = ANY \(\( SELECT \(?string_to_array/i)
        expect(text).not.toMatch(/ from /i)
      }
    })
  })

  describe('when a table becomes a tenant’s', () => {
    let empty: EmptyDatabase
    let home: string
    beforeAll(async () => {
      empty = await openEmpty(engine)
      home = await mkdtemp(join(tmpdir(), 'acervo-through-'))
    })
    afterAll(async () => {
      await empty?.close()
      await rm(home, { recursive: true, force: true })
    })

    // Named so that the order of names is not that of links.
    const shelf = (...traits: ReturnType<typeof tenant>[]) =>
      defineTable('shelves', { zoneId: belongsTo('zones'), name: text() }, traits)
    const box = (...traits: ReturnType<typeof tenant>[]) =>
      defineTable('boxes', { shelfId: belongsTo('shelves'), name: text() }, traits)
    const free = defineTable('zones', { name: text() })
    const owned = defineTable('zones', { owner: uuid().backfill(`'${a}'`), name: text() }, [
      tenant({ by: 'owner' }),
    ])

    test('rows that stood before take the tenant of their parents, parents first', async () => {
      const before = { zone: free, shelf: shelf(), box: box() }
      await migrateAtStart({
        targets: empty.targets,
        model: toModel(before, home),
        mode: 'develop',
      })
      await empty.script(`
        insert into t_shop.zones (name) values ('z');
        insert into t_shop.shelves (zone_id, name) select id, 's' from t_shop.zones;
        insert into t_shop.boxes (shelf_id, name)
          select id, 'b' || n from t_shop.shelves, generate_series(1, 2500) n`)
      const after = {
        zone: owned,
        shelf: shelf(tenant({ through: 'zoneId' })),
        box: box(tenant({ through: 'shelfId' })),
      }
      await writeMigration({ database: toDatabase(after), home, name: 'tenants' })
      const model = toModel(after, home)
      await migrateAtStart({ targets: empty.targets, model, mode: 'develop' })
      const { rows } = await empty.query('select tenant_id, count(*) from t_shop.boxes group by 1')
      expect(rows).toEqual([[a, '2500']])
      const drift = await readDrift({ targets: empty.targets, model })
      expect(drift.flatMap(({ differences }) => differences)).toEqual([])
    })
  })
})
