// The plans that PostgreSQL makes of our statements, where a worse plan would be a defect.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { bulkInsert } from './bulk.ts'
import { plan } from './plan.ts'
import type { Request } from './request.ts'

const tenantId = '00000000-0000-7000-8000-000000000001'

onEachEngine((engine) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    const rows = Array.from({ length: 3_000 }, (_, at) => ({ name: `n${at}`, rating: at }))
    await bulkInsert(db.caller, { database: 'press', table: 'author' }, rows)
    const tenant = db.as({ settings: { 'acervo.tenant': tenantId } })
    const notes = rows.map(({ name }) => ({ slug: name }))
    await bulkInsert(tenant, { database: 'press', table: 'note' }, notes)
    const passages = rows.map(({ rating }) => ({
      body: 'b',
      embedding: [rating, 1, 2],
      embeddingModel: 'tiny',
    }))
    await bulkInsert(db.caller, { database: 'press', table: 'passage' }, passages)
    await db.ask({ table: 'reading', verb: 'create', data: { note: 'x' } })
    await db.query('analyze')
  })
  afterAll(() => db?.close())

  /** As a prepared statement that has been used so often that its plan no longer knows the values. */
  async function explain(
    request: Omit<Request, 'database'>,
    settings: Record<string, string> = {},
  ): Promise<string> {
    const asker = { settings: { 'acervo.tenant': tenantId, ...settings } }
    const [statement] = plan(press, { database: 'press', ...request }, asker).statements
    const text = statement?.text ?? ''
    const values = (statement?.values ?? []).map((value) =>
      value === null ? 'null' : `'${String(value)}'`,
    )
    const context = {
      settings: {
        plan_cache_mode: 'force_generic_plan',
        ...asker.settings,
      },
    }
    return db.targets.of('press').transaction(context, async (session) => {
      const send = (sent: string) => session.query({ text: sent, values: [] })
      await send(`prepare asked as ${text}`)
      const { rows } = await send(
        `explain (costs off) execute asked${values.length === 0 ? '' : `(${values.join(', ')})`}`,
      )
      await send('deallocate asked')
      return rows.map(([line]) => line).join('\n')
    })
  }

  test('a point read walks the primary key', async () => {
    expect(
      await explain({
        table: 'author',
        verb: 'findUnique',
        where: { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d' },
      }),
    ).toContain('Index Scan using authors_pkey')
  })

  test('a page along the primary key sorts nothing', async () => {
    const text = await explain({
      table: 'author',
      verb: 'findMany',
      take: 20,
      live: false,
      after: ['0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'],
    })
    expect(text).toContain('Index Scan using authors_pkey')
    expect(text).not.toContain('Sort')
  })

  test("a tenant's unique value is looked up in its own index", async () => {
    expect(await explain({ table: 'note', verb: 'findUnique', where: { slug: 'x' } })).toContain(
      'notes_slug_key',
    )
  })

  test('a page of a tenant walks the index of its order, and sorts no more than equals', async () => {
    const text = await explain({
      table: 'note',
      verb: 'findMany',
      orderBy: { slug: 'asc' },
      take: 20,
    })
    expect(text).toContain('Index Scan using notes_slug_key')
    expect(text).not.toMatch(/(?<!Incremental )Sort\n/)
  })

  test('a partitioned row is looked for in one month', async () => {
    const [row] = await db.rows({ table: 'reading', verb: 'findFirst' })
    const text = await explain({ table: 'reading', verb: 'findUnique', where: { id: row?.id } })
    expect(text).toMatch(/Subplans Removed: \d/)
    expect(text.match(/Scan .*on readings_y/g)).toHaveLength(1)
  })

  test('distance is exact: an approximate index stands behind the number of rows', async () => {
    const text = await explain(
      {
        table: 'passage',
        verb: 'findMany',
        take: 5,
        nearest: { vector: [1, 0, 0] },
      },
      // Without this a small table is scanned whatever the statement says.
      { enable_seqscan: 'off' },
    )
    // It is walked where they are too many, and what comes of it counts where it is enough.
    expect(text).toMatch(/One-Time Filter: \(\(NOT .*\n.*passages_embedding_hnsw_idx/)
    expect(text.match(/passages_embedding/g)).toHaveLength(1)
    expect(text.match(/One-Time Filter: \(.*(>=|<) \$/g)).toHaveLength(2)
  })
})
