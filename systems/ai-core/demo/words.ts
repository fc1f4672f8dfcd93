// What is said and kept: who agreed to be written to, a letter that arrived, one that came back, a signed contract, a
// rule that finds the mistyped document, and the counterpart that did not answer.
import { carmen, chapter, luis, move, rosario, toDigest, toId } from './chapter.ts'

const conversationId = toId('communications')
const fileId = toId('fichero del contrato')
const userId = toId('usuaria Carmen')
const email = 'carmen.garcia@example.com'

const communications = chapter('communications', 'conversation', async (tables, { partyOf }) => {
  const { contactPoint, consent, conversation, message } = tables
  const partyId = partyOf(carmen)
  const granted = { decision: 'GRANTED', source: 'contrato', policyVersion: '2026-01' } as const
  await contactPoint.createMany({
    data: [
      { partyId, channel: 'EMAIL', address: email, preferred: true },
      { partyId: partyOf(rosario), channel: 'VOICE', address: '+34925000103', preferred: true },
    ],
  })
  await consent.createMany({
    data: [
      { partyId, channel: 'EMAIL', purpose: 'MARKETING', ...granted },
      {
        partyId: partyOf(rosario),
        channel: 'VOICE',
        purpose: 'MARKETING',
        decision: 'WITHDRAWN',
        source: 'llamada del 2026-09-12',
      },
    ],
  })
  await conversation.createMany({
    data: [{ id: conversationId, partyId, channel: 'EMAIL', subject: 'La tubería de la cocina' }],
  })
  const said = { conversationId, partyId, channel: 'EMAIL' } as const
  await message.createMany({
    data: [
      {
        ...said,
        direction: 'INBOUND',
        author: 'PARTY',
        body: 'El fontanero ha dicho que vuelve el jueves.',
      },
      { ...said, direction: 'OUTBOUND', author: 'STAFF', body: 'Gracias, lo dejamos apuntado.' },
    ],
  })
})

const written = (key: string, recipientId: string) =>
  ({ idempotencyKey: key, recipientId, purpose: 'SERVICE' }) as const

const commsEmail = chapter('commsEmail', 'recipient', async (tables, { partyOf }) => {
  const { recipient, message } = tables
  const [recipientId, oldId] = [toId('commsEmail'), toId('dirección vieja de Luis')]
  const [arrivedId, bouncedId] = [toId('correo que llegó'), toId('correo que volvió')]
  await recipient.createMany({
    data: [
      { id: recipientId, address: email, partyId: partyOf(carmen) },
      { id: oldId, address: 'luis.robles@correo-viejo.example', partyId: partyOf(luis) },
    ],
  })
  const sender = 'avisos@soriano.example'
  await message.createMany({
    data: [
      {
        id: arrivedId,
        ...written('S-2026-0001/aceptado', recipientId),
        sender,
        subject: 'Su siniestro está aceptado',
        body: 'El fontanero le llamará hoy.',
      },
      {
        id: bouncedId,
        ...written('T-2026-0001/cita', oldId),
        sender,
        subject: 'Su alta de fibra',
        body: 'El técnico irá el lunes.',
      },
    ],
  })
  await move(message, arrivedId, { status: 'SENT' }, { status: 'DELIVERED' }, { status: 'READ' })
  // It does not exist any more: whoever writes there again is refused.
  await move(message, bouncedId, { status: 'SENT' }, { status: 'BOUNCED', bounceKind: 'HARD' })
})

const commsSms = chapter('commsSms', 'recipient', async ({ recipient, message }, { partyOf }) => {
  const recipientId = toId('commsSms')
  await recipient.createMany({
    data: [{ id: recipientId, address: '+34600000102', partyId: partyOf(luis) }],
  })
  const text = { sender: 'SORIANO', body: 'El técnico llega entre las 9 y las 11.' }
  await message.createMany({ data: [{ ...written('T-2026-0001/aviso', recipientId), ...text }] })
})

const commsWhatsapp = chapter('commsWhatsapp', 'recipient', async (tables, { partyOf }) => {
  const recipientId = toId('commsWhatsapp')
  await tables.recipient.createMany({
    data: [{ id: recipientId, address: '+34600000101', partyId: partyOf(carmen) }],
  })
  await tables.inboundMessage.createMany({
    data: [{ recipientId, providerMessageId: 'wa-0001', body: '¿A qué hora viene el fontanero?' }],
  })
})

