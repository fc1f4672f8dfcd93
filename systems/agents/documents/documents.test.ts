// Promises about what agents cite: states with their errors, passages with vectors of one model, and settings in one place.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { embeddingModel } from './rag-chunk.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  const document = (data: object = {}) =>
    ana.db.ragDocument.create({
      data: { userId: ana.id, title: 'Manual', source: 'PASTE', ...data },
    })
  const chunk = (documentId: string, position: number, data: object = {}) =>
    ana.db.ragChunk.create({
      data: {
        documentId,
        position,
        content: `Pasaje ${position}`,
        startsAt: position * 10,
        endsAt: position * 10 + 9,
        tokens: 3,
        ...data,
      },
    })
  const vector = (first: number) => [first, ...Array.from({ length: 383 }, () => 0.5)]

  test('a failure says where it happened, and what failed is not indexed', async () => {
    const { id } = await document()
    const set = (data: object) => ana.db.ragDocument.update({ where: { id }, data })
    await expect(set({ status: 'INDEXED' })).rejects.toMatchObject({ code: 'ACV323' })
    for (const status of ['EXTRACTING', 'CHUNKING', 'EMBEDDING']) await set({ status })
    await expect(set({ status: 'FAILED' })).rejects.toMatchObject({ code: 'ACV304' })
    const error = { failedStage: 'EMBEDDING', error: 'el modelo no responde', retryable: true }
    expect(await set({ status: 'FAILED', ...error })).toMatchObject({ indexed: false })
    await expect(set({ status: 'INDEXED' })).rejects.toMatchObject({ code: 'ACV323' })
    await set({ status: 'QUEUED', failedStage: null })
    for (const status of ['EXTRACTING', 'CHUNKING', 'EMBEDDING']) await set({ status })
    expect(await set({ status: 'INDEXED' })).toMatchObject({ indexed: true })
  })

  test('a document counts its passages, made and taken away by many at once', async () => {
    const { id } = await document()
    await Promise.all(Array.from({ length: 16 }, (_, at) => chunk(id, at)))
    const read = () => ana.db.ragDocument.findUnique({ where: { id } })
    expect(await read()).toMatchObject({ chunkCount: '16' })
    await ana.db.ragChunk.deleteMany({ where: { documentId: id, position: { lt: 6 } } })
    expect(await read()).toMatchObject({ chunkCount: '10' })
    await expect(chunk(id, 9)).rejects.toMatchObject({ code: 'ACV302' })
    await expect(chunk(id, 50, { endsAt: 1 })).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('vectors stand beside the text and are of one model (OX-05)', async () => {
    const { id } = await document()
    await chunk(id, 0, { embedding: vector(1), embeddingModel })
    await chunk(id, 1, { embedding: vector(-1), embeddingModel })
    await expect(
      chunk(id, 2, { embedding: vector(1), embeddingModel: 'another' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/ACV20|ACV304/) })
    await expect(chunk(id, 2, { embedding: [1, 2], embeddingModel })).rejects.toMatchObject({
      code: expect.stringMatching(/ACV205|ACV310/),
    })
    const { rows } = await ana.sql(
      `select position from agents.rag_chunks where document_id = $1 and embedding is not null
        order by embedding operator(acervo.<=>) $2::acervo.vector limit 1`,
      id,
      JSON.stringify(vector(1)),
    )
    expect(rows).toEqual([['0']])
  })

  test('how much is retrieved is set in one place (O1-22)', async () => {
    const { rows } = await agents.query(
      `select table_name from information_schema.columns where table_schema = 'agents'
        and column_name in ('rag_top_k', 'top_k', 'rag_min_score') group by 1`,
    )
    expect(rows).toEqual([['rag_settings']])
    const { id } = await ana.db.ragSetting.create({ data: { userId: ana.id } })
    for (const data of [{ topK: 0 }, { topK: 21 }, { threshold: '1.01' }])
      await expect(ana.db.ragSetting.update({ where: { id }, data })).rejects.toMatchObject({
        code: 'ACV304',
      })
    await expect(ana.db.ragSetting.create({ data: { userId: ana.id } })).rejects.toMatchObject({
      code: 'ACV302',
    })
  })

  test('what belongs to nobody is the system’s', async () => {
    await expect(document({ userId: null })).rejects.toMatchObject({ code: 'ACV304' })
    await document({ userId: null, source: 'SYSTEM' })
  })
})
