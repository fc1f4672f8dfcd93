// An assistant for the house, what Carmen asked it, and the list that it made.
import { type Family, toKey } from '../family.ts'

export const houseAgentId = toKey(20)
export const shoppingId = toKey(22)

export async function converse({ carmen: { id: userId, db } }: Family): Promise<void> {
  const skipDuplicates = true
  await db.agent.createMany({
    skipDuplicates,
    data: [
      {
        id: houseAgentId,
        createdById: userId,
        name: 'Asistente de casa',
        slug: 'asistente-de-casa',
        description: 'Compra, citas y papeles de la familia',
        category: 'hogar',
        model: 'gemini-2.0-flash',
        endpointUrl: 'https://agents.example.com/casa',
        systemPrompt: 'Respondes en español, con frases cortas, y no inventas datos.',
      },
    ],
  })
  await db.chatSession.createMany({ skipDuplicates, data: [{ id: toKey(21), userId }] })
  const known = await db.conversation.findUnique({ where: { id: shoppingId } })
  if (known === null)
    await db.conversation.create({
      data: {
        id: shoppingId,
        chatSessionId: toKey(21),
        agentId: houseAgentId,
        title: 'Menú y compra de la semana',
      },
    })
  await db.message.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(23),
        conversationId: shoppingId,
        role: 'user',
        content: 'Haz la compra para cinco cenas. Lucía no puede tomar cacahuete.',
        tokensInput: 18,
      },
      {
        id: toKey(24),
        conversationId: shoppingId,
        parentId: toKey(23),
        role: 'assistant',
        content: 'He preparado cinco cenas sin cacahuete ni trazas. La lista está en la tabla.',
        tokensInput: 240,
        tokensOutput: 62,
      },
    ],
  })
  await db.artifact.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(25),
        userId,
        agentId: houseAgentId,
        conversationId: shoppingId,
        name: 'Lista de la compra',
        type: 'TABLE',
        content: 'producto;cantidad\nlentejas;1 kg\nmerluza;800 g\ncalabacín;4\nyogur;8',
        metadata: { columns: ['producto', 'cantidad'] },
      },
    ],
  })
  await db.storageFolder.createMany({
    skipDuplicates,
    data: [
      { id: toKey(26), userId, name: 'Casa' },
      { id: toKey(27), userId, name: 'Bachillerato de Lucía' },
    ],
  })
}
