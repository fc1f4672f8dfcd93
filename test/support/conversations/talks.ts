// The system of conversations alone on a database of its own, with people made as a test needs them.
import { randomUUID } from 'node:crypto'
import { conversationPlatform } from '../../../systems/conversations/system.ts'
import { openTestPlatform, type TestPlatform } from '../platform.ts'

export type TalkPlatform = TestPlatform<[typeof conversationPlatform]>
export type TalkTables = TalkPlatform['db']['conversations']

export interface Talks {
  readonly platform: TalkPlatform
  /** Everything that belongs to no user. */
  readonly all: TalkTables
  /** A new user and the tables as that user sees them. */
  person(columns?: object): Promise<Person>
  say(
    db: TalkTables,
    conversationId: string,
    content: string,
    tokens?: number,
  ): Promise<{ id: string }>
  tokensOf(db: TalkTables, id: string): Promise<string | undefined>
  close(): Promise<void>
}

export interface Person {
  readonly id: string
  readonly user: { readonly email: string; readonly username: string }
  readonly db: TalkTables
}

export async function openTalks(): Promise<Talks> {
  const platform = await openTestPlatform([conversationPlatform])
  const all = platform.db.conversations
  return {
    platform,
    all,
    person: async (columns = {}) => {
      const username = randomUUID()
      const user = await all.user.create({
        data: { email: `${username}@example.es`, username, passwordHash: '!', ...columns },
      })
      const claims = { tenant: user.id }
      const { conversations: db } = platform.db.as({ actor: `user:${user.id}`, claims })
      return { id: user.id, user, db }
    },
    say: (db, conversationId, content, tokensUsed = 0) =>
      db.message.create({ data: { conversationId, role: 'user', content, tokensUsed } }),
    tokensOf: async (db, id) =>
      (await db.conversation.findUnique({ where: { id }, select: { totalTokens: true } }))
        ?.totalTokens,
    close: () => platform.close(),
  }
}