const commsVoice = chapter('commsVoice', 'recipient', async (tables, { partyOf }) => {
  const recipientId = toId('commsVoice')
  await tables.recipient.createMany({
    data: [{ id: recipientId, address: '+34925000103', partyId: partyOf(rosario) }],
  })
  await tables.message.createMany({
    data: [{ ...written('llamada-2026-11-03', recipientId), caller: '+34925000000' }],
  })
  await tables.suppression.createMany({
    data: [
      { recipientId, reason: 'OPT_OUT', purpose: 'MARKETING', evidence: 'lo pidió al colgar' },
    ],
  })
})

const notifications = chapter('notifications', 'notification', async (tables) => {
  const notificationId = toId('notifications')
  await tables.notification.createMany({
    data: [
      {
        id: notificationId,
        eventId: toId('siniestro aceptado'),
        userId,
        kind: 'claim.accepted',
        title: 'Su siniestro está aceptado',
      },
    ],
  })
  await tables.preference.createMany({
    data: [{ userId, kind: 'claim.accepted', channel: 'EMAIL' }],
  })
  await tables.delivery.createMany({ data: [{ notificationId, channel: 'PORTAL' }] })
})

const storage = chapter('storage', 'bucket', async ({ bucket, file }) => {
  const bucketId = toId('storage')
  await bucket.createMany({
    data: [
      {
        id: bucketId,
        name: 'expedientes',
        purpose: 'Papeles de clientes',
        classification: 'PERSONAL',
      },
    ],
  })
  await file.createMany({
    data: [
      { id: fileId, bucketId, path: '2026/poliza-P-2026-0001.pdf', mediaType: 'application/pdf' },
    ],
  })
  await move(file, fileId, { status: 'STORED', sizeBytes: '48213', digest: toDigest('d') })
})

const documents = chapter('documents', 'document', async (tables, { partyOf }) => {
  const { document, documentVersion, signature } = tables
  const [documentId, documentVersionId] = [toId('documents'), toId('texto de la póliza')]
  const signatureId = toId('firma de Carmen')
  await document.createMany({
    data: [
      {
        id: documentId,
        number: 'DOC-2026-0001',
        title: 'Póliza de hogar P-2026-0001',
        kind: 'POLICY',
        partyId: partyOf(carmen),
        classification: 'PERSONAL',
      },
    ],
  })
  await documentVersion.createMany({
    data: [
      {
        id: documentVersionId,
        documentId,
        fileId,
        digest: toDigest('d'),
        sizeBytes: '48213',
        author: 'user:demo',
      },
    ],
  })
  await move(document, documentId, { status: 'FINAL' })
  await signature.createMany({
    data: [{ id: signatureId, documentVersionId, signerId: partyOf(carmen), role: 'tomadora' }],
  })
  await move(signature, signatureId, {
    status: 'SIGNED',
    signedDigest: toDigest('d'),
    method: 'OTP',
  })
})

const dataQuality = chapter(
  'dataQuality',
  'rule',
  async ({ rule, run, violation }, { partyOf }) => {
    const [ruleId, runId] = [toId('dataQuality'), toId('repaso de noviembre')]
    await rule.createMany({
      data: [
        {
          id: ruleId,
          code: 'TELEFONO-SIN-PREFIJO',
          title: 'Los teléfonos llevan su prefijo',
          target: 'global.sourceRecord',
          condition: { phone: { startsWith: '+' } },
          owner: 'user:demo',
        },
      ],
    })
    await run.createMany({ data: [{ id: runId, ruleId, checkedRows: '11' }] })
    await violation.createMany({
      data: [{ runId, rowId: partyOf(carmen), columnName: 'phone', observed: '600 00 01 01' }],
    })
  },
)

const integrations = chapter(
  'integrations',
  'connector',
  async ({ connector, sync, deadLetter }) => {
    const [connectorId, syncId] = [toId('integrations'), toId('pasada de las seis')]
    await connector.createMany({
      data: [
        {
          id: connectorId,
          code: 'eiac',
          name: 'Recibos de la aseguradora',
          kind: 'SFTP',
          address: 'sftp://ficheros.aseguradora.example/recibos',
          status: 'ACTIVE',
          owner: 'user:demo',
        },
      ],
    })
    await sync.createMany({ data: [{ id: syncId, connectorId, stream: 'recibos' }] })
    await deadLetter.createMany({
      data: [
        {
          syncId,
          itemKey: 'linea 17',
          payload: { poliza: 'P-2026-000', importe: '124,30' },
          error: 'no hay tal póliza',
        },
      ],
    })
    await move(sync, syncId, {
      status: 'SUCCEEDED',
      cursorTo: '2026-11-20',
      readItems: 18,
      writtenItems: 17,
    })
  },
)

export const wordChapters = [
  communications,
  commsEmail,
  commsSms,
  commsWhatsapp,
  commsVoice,
  notifications,
  storage,
  documents,
  dataQuality,
  integrations,
] as const
