// Promises about what agents made: metadata that fits its type, versions in a row, and content where it belongs.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, anAgent, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  const make = (data: object = {}) =>
    ana.db.artifact.create({
      data: { userId: ana.id, name: 'nota', type: 'MARKDOWN', content: '# Nota', ...data },
    })

  test('an index is declared once (O1-06)', async () => {
    const index = 'create index idx_artifacts_metadata_gin on artifacts using gin (metadata)'
    await expect(
      agents.asSpecified('create table artifacts (metadata jsonb)', index, index),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('already exists') } })
    const { rows } = await agents.query(
      `select count(*) from pg_indexes where schemaname = 'agents' and tablename = 'artifacts'
        and indexdef like '%gin (metadata)%'`,
    )
    expect(rows).toEqual([['1']])
  })

  test('metadata fits its type', async () => {
    const columns = [{ name: 'a' }]
    const good = [
      ['CODE', { language: 'typescript' }],
      ['DIAGRAM', { diagramType: 'mermaid', source: 'graph TD' }],
      ['IMAGE', { url: 'https://blob.test/1', width: 10, height: 10 }],
      ['TABLE', { columns }],
    ] as const
    for (const [type, metadata] of good) {
      await make({ type, metadata })
      for (const bad of [null, {}, { [Object.keys(metadata)[0] ?? '']: true }])
        await expect(make({ type, metadata: bad })).rejects.toMatchObject({ code: 'ACV304' })
    }
    await make({ type: 'HTML' })
  })

  test('what is large stands in the blob and nowhere else (O1-28)', async () => {
    await expect(
      agents.asSpecified(
        'create table artifacts (content text not null, blob_url varchar(500))',
        `insert into artifacts (blob_url) values ('https://blob.test/1')`,
      ),
    ).rejects.toMatchObject({ code: 'ACV305' })
    await make({ content: null, blobUrl: 'https://blob.test/1', blobSize: '2000000' })
    await expect(make({ content: null })).rejects.toMatchObject({ code: 'ACV304' })
    await expect(make({ content: 'x'.repeat(1_048_577) })).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a version follows another once: of two who change one at once, one does', async () => {
    const first = await make()
    const both = await Promise.allSettled([1, 2].map(() => make({ parentId: first.id })))
    const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(made).toHaveLength(1)
    expect(made[0]?.version).toBe(2)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'ACV302' },
    })
    expect(await make({ parentId: made[0]?.id })).toMatchObject({ version: 3 })
    await expect(make({ parentId: first.id, type: 'HTML' })).rejects.toMatchObject({
      code: 'ACV303',
    })
  })

  test('a word to share it is kept as its digest', async () => {
    const shareToken = `a-word-that-nobody-guesses-${ana.id}`
    const { id } = await make({ shareToken })
    const found = await ana.db.artifact.findMany({ where: { shareToken } })
    expect(found.map((one) => one.id)).toEqual([id])
    const { rows } = await agents.query(
      'select encode(share_token, $2) from agents.artifacts where id = $1',
      [id, 'escape'],
    )
    expect(rows[0]?.[0]).not.toContain('nobody')
  })

  test('it outlives the chat and the agent that made it', async () => {
    const agent = await ana.db.agent.create({ data: anAgent(ana.id) })
    const chat = await ana.db.chatSession.create({ data: { userId: ana.id } })
    const conversation = await ana.db.conversation.create({
      data: { chatSessionId: chat.id, agentId: agent.id, title: 'x' },
    })
    const { id } = await make({ agentId: agent.id, conversationId: conversation.id })
    await ana.db.chatSession.delete({ where: { id: chat.id } })
    await ana.db.agent.delete({ where: { id: agent.id } })
    expect(await ana.db.artifact.findUnique({ where: { id } })).toMatchObject({
      agentId: null,
      conversationId: null,
    })
  })
})
