// What a deletion takes along, what it leaves, and what it is refused for.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, openBank } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

onEachEngine(() => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(() => bank?.close())

  const countOf = async (table: string, where: string, value: string) =>
    Number(
      (await bank.sql(`select count(*) from banking.${table} where ${where} = $1`, [value]))
        .rows[0]?.[0],
    )

  test('a branch that nobody visited goes with its desks, cameras and devices', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id: cameraId } = await db.camera.create({ data: { branchId, name: 'Puerta' } })
    await db.detectionEvent.create({ data: { cameraId, status: 'UNKNOWN' } })
    await db.branch.delete({ where: { id: branchId } })
    for (const table of ['agent_modules', 'cameras', 'camera_logs', 'module_sessions'])
      expect([table, await countOf(table, 'branch_id', branchId)]).toEqual([table, 0])
    expect(await countOf('detection_events', 'camera_id', cameraId)).toBe(0)
  })

  test('a branch that somebody visited is closed, not deleted', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id } = await db.visit.create({ data: { branchId } })
    await expect(db.branch.delete({ where: { id: branchId } })).rejects.toMatchObject({
      code: 'ACV303',
    })
    await db.visit.update({ where: { id }, data: { status: 'ABANDONED', abandonReason: 'LEFT' } })
    await db.branch.update({
      where: { id: branchId },
      data: { closedAt: '2026-11-21T20:00:00Z' },
    })
    expect(await db.visit.count()).toBe(1)
  })

  test('nobody deletes the branch of others', async () => {
    const [mine, theirs] = [await bank.openBranch(), await bank.openBranch()]
    const gone = mine.db.branch.delete({ where: { id: theirs.branchId } })
    await expect(gone).rejects.toMatchObject({ code: 'ACV209' })
    expect(await mine.db.branch.count({ where: { id: theirs.branchId } })).toBe(1)
  })

  test('a deleted client is hidden with every template and token, and document and address are free', async () => {
    const email = `lucia-${crypto.randomUUID()}@correo.es`
    const dni = `L${Date.now()}`
    const { id } = await bank.addClient({ email, dni, hashedPassword: '$argon2id$v=19$x' })
    const db = bank.as()
    const consent = await db.biometricConsent.create({
      data: { clientId: id, purpose: 'VERIFICATION', version: '1', channel: 'WEB' },
    })
    await db.facialProfile.create({
      data: {
        clientId: id,
        consentId: consent.id,
        provider: 'aws-rekognition',
        providerFaceId: id,
      },
    })
    await db.passwordResetToken.create({
      data: { clientId: id, token: crypto.randomUUID() },
    })
    await db.client.delete({ where: { id } })
    expect(await db.client.count({ where: { id } })).toBe(0)
    expect(await countOf('facial_profiles', 'client_id', id)).toBe(0)
    expect(await countOf('password_reset_tokens', 'client_id', id)).toBe(0)
    const kept = await bank.sql(
      `select status, hashed_password from banking.clients where id = $1`,
      [id],
    )
    expect(kept.rows).toEqual([['DELETED', null]])
    await bank.addClient({ email, dni })
  })

  test('the status DELETED is a deletion, and there is none without the other', async () => {
    const { id } = await bank.addClient()
    const db = bank.as()
    await db.client.update({ where: { id }, data: { status: 'DELETED' } })
    expect(await db.client.count({ where: { id } })).toBe(0)
    const born = db.client.create({ data: { status: 'DELETED' } })
    await expect(born).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a client who is erased leaves detections and visits without a name, and no template', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id: clientId } = await bank.addClient()
    const { id: cameraId } = await db.camera.create({ data: { branchId, name: 'Puerta' } })
    const seen = await db.detectionEvent.create({
      data: { cameraId, clientId, status: 'MATCHED', confidence: 0.98 },
    })
    const { id: visitId } = await db.visit.create({
      data: {
        branchId,
        clientId,
        detectionId: seen.id,
        detectionOccurredAt: seen.occurredAt,
      },
    })
    const consent = await db.biometricConsent.create({
      data: { clientId, purpose: 'VERIFICATION', version: '1', channel: 'WEB' },
    })
    await db.facialProfile.create({
      data: { clientId, consentId: consent.id, provider: 'aws-rekognition' },
    })
    await erase(branchId, `delete from banking.clients where id = '${clientId}'`)
    expect(await db.detectionEvent.findMany({ where: { id: seen.id } })).toMatchObject([
      { clientId: null, status: 'MATCHED' },
    ])
    expect(await db.visit.findMany({ where: { id: visitId } })).toMatchObject([
      { clientId: null, detectionId: seen.id },
    ])
    expect(await countOf('facial_profiles', 'client_id', clientId)).toBe(0)
  })

  test('a detection that goes leaves its visit', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id: cameraId } = await db.camera.create({ data: { branchId, name: 'Puerta' } })
    const seen = await db.detectionEvent.create({ data: { cameraId, status: 'NEW_FACE' } })
    const { id } = await db.visit.create({
      data: { branchId, detectionId: seen.id, detectionOccurredAt: seen.occurredAt },
    })
    await db.camera.delete({ where: { id: cameraId } })
    expect(await db.visit.findMany({ where: { id } })).toMatchObject([
      { detectionId: null, detectionOccurredAt: null, branchId },
    ])
  })

  test('a conversation goes with its messages and measures, a client does not take it along', async () => {
    const db = bank.as()
    const { id: clientId } = await bank.addClient()
    const { id: sessionId } = await db.chatSession.create({ data: { clientId } })
    await db.chatMessage.create({ data: { sessionId, actor: 'CLIENT', content: 'Hola' } })
    await db.chatMetric.create({ data: { sessionId, clientId, name: 'CSAT', value: 5 } })
    const none = crypto.randomUUID()
    await erase(none, `delete from banking.clients where id = '${clientId}'`)
    expect(await db.chatSession.findMany({ where: { id: sessionId } })).toMatchObject([
      { clientId: null },
    ])
    await db.chatSession.delete({ where: { id: sessionId } })
    expect(await countOf('chat_messages', 'session_id', sessionId)).toBe(0)
    expect(await countOf('chat_metrics', 'session_id', sessionId)).toBe(0)
  })

  test('a user who sat at a desk is disabled, and neither hidden nor erased', async () => {
    const { db, userId } = await bank.openBranch()
    const erased = bank.sql('delete from banking.users where id = $1', [userId])
    await expect(erased).rejects.toMatchObject({ code: 'ACV303' })
    const hidden = db.user.delete({ where: { id: userId } })
    await expect(hidden).rejects.toMatchObject({ code: 'ACV303' })
    await db.user.update({ where: { id: userId }, data: { isActive: false } })
  })

  test('the address of a deleted user is free', async () => {
    const { user } = bank.as()
    const data = { email: `${crypto.randomUUID()}@banco.es` }
    const { id } = await user.create({ data })
    await expect(user.create({ data })).rejects.toMatchObject({ code: 'ACV302' })
    await user.delete({ where: { id } })
    await user.create({ data })
  })

  /** As an operator, with what the audit asks of a migrator: a tenant for what it writes to. */
  async function erase(branchId: string, text: string) {
    const session = await bank.platform.targets.all()[0]?.direct()
    if (session === undefined) throw new Error('no target')
    try {
      await session.script(
        `begin; set local row_security to on; set local "acervo.tenant" to '${branchId}'; ${text}; commit`,
      )
    } finally {
      await session.close()
    }
  }
})
