// Promises of faces: no template without a consent in force, none after it, at once or not; and nobody is looked for
// who only agreed to be compared.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, openBank } from '../../test/support/bank.ts'
import { onEachEngine, onPostgres } from '../../test/support/database.ts'

onEachEngine(() => {
  let bank: Bank
  let modelId = ''
  beforeAll(async () => {
    bank = await openBank()
    const model = await bank.as().faceModel.create({
      data: {
        provider: 'python-api',
        version: 'dlib-128',
        dimensions: 128,
        metric: 'l2',
        matchMax: 0.5,
        unknownMin: 0.6,
        margin: 0.05,
      },
    })
    modelId = model.id
  })
  afterAll(() => bank?.close())

  const embedding = Array.from({ length: 128 }, (_, at) => at / 256)
  const consent = (clientId: string, purpose: 'VERIFICATION' | 'IDENTIFICATION' = 'VERIFICATION') =>
    bank.as().biometricConsent.create({
      data: { clientId, purpose, version: '2026-01', channel: 'KIOSK' },
    })
  const profile = (clientId: string, consentId: string) =>
    bank.as().facialProfile.create({
      data: {
        clientId,
        consentId,
        modelId,
        provider: 'python-api',
        version: 'dlib-128',
        embedding,
      },
    })
  const withdraw = (id: string) =>
    bank
      .as()
      .biometricConsent.update({ where: { id }, data: { withdrawnAt: '2199-01-01T00:00:00Z' } })
  const countOf = (clientId: string) => bank.as().facialProfile.count({ where: { clientId } })

  test('a template needs a consent of its own client, in force', async () => {
    const [ana, eva] = [await bank.addClient(), await bank.addClient()]
    const hers = await consent(ana.id)
    await profile(ana.id, hers.id)
    const refused = { code: 'ACV304', message: 'no consent of the client is in force' }
    await expect(profile(eva.id, hers.id)).rejects.toMatchObject(refused)
    await withdraw(hers.id)
    await expect(profile(ana.id, hers.id)).rejects.toMatchObject(refused)
  })

  test('a consent that is taken back takes its templates along, and stays taken back', async () => {
    const { id } = await bank.addClient()
    const given = await consent(id)
    await profile(id, given.id)
    await profile(id, given.id)
    const counted = await bank.as().biometricConsent.findUnique({ where: { id: given.id } })
    expect(counted?.profileCount).toBe('2')
    await withdraw(given.id)
    expect(await countOf(id)).toBe(0)
    const back = bank
      .as()
      .biometricConsent.update({ where: { id: given.id }, data: { withdrawnAt: null } })
    await expect(back).rejects.toMatchObject({ code: 'ACV323' })
    await consent(id)
  })

  test('one consent for one purpose is in force, of two that are given at once too', async () => {
    const { id } = await bank.addClient()
    const two = await Promise.allSettled([consent(id), consent(id)])
    expect(two.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await consent(id, 'IDENTIFICATION')
  })

  test('a template that comes while the consent goes is refused or destroyed', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await bank.addClient()
      const given = await consent(id)
      await Promise.allSettled([profile(id, given.id), withdraw(given.id), profile(id, given.id)])
      const held = await bank.as().biometricConsent.findUnique({ where: { id: given.id } })
      expect(held?.withdrawnAt).not.toBeNull()
      expect(await countOf(id)).toBe(0)
    }
  })

  onPostgres(() => {
    test('a template that meets a withdrawal half-way waits for it, and is refused', async () => {
      const { id } = await bank.addClient()
      const given = await consent(id)
      const session = await bank.platform.targets.all()[0]?.direct()
      await session?.script(
        `begin; update banking.biometric_consents set withdrawn_at = acervo.now() where id = '${given.id}'`,
      )
      const late = profile(id, given.id).catch((error) => error)
      for (;;) {
        const waiting = await bank.sql(
          `select from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()`,
        )
        if (waiting.count > 0) break
      }
      await session?.script('commit')
      await session?.close()
      expect(await late).toMatchObject({ message: 'no consent of the client is in force' })
      expect(await countOf(id)).toBe(0)
    })
  })

  test('who agreed to be compared is not looked for', async () => {
    const { id } = await bank.addClient()
    const { dlibFaceVector } = bank.as()
    const compared = await profile(id, (await consent(id)).id)
    const vector = { embedding, embeddingModel: 'python-api/dlib-128' }
    const sought = dlibFaceVector.create({ data: { ...vector, profileId: compared.id } })
    await expect(sought).rejects.toMatchObject({ code: 'ACV304' })
    const agreed = await consent(id, 'IDENTIFICATION')
    const found = await profile(id, agreed.id)
    await dlibFaceVector.create({ data: { ...vector, profileId: found.id } })
    await withdraw(agreed.id)
    expect(await dlibFaceVector.count({ where: { profileId: found.id } })).toBe(0)
  })

  test('who read a template is kept', async () => {
    const { id } = await bank.addClient()
    const made = await profile(id, (await consent(id)).id)
    await bank.as().facialProfile.findUnique({ where: { id: made.id } })
    const kept = await bank.sql(
      `select actor from banking.audit_events where table_name = 'facial_profiles'
        and operation = 'READ' and after::text like '%' || $1::text || '%'`,
      [made.id],
    )
    expect(kept.rows).toEqual([['user:01900000-0000-7000-8000-000000000001']])
  })
})
