// Demonstration data: the daughter of the family and the cousin who runs its workshop talk with two models. They have no password that anybody knows:
// `acervo user create` makes people who sign in. Rows without a natural key have ids that are always the same.
import { deriveId } from '../../kernel/index.ts'
import type { Client } from './databases.ts'

const idOf = (part: string) => deriveId('01935a00-0000-7000-8000-0000000c0207', part)

const people = [
  ['lucia', 'lucia.robles@example.com', 'Lucía', 'Robles García'],
  ['mateo', 'mateo.penalver@example.com', 'Mateo', 'Peñalver Ruiz'],
] as const

interface Talk {
  readonly of: string
  readonly title: string
  readonly model: string
  readonly said: readonly (readonly [role: 'user' | 'assistant', content: string, tokens: number])[]
}

const talks: readonly Talk[] = [
  {
    of: 'lucia',
    title: 'Plan de estudio de álgebra',
    model: 'gpt-4',
    said: [
      ['user', 'Tengo tres semanas para repasar álgebra lineal. ¿Por dónde empiezo?', 21],
      [
        'assistant',
        'Por las matrices y los sistemas de ecuaciones: todo lo demás se apoya en ellos.',
        58,
      ],
      ['user', '¿Y los autovalores?', 7],
      ['assistant', 'En la tercera semana, cuando los determinantes te salgan sin pensar.', 44],
    ],
  },
  {
    of: 'mateo',
    title: 'Carta para los clientes',
    model: 'claude-3',
    said: [
      [
        'user',
        'Redacta una carta breve: el taller abre los sábados y revisa coches eléctricos.',
        18,
      ],
      [
        'assistant',
        'Estimados clientes: desde el sábado 28 Talleres Peñalver les atiende de diez a una.',
        71,
      ],
    ],
  },
]

export async function demo(db: Client): Promise<void> {
  await addModels(db)
  await configure(db)
  const { conversations: all } = db
  await all.user.createMany({
    skipDuplicates: true,
    data: people.map(([username, email, firstName, lastName]) => ({
      id: idOf(username),
      email,
      username,
      passwordHash: '!',
      firstName,
      lastName,
    })),
  })
  for (const talk of talks) await hold(db, talk)
}

async function addModels({ conversations: all }: Client) {
  const models = [
    ['gpt-4', 'OpenAI', 8192],
    ['claude-3', 'Anthropic', 4096],
  ] as const
  await all.aiModel.createMany({
    skipDuplicates: true,
    data: models.map(([name, provider, maxTokens]) => ({
      id: idOf(name),
      name,
      provider,
      modelType: 'chat' as const,
      maxTokens,
    })),
  })
  await all.modelVersion.createMany({
    skipDuplicates: true,
    data: models.map(([name]) => ({ modelId: idOf(name), versionNumber: '1', isDefault: true })),
  })
}

async function configure({ conversations: { systemConfig } }: Client) {
  await systemConfig.createMany({
    skipDuplicates: true,
    data: [
      { configKey: 'default_model', configValue: 'gpt-4' },
      { configKey: 'max_conversation_length', configType: 'integer', configValue: '200' },
      { configKey: 'rate_limit_per_hour', configType: 'integer', configValue: '120' },
      { configKey: 'maintenance_mode', configType: 'boolean', configValue: 'false' },
    ],
  })
}

async function hold(db: Client, { of, title, model, said }: Talk) {
  const userId = idOf(of)
  const own = db.as({ actor: 'service:demo', claims: { tenant: userId } }).conversations
  const [conversationId, modelId] = [idOf(title), idOf(model)]
  await own.conversation.createMany({
    skipDuplicates: true,
    data: [{ id: conversationId, userId, title, modelId, modelUsed: model }],
  })
  await own.message.createMany({
    skipDuplicates: true,
    data: said.map(([role, content, tokensUsed], place) => ({
      id: idOf(`${title} ${place}`),
      conversationId,
      role,
      content,
      tokensUsed,
      ...(role === 'assistant' && { modelId, finishReason: 'stop' }),
    })),
  })
}
