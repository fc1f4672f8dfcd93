// Promises of the other nouns: questions and their versions, requests, tokens, passwords, cameras, devices, signing in.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bank, openBank, unlike } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

onEachEngine(() => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(() => bank?.close())

  describe('a question', () => {
    const ask = (data: object = {}) =>
      bank.as().faq.create({ data: { title: '¿Horario?', answer: 'De 8 a 14', ...data } })
    const versionsOf = (faqId: string) =>
      bank.as().faqVersion.findMany({
        where: { faqId },
        orderBy: { version: 'asc' },
        select: { version: true, answer: true, status: true },
      })

    test('keeps each text it had, and one of them is published', async () => {
      const { id } = await ask()
      const { faq } = bank.as()
      await faq.update({ where: { id }, data: { status: 'PUBLISHED' } })
      await faq.update({ where: { id }, data: { answer: 'De 9 a 15' } })
      await faq.update({ where: { id }, data: { answer: 'De 9 a 15' } })
      expect(await versionsOf(id)).toEqual([
        { version: 1, answer: 'De 8 a 14', status: 'ARCHIVED' },
        { version: 2, answer: 'De 9 a 15', status: 'PUBLISHED' },
      ])
      await faq.update({ where: { id }, data: { status: 'ARCHIVED' } })
      expect((await versionsOf(id)).map(({ status }) => status)).toEqual(['ARCHIVED', 'ARCHIVED'])
    })

    test('that is changed by many at once has each version once and one published', async () => {
      const { id } = await ask({ status: 'PUBLISHED' })
      const { faq } = bank.as()
      const answers = Array.from({ length: 8 }, (_, at) => `Respuesta ${at}`)
      await Promise.all(answers.map((answer) => faq.update({ where: { id }, data: { answer } })))
      const versions = await versionsOf(id)
      expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      const published = versions.filter(({ status }) => status === 'PUBLISHED')
      expect(published.map(({ version }) => version)).toEqual([9])
    })

    test('answers go on naming the version they came from', async () => {
      const { id } = await ask({ status: 'PUBLISHED' })
      const db = bank.as()
      const [first] = await db.faqVersion.findMany({ where: { faqId: id } })
      const { id: sessionId } = await db.chatSession.create({ data: { tempVisitorId: 'v-1' } })
      await db.chatMessage.create({
        data: {
          sessionId,
          actor: 'BOT',
          content: 'De 8 a 14',
          ...(first && { faqVersionId: first.id }),
          retrievalScore: 0.91,
          marginScore: 0.4,
        },
      })
      await db.faq.update({ where: { id }, data: { answer: 'De 9 a 15' } })
      const [said] = await db.chatMessage.findMany({
        where: { sessionId },
        include: { faqVersion: true },
      })
      expect(said?.faqVersion?.answer).toBe('De 8 a 14')
      const forged = db.faqVersion.create({
        data: { faqId: id, version: 9, title: 'x', answer: 'y' },
      })
      await expect(forged).rejects.toMatchObject({ code: 'ACV306' })
      await expect(db.faq.delete({ where: { id } })).rejects.toMatchObject({ code: 'ACV303' })
    })
  })

  describe('a request to become a client', () => {
    async function requested() {
      const branch = await bank.openBranch()
      const { db, branchId, userId } = branch
      const { id: approverId } = await db.user.create({
        data: { email: `${unlike('jefa')}@banco.es`, role: 'ADMIN' },
      })
      const dni = unlike('REQ')
      const ask = () =>
        db.registrationRequest.create({
          data: { branchId, requesterId: userId, dni, name: 'Mateo' },
        })
      const decide = (id: string, data: object) =>
        db.registrationRequest.update({ where: { id }, data })
      return { ...branch, approverId, ask, decide }
    }

    test('is decided by another person, and refused with a reason', async () => {
      const { ask, decide, userId, approverId } = await requested()
      const { id } = await ask()
      const own = decide(id, { status: 'APPROVED', approverId: userId })
      await expect(own).rejects.toMatchObject({ details: expect.stringContaining('two_persons') })
      await expect(decide(id, { status: 'APPROVED' })).rejects.toMatchObject({ code: 'ACV304' })
      const silent = decide(id, { status: 'REJECTED', approverId })
      await expect(silent).rejects.toMatchObject({ details: expect.stringContaining('why_not') })
      const done = await decide(id, {
        status: 'REJECTED',
        approverId,
        reason: 'Documento caducado',
      })
      expect(done.decidedAt).not.toBeNull()
    })

    test('is decided once, by one of two who decide at once', async () => {
      const { ask, decide, approverId } = await requested()
      for (let round = 0; round < 5; round++) {
        const { id } = await ask()
        const both = await Promise.allSettled([
          decide(id, { status: 'APPROVED', approverId }),
          decide(id, { status: 'REJECTED', approverId, reason: 'Duplicada' }),
        ])
        const refused = both.filter((one) => one.status === 'rejected')
        expect(refused).toHaveLength(1)
        expect(refused[0]?.reason).toMatchObject({ code: 'ACV323' })
        await expect(decide(id, { reason: 'Otra' })).rejects.toMatchObject({ code: 'ACV323' })
      }
    })

    test('waits once for one document', async () => {
      const { ask } = await requested()
      const asked = await Promise.allSettled([ask(), ask(), ask()])
      expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    })
  })

  test('who is blocked makes no appointment, begins no conversation and gets no new password', async () => {
    const { db, branchId, moduleId } = await bank.openBranch()
    const { id: clientId } = await bank.addClient()
    const begin = [
      (hour: number) =>
        db.appointment.create({
          data: {
            branchId,
            moduleId,
            clientId,
            startsAt: `2027-04-01T${hour}:00:00Z`,
            endsAt: `2027-04-01T${hour}:30:00Z`,
          },
        }),
      () => db.chatSession.create({ data: { clientId } }),
      () => bank.as().passwordResetToken.create({ data: { clientId, token: crypto.randomUUID() } }),
    ]
    const set = (status: 'ACTIVE' | 'BLOCKED') =>
      bank.as().client.update({ where: { id: clientId }, data: { status } })
    await set('BLOCKED')
    for (const one of begin) await expect(one(10)).rejects.toMatchObject({ code: 'ACV304' })
    await db.chatSession.create({ data: { tempVisitorId: 'somebody' } })
    await set('ACTIVE')
    for (const one of begin) await one(11)
  })

  describe('a word for a new password', () => {
    const give = async (data: object = {}) => {
      const { id: clientId } = await bank.addClient()
      const token = crypto.randomUUID()
      const made = await bank.as().passwordResetToken.create({ data: { clientId, token, ...data } })
      return { token, id: made.id }
    }
    let clock = Date.now()
    const use = (id: string) =>
      bank.as().passwordResetToken.update({
        where: { id },
        data: { usedAt: new Date(clock++).toISOString() },
      })

    test('is good once, also for two who show it at once', async () => {
      const { id } = await give()
      const uses = await Promise.allSettled([use(id), use(id)])
      expect(uses.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      const shown = await give()
      const where = { token: shown.token, usedAt: null } as never
      const counts = await Promise.all(
        Array.from({ length: 3 }, () =>
          bank.as().passwordResetToken.updateMany({
            where,
            data: { usedAt: new Date(clock++).toISOString() },
          }),
        ),
      )
      expect(counts.map(({ count }) => count).sort()).toEqual([0, 0, 1])
    })

    test('is kept as a digest and lives half an hour', async () => {
      const { id, token } = await give()
      const kept = await bank.sql(
        `select encode(token, 'escape'), expires_at - created_at from banking.password_reset_tokens where id = $1`,
        [id],
      )
      expect(kept.rows[0]?.[0]).not.toContain(token)
      expect(kept.rows[0]?.[1]).toBe('00:30:00')
      const long = give({ expiresAt: '2199-01-01T00:00:00Z' })
      await expect(long).rejects.toMatchObject({ details: expect.stringContaining('lifetime') })
      const old = await give({ expiresAt: '2020-01-01T00:00:00Z' })
      await expect(use(old.id)).rejects.toMatchObject({ message: 'it has expired' })
    })
  })

  test('a password is a hash, and when it changed is kept by the database', async () => {
    const { client } = bank.as()
    const plain = client.create({ data: { hashedPassword: 'hunter2' } })
    await expect(plain).rejects.toMatchObject({ code: 'ACV304' })
    const { id, passwordUpdatedAt } = await client.create({ data: {} })
    expect(passwordUpdatedAt).toBeNull()
    const set = await client.update({ where: { id }, data: { hashedPassword: '$2b$12$x' } })
    expect(set.passwordUpdatedAt).toBe(set.updatedAt)
    const named = await client.update({ where: { id }, data: { name: 'Ana' } })
    expect(named.passwordUpdatedAt).toBe(set.passwordUpdatedAt)
  })

  test('a document and an address are one person, however many register them at once', async () => {
    const dni = unlike('UNO')
    const many = await Promise.allSettled(Array.from({ length: 5 }, () => bank.addClient({ dni })))
    expect(many.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const loud = bank.addClient({ email: 'Ana@Correo.es' })
    await expect(loud).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('what a camera was is kept with its cause', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id } = await db.camera.create({ data: { branchId, name: 'Puerta' } })
    await db.camera.update({ where: { id }, data: { status: 'ONLINE' } })
    await db.camera.update({
      where: { id },
      data: { status: 'ERROR', statusCause: 'reloj adelantado' },
    })
    const logs = await db.cameraLog.findMany({
      where: { cameraId: id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      select: { fromState: true, toState: true, cause: true },
    })
    expect(logs).toEqual([
      { fromState: null, toState: 'OFFLINE', cause: null },
      { fromState: 'OFFLINE', toState: 'ONLINE', cause: null },
      { fromState: 'ONLINE', toState: 'ERROR', cause: 'reloj adelantado' },
    ])
  })

  test('a message of a device is kept once, and a command ends once', async () => {
    const { db, branchId } = await bank.openBranch()
    const { id: deviceId } = await db.device.create({
      data: {
        branchId,
        name: 'Torno',
        kind: 'TURNSTILE',
        protocol: 'MQTT',
        credential: crypto.randomUUID(),
      },
    })
    const message = { branchId, deviceId, messageId: 'm-1', payload: { passed: 1 } }
    const data = [{ ...message, measuredAt: '2026-11-21T10:00:00Z' }]
    await Promise.all(
      Array.from({ length: 4 }, () =>
        db.deviceTelemetry.createMany({ data, skipDuplicates: true }),
      ),
    )
    expect(await db.deviceTelemetry.count({ where: { deviceId } })).toBe(1)
    const { id } = await db.deviceCommand.create({ data: { branchId, deviceId, name: 'open' } })
    const to = (status: 'SENT' | 'SUCCEEDED' | 'FAILED') =>
      db.deviceCommand.update({ where: { id }, data: { status } })
    await expect(to('SUCCEEDED')).rejects.toMatchObject({ code: 'ACV323' })
    await to('SENT')
    const ends = await Promise.allSettled([to('SUCCEEDED'), to('FAILED')])
    expect(ends.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const late = db.deviceCommand.update({ where: { id }, data: { result: { forged: true } } })
    await expect(late).rejects.toMatchObject({ code: 'ACV323' })
  })
})
