// A question of Luis's, half answered.
import { type Family, toKey } from '../family.ts'

export async function askForHelp({ luis: { id: userId, db } }: Family): Promise<void> {
  const id = toKey(100)
  // A number that is taken for nothing would be missing.
  if ((await db.supportTicket.findUnique({ where: { id } })) === null)
    await db.supportTicket.create({
      data: {
        id,
        userId,
        title: 'No me llegan los avisos de la tensión',
        description: 'Desde el lunes el recordatorio de las 7:00 no suena en el móvil.',
        category: 'BUG',
        metadata: { sistema: 'Android 16' },
      },
    })
  await db.supportMessage.createMany({
    skipDuplicates: true,
    data: [
      {
        id: toKey(101),
        ticketId: id,
        content: '¿Tiene activado el ahorro de batería para la aplicación?',
        isAi: true,
      },
      {
        id: toKey(102),
        ticketId: id,
        content: 'Sí, lo tenía puesto. Lo quito y lo miro mañana.',
        authorId: userId,
      },
    ],
  })
}
