// Promises of what is found by meaning: all that was asked for and the right ones, where the specification's index on an
// empty table finds a part; and that another model comes beside the one that serves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Database,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  type EmbeddedOptions,
  embedded,
} from '../../kernel/index.ts'
import { writeMigration } from '../../kernel/migrate/index.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { type Council, openCouncil, type Person } from '../../test/support/orquix/council.ts'
import { asSpecified } from '../../test/support/specification.ts'
import { contextChunks } from './context-chunk.ts'
import { orquixDatabase } from './database.ts'
import { embedding } from './embedding.ts'

const { dimensions } = embedding
/** Clusters, as texts make them: `around` says which, `n` what of it. */
const vector = (around: number, n: number) =>
  Array.from({ length: dimensions }, (_, at) =>
    at % 8 === around % 8 ? 1 : 0.35 * Math.sin((n + 1) * (at + 1.7) * 0.731),
  )
const toText = (items: readonly number[]) => `[${items.map((item) => item.toFixed(5)).join(',')}]`

onEachEngine(() => {
  let council: Council
  let person: Person
  let projects: readonly string[]
  beforeAll(async () => {
    council = await openCouncil()
    person = await council.person()
    projects = await Promise.all([1, 2].map(async () => (await person.ask()).projectId))
    for (const [place, projectId] of projects.entries())
      await person.db.contextChunk.createMany({
        data: Array.from({ length: 150 }, (_, n) => ({
          userId: person.id,
          projectId,
          contentText: `fragmento ${n}`,
          sourceType: 'file',
          sourceIdentifier: String(n),
          contentEmbedding: vector(place, n),
          contentEmbeddingModel: embedding.model,
        })),
      })
  })
  afterAll(() => council?.close())

  const asked = vector(1, 1000)

  test('ten of one project are asked for and ten come, the nearest', async () => {
    const [projectId = ''] = projects
    const found = await person.db.contextChunk.findMany({
      where: { projectId },
      nearest: { vector: asked },
      take: 10,
    })
    const { rows } = await council.platform.query(
      `select id from orquix.context_chunks where project_id = $1
       order by (content_embedding operator(acervo.<=>) $2::acervo.vector) + 0, id limit 10`,
      [projectId, toText(asked)],
    )
    expect(found.map(({ id }) => [id])).toEqual(rows)
    expect(rows).toHaveLength(10)
  })

  test("the specification's index, made on an empty table, finds a part; filtered by project, nothing", async () => {
    const script = `create table context_chunks (id integer, project_id integer, content_embedding vector(16));
      create index on context_chunks using ivfflat (content_embedding vector_cosine_ops) with (lists = 100)`
    const [right, short] = await asSpecified(council.platform, script, async (ask) => {
      await ask(`insert into context_chunks select n, case when n % 100 = 0 then 1 else 2 end, array(
          select case when at % 8 = n % 8 then 1 else 0.6 * sin(n * (at + 1.7) * 0.731) end
          from generate_series(1, 16) at)::vector from generate_series(1, 4000) n`)
      await ask('set enable_seqscan to off')
      const near = async (id: number, exact: '' | ' + 0', where = 'true') => {
        const question = `(select content_embedding from context_chunks where id = ${id})`
        const order = `(content_embedding <=> ${question})${exact}`
        const text = `select id from context_chunks where ${where} order by ${order} limit 10`
        return (await ask(text)).rows.flat().map(Number)
      }
      let right = 0
      let short = 0
      for (let id = 100; id <= 4000; id += 195) {
        const exact = new Set(await near(id, ' + 0'))
        right += (await near(id, '')).filter((one) => exact.has(one)).length
        short += 10 - (await near(id, '', 'project_id = 1')).length
      }
      return [right, short] as const
    })
    // Of 21 questions with ten answers each.
    expect(right).toBeLessThan(190)
    expect(short).toBeGreaterThan(20)
  })

  test('no vector of another size or model stands in the column', async () => {
    const [projectId = ''] = projects
    const add = (data: object) =>
      person.db.contextChunk
        .create({
          data: {
            userId: person.id,
            projectId,
            contentText: 'x',
            sourceType: 'file',
            sourceIdentifier: 'x',
            ...data,
          },
        })
        .catch((error) => error.code)
    expect(await add({ contentEmbedding: [1, 2, 3], contentEmbeddingModel: embedding.model })).toBe(
      'ACV205',
    )
    expect(await add({ contentEmbedding: asked, contentEmbeddingModel: 'other' })).toBe('ACV304')
    expect(await add({ contentEmbedding: asked })).toBe('ACV304')
    // 1536 to 384, as the specification's migration has it: no cast makes the one of the other.
    await asSpecified(council.platform, 'create table t (v vector(3))', async (ask) => {
      await ask(`insert into t values ('[1,2,3]')`)
      await expect(ask('alter table t alter v type vector(2)')).rejects.toThrow()
    })
  })

  test('the setting changed, the plan shows the new vectors beside the old index', async () => {
    const home = await mkdtemp(join(tmpdir(), 'acervo-orquix-'))
    try {
      const before = toDatabase(orquixDatabase, home)
      await writeMigration({ database: before, home, name: 'initial' })
      const after = toDatabase(
        withEmbedding({
          ...embedding,
          column: 'contentEmbedding768',
          model: 'multilingual-768',
          dimensions: 768,
          was: embedding,
        }),
        home,
      )
      const files = await writeMigration({ database: after, home, name: 'reembed' })
      const sql = files.flatMap(({ steps }) => steps.map((step) => step.sql)).join('\n')
      expect(sql).toContain('add column "content_embedding768" acervo.vector(768)')
      expect(sql).toMatch(/create index concurrently[^;]*content_embedding768/)
      expect(sql).not.toContain('drop')
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  })
})

function withEmbedding(options: EmbeddedOptions): Database {
  const features = contextChunks.features.filter(({ feature }) => feature !== 'embedded')
  const changed = defineTable('context_chunks', contextChunks.columns, [
    ...features,
    embedded({ ...options, of: ['contentText'] }),
  ])
  return defineDatabase({
    ...orquixDatabase,
    tables: { ...orquixDatabase.tables, contextChunk: changed },
  })
}

function toDatabase(database: Database, home: string) {
  const model = defineModel([defineSystem({ name: 'orquix', databases: [database], home })])
  const found = model.databases.get('orquix')
  if (found === undefined) throw new Error('the Model has no orquix')
  return found
}
