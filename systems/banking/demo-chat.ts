// Questions and answers, and a talk that used one of them.
import { type Bank, toId } from './demo-bank.ts'

const card = {
  id: toId('faq card'),
  title: '¿Cómo bloqueo mi tarjeta?',
  answer: 'En la aplicación, en Tarjetas, o en el 900 000 000 a cualquier hora.',
  tags: ['tarjeta', 'seguridad'],
}
const hours = {
  id: toId('faq hours'),
  title: '¿Qué horario tiene la oficina?',
  answer: 'De lunes a viernes, de 8:15 a 14:15.',
  tags: ['oficina'],
}

export async function talk({ db, clientOf }: Bank): Promise<void> {
  await db.faq.createMany({
    data: [
      { ...card, status: 'PUBLISHED' },
      { ...hours, status: 'DRAFT' },
    ],
    skipDuplicates: true,
  })
  const [version] = await db.faqVersion.findMany({ where: { faqId: card.id } })
  const sessionId = toId('talk of Lucía')
  const clientId = clientOf('55667788Z')
  await db.chatSession.createMany({ data: [{ id: sessionId, clientId }], skipDuplicates: true })
  const said = (place: number) => ({ id: toId(`message ${place}`), sessionId })
  await db.chatMessage.createMany({
    data: [
      {
        ...said(1),
        actor: 'CLIENT',
        content: 'He perdido la tarjeta, ¿cómo la bloqueo?',
        intent: 'bloquear_tarjeta',
      },
      {
        ...said(2),
        actor: 'BOT',
        content: card.answer,
        faqVersionId: version?.id ?? null,
        retrievalScore: 0.91,
        marginScore: 0.44,
      },
    ],
    skipDuplicates: true,
  })
  await db.chatMetric.createMany({
    data: [
      { sessionId, clientId, name: 'FIRST_RESPONSE_MS', value: 850 },
      { sessionId, clientId, name: 'CSAT', value: 5 },
    ],
    skipDuplicates: true,
  })
}
