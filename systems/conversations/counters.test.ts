// Promises of what is counted: exact whatever happens to messages, one by one, many at once, from several sides.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { specified } from '../../test/support/conversations/specified.ts'
import { openTalks, type Talks } from '../../test/support/conversations/talks.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { asSpecified } from '../../test/support/specification.ts'

const five = [1, 2, 3, 4, 5]

onEachEngine(() => {
  let talks: Talks
  beforeAll(async () => {
    talks = await openTalks()
  })
  afterAll(() => talks?.close())

  test('five messages of 10 tokens make 50, and 40 after one is deleted; in the view too', async () => {
    const { db, id: userId, user } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId } })
    const made = await Promise.all(five.map((each) => talks.say(db, id, `mensaje ${each}`, 10)))
    const state = async () => ({
      ...(await db.conversation.findUnique({
        where: { id },
        select: { totalTokens: true, messageCount: true },
      })),
      view: (await db.userStatistics.findMany({ where: { id: userId } }))[0],
    })
    const view = { id: userId, username: user.username, email: user.email, totalConversations: '1' }
    expect(await state()).toEqual({
      totalTokens: '50',
      messageCount: '5',
      view: {
        ...view,
        totalMessages: '5',
        totalTokens: '50',
        lastConversation: expect.any(String),
      },
    })
    await db.message.delete({ where: { id: made[0]?.id ?? '' } })
    expect(await state()).toMatchObject({
      totalTokens: '40',
      messageCount: '4',
      view: { totalMessages: '4', totalTokens: '40' },
    })
  })

  test("the specification's view told 250 for the five, and its trigger kept 50 when all were gone", async () => {
    const seen = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(`insert into users (email, username, password_hash) values ('a@b.es', 'a', 'x')`)
      await ask('insert into conversations (user_id) select id from users')
      await ask(`insert into messages (conversation_id, role, content, tokens_used)
        select c.id, 'user', 'm', 10 from conversations c, generate_series(1, 5)`)
      const view = await ask('select total_tokens from user_statistics')
      await ask('delete from messages')
      const after = await ask('select total_tokens from conversations')
      return [view.rows, after.rows]
    })
    expect(seen).toEqual([[['250']], [['50']]])
  })

  test('a message that moves takes its tokens along, which the specification left behind', async () => {
    const { db, id: userId } = await talks.person()
    const from = await db.conversation.create({ data: { userId } })
    const to = await db.conversation.create({ data: { userId } })
    const message = await talks.say(db, from.id, 'me mudo', 7)
    await db.message.update({ where: { id: message.id }, data: { conversationId: to.id } })
    expect([await talks.tokensOf(db, from.id), await talks.tokensOf(db, to.id)]).toEqual(['0', '7'])
    const left = await asSpecified(talks.platform, specified, async (ask) => {
      await ask('insert into conversations (title) values ($1), ($2)', 'a', 'b')
      await ask(`insert into messages (conversation_id, role, content, tokens_used)
        select id, 'user', 'm', 7 from conversations where title = 'a'`)
      await ask(
        `update messages set conversation_id = (select id from conversations where title = 'b')`,
      )
      return (await ask('select total_tokens from conversations order by title')).rows
    })
    expect(left).toEqual([['7'], ['7']])
  })

  test('a message reads no other message, where the specification read all of them again', async () => {
    const read = `select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
      where relname = 'messages' and schemaname = `
    const { db, id: userId } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId } })
    const settings = { 'acervo.tenant': userId, 'acervo.actor': 'service:test' }
    const ours = await talks.platform.targets
      .of('conversations')
      .transaction({ settings }, async (session) => {
        const text = `insert into conversations.messages (conversation_id, role, content, tokens_used)
        values ($1, 'user', 'm', 1)`
        for (let n = 0; n < 100; n++) await session.query({ text, values: [id] })
        return session.query({ text: `${read} 'conversations'`, values: [] })
      })
    const theirs = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(`insert into conversations (title) values ('a')`)
      await ask('begin')
      for (let n = 0; n < 100; n++)
        await ask(
          `insert into messages (conversation_id, role, content) select id, 'user', 'm' from conversations`,
        )
      const seen = await ask(`${read} 'specified'`)
      await ask('commit')
      return seen
    })
    expect(await talks.tokensOf(db, id)).toBe('100')
    expect(Number(ours.rows[0]?.[0])).toBeLessThan(10)
    expect(theirs.rows).toEqual([['5050']])
  })

  test('counts stay exact while many write, change, move and delete at once', async () => {
    const { db, id: userId } = await talks.person()
    const conversations = await Promise.all(
      [1, 2, 3].map(() => db.conversation.create({ data: { userId } })),
    )
    const at = (n: number) => conversations[n % 3]?.id ?? ''
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, n) => talks.say(db, at(n), `m ${n}`, n)),
    )
    await Promise.all(
      made.map(({ id }, n) => {
        if (n % 4 === 0) return db.message.delete({ where: { id } })
        if (n % 4 === 1)
          return db.message.update({ where: { id }, data: { conversationId: at(n + 1) } })
        if (n % 4 === 2) return db.message.update({ where: { id }, data: { tokensUsed: 100 } })
        return db.message.createMany({
          data: [1, 2].map(() => ({
            conversationId: at(n),
            role: 'assistant' as const,
            content: 'r',
            tokensUsed: 5,
          })),
        })
      }),
    )
    const { rows } = await talks.platform.query(
      `select c.total_tokens, coalesce(sum(m.tokens_used), 0)::text, c.message_count, count(m.id)::text
       from conversations.conversations c left join conversations.messages m on m.conversation_id = c.id
       where c.user_id = $1 group by c.id`,
      [userId],
    )
    expect(rows).toHaveLength(3)
    for (const [told, counted, messages, rowsCounted] of rows)
      expect([told, messages]).toEqual([counted, rowsCounted])
    // 60 and 30 came in all; what was deleted had been used: 0+1+...+59, 30 times 5, and 15 raised to 100.
    const [day] = await db.usageMetric.findMany()
    const raised = made.map((_, n) => (n % 4 === 2 ? 100 - n : 0)).reduce((a, b) => a + b, 0)
    expect(day).toMatchObject({
      totalConversations: 3,
      totalMessages: 90,
      totalTokens: 1770 + 150 + raised,
    })
  })

  test('a day of a user stands once, whoever comes first', async () => {
    const { db, id: userId } = await talks.person()
    await Promise.all(
      Array.from({ length: 20 }, () => db.conversation.create({ data: { userId } })),
    )
    const days = await db.usageMetric.findMany()
    expect(days.map((day) => day.totalConversations)).toEqual([20])
    const { rows } = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(`insert into users (email, username, password_hash) values ('a@b.es', 'a', 'x')`)
      const add = () =>
        ask(`insert into usage_metrics (user_id, date) select id, '2026-11-21' from users`)
      await add()
      await add()
      return ask('select count(*) from usage_metrics')
    })
    expect(rows).toEqual([['2']])
  })

  test('nobody writes a counter or a day by hand', async () => {
    const { db, id: userId } = await talks.person()
    const give = (data: object) =>
      db.conversation.create({ data: { userId, ...data } as never }).catch((error) => error.code)
    expect(await give({ totalTokens: '9' })).toBe('ACV208')
    expect(
      await db.usageMetric
        .create({ data: { userId, date: '2026-01-01', totalTokens: 9 } as never })
        .catch((error) => error.code),
    ).toBe('ACV208')
  })

  test('a conversation that goes takes its messages and what was used stays', async () => {
    const { db, id: userId } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId } })
    await talks.say(db, id, 'adiós', 3)
    await db.conversation.delete({ where: { id } })
    expect(await db.message.count()).toBe(0)
    expect(await db.usageMetric.findMany()).toMatchObject([{ totalMessages: 1, totalTokens: 3 }])
    expect(await db.conversation.findUnique({ where: { id: randomUUID() } })).toBeNull()
  })
})
