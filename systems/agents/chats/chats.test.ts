// Promises about conversations: counters that follow every write, a tree that has no circle, and with whom one may talk.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Agents,
  aFile,
  anAgent,
  openAgents,
  type Somebody,
} from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  let agentId: string
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
    agentId = (await ana.db.agent.create({ data: { ...anAgent(ana.id), isPublic: true } })).id
  })
  afterAll(() => agents?.close())

  const begin = async (who = ana, agent = agentId) => {
    const { id: chatSessionId } = await who.db.chatSession.create({ data: { userId: who.id } })
    const data = { chatSessionId, agentId: agent, title: 'Conversación' }
    return who.db.conversation.create({ data })
  }
  const say = (conversationId: string, more: object = {}) =>
    ana.db.message.create({ data: { conversationId, role: 'user', content: 'hola', ...more } })
  const read = async (id: string) => ana.db.conversation.findUnique({ where: { id } })

  describe('counters (O1-24)', () => {
    test('the specification counts nothing: no trigger keeps its counters', async () => {
      const rows = await agents.asSpecified(
        'create table conversations (id uuid primary key, message_count int default 0)',
        'create table messages (conversation_id uuid references conversations (id))',
        `insert into conversations values ('00000000-0000-7000-8000-000000000001')`,
        'insert into messages select id from conversations',
        'select message_count from conversations',
      )
      expect(rows).toEqual([['0']])
    })

    test('messages and tokens are exact however many write, change and delete at once', async () => {
      const { id } = await begin()
      const made = await Promise.all(
        Array.from({ length: 24 }, (_, at) => say(id, { tokensInput: at, tokensOutput: 2 * at })),
      )
      expect(await read(id)).toMatchObject({ messageCount: '24', tokenCount: String(3 * 276) })
      await Promise.all(
        made.map(({ id: one }, at) =>
          at % 2 === 0
            ? ana.db.message.delete({ where: { id: one } })
            : ana.db.message.update({ where: { id: one }, data: { tokensOutput: 1 } }),
        ),
      )
      const { rows } = await agents.query(
        `select count(*), sum(coalesce(tokens_input, 0) + coalesce(tokens_output, 0))
          from agents.messages where conversation_id = $1`,
        [id],
      )
      const now = await read(id)
      expect([now?.messageCount, now?.tokenCount]).toEqual(rows[0])
      expect(now?.messageCount).toBe('12')
    })

    test('an agent counts its conversations and their messages, of every workspace', async () => {
      const { id } = await ana.db.agent.create({ data: { ...anAgent(ana.id), isPublic: true } })
      const eva = await agents.person('eva')
      const [mine, theirs] = [await begin(ana, id), await begin(eva, id)]
      await Promise.all([say(mine.id), say(mine.id)])
      await eva.db.message.create({
        data: { conversationId: theirs.id, role: 'user', content: 'hola' },
      })
      const count = () => ana.db.agent.findUnique({ where: { id } })
      expect(await count()).toMatchObject({ totalUses: '2', totalMessages: '3' })
      await ana.db.conversation.delete({ where: { id: mine.id } })
      expect(await count()).toMatchObject({ totalUses: '1', totalMessages: '1' })
    })

    test('a message is the last activity of its session, and no request says otherwise', async () => {
      const { id, chatSessionId } = await begin()
      await agents.query(
        `update agents.chat_sessions set last_activity = '2020-01-01' where id = $1`,
        [chatSessionId],
      )
      await say(id)
      const session = await ana.db.chatSession.findUnique({ where: { id: chatSessionId } })
      expect(session?.lastActivity.slice(0, 4)).not.toBe('2020')
      await expect(
        ana.sql('update agents.chat_sessions set last_activity = acervo.now()'),
      ).rejects.toMatchObject({ code: 'ACV306' })
      await expect(
        ana.sql('update agents.conversations set token_count = 0'),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('tokens are no negative number', async () => {
      const { id } = await begin()
      await expect(say(id, { tokensOutput: -1 })).rejects.toMatchObject({ code: 'ACV304' })
    })
  })

  describe('the tree', () => {
    test('an answer asked for again is a sibling, an edit a branch', async () => {
      const { id } = await begin()
      const first = await say(id)
      const answers = [1, 2].map(() => say(id, { role: 'assistant', parentId: first.id }))
      await Promise.all(answers)
      expect(await ana.db.message.count({ where: { parentId: first.id } })).toBe(2)
    })

    test('a parent of another conversation, or of another workspace, is none', async () => {
      const [one, other] = [await begin(), await begin()]
      const { id: parentId } = await say(other.id)
      await expect(say(one.id, { parentId })).rejects.toMatchObject({ code: 'ACV303' })
      const eva = await agents.person('eva')
      const theirs = await begin(eva)
      await expect(
        eva.db.message.create({
          data: { conversationId: theirs.id, role: 'user', content: 'x', parentId },
        }),
      ).rejects.toMatchObject({ code: 'ACV303' })
    })

    test('no circle comes in, not by rows that come together', async () => {
      const { id } = await begin()
      const [a, b] = ['1', '2'].map((last) => `01900000-0000-7000-8000-00000000000${last}`)
      const circle = `insert into agents.messages (id, conversation_id, parent_id, workspace_id, role, content)
        values ($1, $3, $2, $4, 'user', 'a'), ($2, $3, $1, $4, 'user', 'b')`
      await expect(ana.sql(circle, a, b, id, ana.workspaceId)).rejects.toMatchObject({
        code: 'ACV303',
      })
      const self = `insert into agents.messages (id, conversation_id, parent_id, workspace_id, role, content)
        values ($1, $2, $1, $3, 'user', 'a')`
      await expect(ana.sql(self, a, id, ana.workspaceId)).rejects.toMatchObject({ code: 'ACV303' })
      const { id: message } = await say(id)
      await expect(
        ana.sql('update agents.messages set parent_id = id where id = $1', message),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })
  })

  describe('with whom', () => {
    test('a conversation begins with an agent that its user may see and that is active', async () => {
      const eva = await agents.person('eva')
      const { id } = await ana.db.agent.create({ data: anAgent(ana.id) })
      await expect(begin(eva, id)).rejects.toMatchObject({ code: 'ACV303' })
      await ana.db.userAgentPermission.create({ data: { agentId: id, userId: eva.id } })
      await begin(eva, id)
      await ana.db.agent.update({ where: { id }, data: { isActive: false } })
      await expect(begin(eva, id)).rejects.toMatchObject({ code: 'ACV303' })
    })

    test('it holds on to the version and the name with which it began', async () => {
      const { id } = await ana.db.agent.create({ data: anAgent(ana.id) })
      const first = await begin(ana, id)
      await ana.db.agent.update({ where: { id }, data: { systemPrompt: 'otra', name: 'Otro' } })
      const second = await begin(ana, id)
      const versions = await ana.db.agentVersion.findMany({
        where: { agentId: id },
        orderBy: { version: 'asc' },
      })
      expect([first.agentVersionId, second.agentVersionId]).toEqual(versions.map((one) => one.id))
      expect([first.agentName, second.agentName]).toEqual(['Asistente', 'Otro'])
    })
  })

  test('messages of tools and of developers have a place, and what broke off keeps what it cost', async () => {
    const { id } = await begin()
    for (const role of ['tool', 'developer', 'system', 'assistant']) await say(id, { role })
    await say(id, { role: 'assistant', status: 'aborted', content: 'Era', tokensOutput: 3 })
    expect(await read(id)).toMatchObject({ tokenCount: '3' })
    const { id: message } = await say(id, { role: 'assistant', status: 'streaming', content: 'E' })
    const end = (status: 'aborted' | 'complete') =>
      ana.db.message.update({ where: { id: message }, data: { status } })
    await end('aborted')
    await expect(end('complete')).rejects.toMatchObject({ code: 'ACV323' })
    await expect(say(id, { role: 'banana' })).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('what is asked in Spanish is found in Spanish, accents or none (O1-31)', async () => {
    const [row] = await agents.asSpecified(
      `select to_tsvector('english', 'Las tarjetas de crédito') @@ plainto_tsquery('english', 'tarjeta credito')`,
    )
    expect(row).toEqual(['f'])
    const { id } = await begin()
    await say(id, { content: '¿Cómo bloqueo las tarjetas de crédito?' })
    for (const q of ['tarjeta credito', 'CRÉDITOS', 'como bloqueo'])
      expect(await ana.db.message.count({ where: { conversationId: id }, q } as never)).toBe(1)
  })

  test('what is shared ends at its message and stays as it was, whatever is said later', async () => {
    const { id: conversationId } = await begin()
    await say(conversationId, { role: 'system', content: 'Eres un asistente.' })
    const asked = await say(conversationId, { content: '¿Qué hora es?' })
    const answer = (content: string) =>
      say(conversationId, { role: 'assistant', content, parentId: asked.id })
    const [first] = [await answer('Las tres.'), await answer('Las cuatro.')]
    const shareToken = `nobody-guesses-the-chat-${conversationId}`
    const share = (messageId: string) =>
      ana.db.conversationShare.create({
        data: { conversationId, messageId, sharedById: ana.id, shareToken },
      })
    const { id } = await share(first?.id ?? '')
    await say(conversationId, { content: 'Mi clave es 1234', parentId: first?.id })
    await ana.db.message.update({ where: { id: asked.id }, data: { content: 'otra cosa' } })
    const read = await ana.db.conversationShare.findUnique({ where: { id } })
    expect(read?.snapshot).toMatchObject([
      { role: 'user', content: '¿Qué hora es?' },
      { role: 'assistant', content: 'Las tres.' },
    ])
    const other = await say((await begin()).id)
    await expect(share(other.id)).rejects.toMatchObject({ code: 'ACV303' })
    await expect(share(asked.id)).rejects.toMatchObject({ code: 'ACV302' })
    expect((await ana.db.conversationShare.findMany({ where: { shareToken } })).length).toBe(1)
  })

  test('a file comes with a message of its own workspace alone', async () => {
    const { id } = await begin()
    const message = await say(id)
    const file = await ana.db.storageFile.create({ data: aFile(ana.id, 3) })
    await ana.db.messageAttachment.create({ data: { messageId: message.id, fileId: file.id } })
    const eva = await agents.person('eva')
    const theirs = await eva.db.storageFile.create({ data: aFile(eva.id, 3) })
    await expect(
      ana.db.messageAttachment.create({ data: { messageId: message.id, fileId: theirs.id } }),
    ).rejects.toMatchObject({ code: 'ACV303' })
  })
})
