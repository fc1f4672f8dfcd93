// What the family used of its assistant this month, and how much of it is theirs.
import { houseAgentId, shoppingId } from '../chats/demo.ts'
import { type Family, toKey } from '../family.ts'

export async function spend({ carmen: { id: userId, db }, lucia }: Family): Promise<void> {
  await db.usageLimit.createMany({
    skipDuplicates: true,
    data: [
      { id: toKey(90), userId, limitTokens: '50000', limitMessages: 400 },
      { id: toKey(91), userId: lucia.id, limitMessages: 60 },
    ],
  })
  // Its key holds its instant, so that it has no fixed one.
  if ((await db.usageLog.count({ where: { userId } })) > 0) return
  await db.usageLog.createMany({
    data: [
      { userId, tokensInput: 240, tokensOutput: 62, conversationId: shoppingId, duration: 1840 },
      { userId, tokensInput: 1130, tokensOutput: 415, duration: 3920 },
      { userId, tokensInput: 90, tokensOutput: 0, success: false, errorMessage: 'sin respuesta' },
      { userId: lucia.id, tokensInput: 310, tokensOutput: 180, duration: 2210 },
    ].map((one) => ({ ...one, agentId: houseAgentId, model: 'gemini-2.0-flash' })),
  })
}
