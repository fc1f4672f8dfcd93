// The nearest rows of one tenant are found, all that were asked for, whether rows are compared or an index is walked.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import type { Statement } from '../database/target.ts'
import { integer, text } from '../table/column.ts'
import { index } from '../table/constraint.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { embedded, tenant } from '../traits/index.ts'
import { plan } from './plan.ts'

const exactRowsMax = 100
const was = { column: 'oldVector', model: 'old', dimensions: 3, metric: 'l2' } as const
const chunks = defineTable('chunks', { place: integer(), kind: text().default('a') }, [
  tenant(),
  index(['place']),
  embedded({
    column: 'meaning',
    model: 'm',
    dimensions: 8,
    metric: 'cosine',
    index: 'hnsw',
    exactRowsMax,
  }),
])
const moved = defineTable('moved', { place: integer() }, [
  embedded({ column: 'newVector', model: 'new', dimensions: 4, metric: 'cosine', was }),
])
const system = defineSystem({
  name: 'near',
  databases: [
    defineDatabase({ schema: 'nr_near', name: 'near', tables: { chunk: chunks, move: moved } }),
  ],
})

const [many, few, crowd] = [randomUUID(), randomUUID(), randomUUID()]
/** The same for the same numbers; `around` says near what. */
const vector = (around: number, n: number) =>
  Array.from({ length: 8 }, (_, at) => Math.cos(around + at) + 0.2 * Math.sin(n * 7.3 + at * 3.1))

onEachEngine(() => {
  let platform: TestPlatform<[typeof system]>
  const as = (id: string) => platform.db.as({ actor: 'service:test', claims: { tenant: id } }).near
  beforeAll(async () => {
    platform = await openTestPlatform([system])
    const fill = (id: string, around: number, rows: number) =>
      as(id).chunk.createMany({
        data: Array.from({ length: rows }, (_, place) => ({
          place,
          kind: place % 50 === 0 ? 'rare' : 'a',
          meaning: vector(around, place),
          meaningModel: 'm',
        })),
      })
    // What is near to the question is nearly all of somebody else.
    await fill(crowd, 0, 3_000)
    await fill(many, 2, 600)
    await fill(few, 2, 40)
    await platform.query('analyze nr_near.chunks')
  })
  afterAll(() => platform?.close())

  const asked = vector(0, 0.5)
  const exactly = async (id: string, take: number) => {
    const { rows } = await platform.query(
      `select place from nr_near.chunks where tenant_id = $1
       order by (meaning operator(acervo.<=>) $2::acervo.vector) + 0, id limit ${take}`,
      [id, `[${asked.join(',')}]`],
    )
    return rows.map(([place]) => Number(place))
  }
  const nearest = async (id: string, more: object = {}) => {
    const found = await as(id).chunk.findMany({
      nearest: { vector: asked },
      take: 10,
      select: { place: true, _distance: true } as never,
      ...more,
    })
    return found as unknown as readonly { place: number; _distance: number }[]
  }

  const asking = (id: string, more: Readonly<Record<string, string>> = {}) => {
    const settings = { 'acervo.tenant': id, ...more }
    const nearest = { vector: asked }
    const request = {
      database: 'near',
      table: 'chunk',
      verb: 'findMany',
      nearest,
      take: 10,
    } as const
    const [statement] = plan(platform.acervo.model, request, { settings }).statements
    return { settings, statement: statement as Statement }
  }
  const explain = async (id: string, more: Readonly<Record<string, string>> = {}) => {
    const { settings, statement } = asking(id, more)
    const text = `explain (analyze, costs off, timing off) ${statement.text}`
    const { values } = statement
    const [result] = await platform.targets.of('nr_near').group({ settings }, [{ text, values }])
    return result?.rows.map(([line]) => line).join('\n') ?? ''
  }
  const walked = /Index Scan using chunks_meaning_hnsw_idx[^\n]*\(actual rows=[1-9]/

  test('few rows are compared: what is found is exact', async () => {
    const found = await nearest(few)
    expect(found.map(({ place }) => place)).toEqual(await exactly(few, 10))
  })

  test('many are found by the index, in order, none of another tenant, and no fewer than asked', async () => {
    const found = await nearest(many)
    expect(found).toHaveLength(10)
    const right = new Set(await exactly(many, 10))
    expect(found.filter(({ place }) => right.has(place)).length).toBeGreaterThanOrEqual(9)
    const distances = found.map(({ _distance }) => _distance)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
  })

  test('a rare kind among many is found whole', async () => {
    const found = await nearest(many, { where: { kind: 'rare' }, take: 12 })
    expect(found).toHaveLength(12)
    expect(await nearest(many, { where: { kind: 'none' } })).toEqual([])
  })

  test('an index that gives up leaves nothing short', async () => {
    const lazy = { 'hnsw.max_scan_tuples': '1', 'hnsw.ef_search': '1' }
    // Alone it finds fewer than ten, or none.
    expect(await explain(many, lazy)).toMatch(/hnsw_idx[^\n]*\(actual rows=\d(\.\d+)? /)
    const { statement, settings } = asking(many, lazy)
    const [result] = await platform.targets.of('nr_near').group({ settings }, [statement])
    const places = result?.rows.map(([row]) => JSON.parse(String(row)).place)
    expect(places).toEqual(await exactly(many, 10))
  })

  test('the index is walked above the bound, and rows are compared below it', async () => {
    expect(await explain(many)).toMatch(walked)
    expect(await explain(few)).not.toMatch(walked)
  })

  test('the next page, and one in another order, go on from there', async () => {
    const all = await exactly(many, 30)
    const skipped = await nearest(many, { skip: 10 })
    expect(skipped.map(({ place }) => place)).toEqual(all.slice(10, 20))
    const ordered = await nearest(many, { orderBy: { place: 'asc' }, select: { place: true } })
    expect(ordered.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('the old model serves while the new one is made, which is read by its name', async () => {
    const { move } = platform.db.near
    await move.createMany({
      data: [
        { place: 1, oldVector: [1, 0, 0], oldVectorModel: 'old' },
        {
          place: 2,
          oldVector: [0, 1, 0],
          oldVectorModel: 'old',
          newVector: [0, 0, 0, 1],
          newVectorModel: 'new',
        },
      ],
    })
    const find = (nearest: object) => move.findMany({ nearest: nearest as never, take: 5 })
    expect((await find({ vector: [0.9, 0.1, 0] })).map(({ place }) => place)).toEqual([1, 2])
    expect((await find({ vector: [0, 0, 0, 1], model: 'new' })).map(({ place }) => place)).toEqual([
      2,
    ])
    await expect(find({ vector: [0, 0, 0, 1] })).rejects.toMatchObject({ code: 'ACV205' })
    await expect(find({ vector: [0, 0, 1], model: 'other' })).rejects.toMatchObject({
      code: 'ACV211',
    })
  })
})
