// Promises of the demonstration data: it loads through the client's own verbs, and twice is once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, openBank } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { demo } from './demo.ts'

onEachEngine(() => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
    await demo(bank.platform.db)
  })
  afterAll(() => bank?.close())

  const branch = async () => {
    const [found] = await bank.as().branch.findMany({ where: { code: 'TAL-01' } })
    return bank.as(found?.id ?? '')
  }

  test('a visit is read back with its client, its desk and what it went through', async () => {
    const db = await branch()
    const [visit] = await db.visit.findMany({
      where: { purpose: 'Hipoteca' },
      select: {
        status: true,
        ticketSeries: true,
        ticketNumber: true,
        client: { select: { name: true } },
        module: { select: { name: true } },
        transitions: { select: { toState: true }, orderBy: { at: 'asc' } },
      },
    })
    expect(visit).toEqual({
      status: 'COMPLETED',
      ticketSeries: 'A',
      ticketNumber: 1,
      client: { name: 'María del Carmen García Peñalver' },
      module: { name: 'Mesa 1' },
      transitions: ['WAITING', 'CALLED', 'IN_SERVICE', 'COMPLETED'].map((toState) => ({ toState })),
    })
  })

  test('loaded again it adds nothing', async () => {
    const db = await branch()
    const all = [
      db.branch,
      db.user,
      db.branchAdmin,
      db.client,
      db.biometricConsent,
      db.facialProfile,
      db.camera,
      db.cameraLog,
      db.detectionEvent,
      db.agentModule,
      db.moduleSession,
      db.appointment,
      db.visit,
      db.visitTransition,
      db.registrationRequest,
      db.faq,
      db.faqVersion,
      db.chatSession,
      db.chatMessage,
      db.chatMetric,
      db.device,
    ]
    const counts = async () => Promise.all(all.map((table) => table.count()))
    const before = await counts()
    await demo(bank.platform.db)
    expect(await counts()).toEqual(before)
    expect(before.every((count) => count > 0)).toBe(true)
  })

  test('of the other systems nothing is made where this one stands alone', async () => {
    const { rows } = await bank.sql(
      `select nspname from pg_namespace where nspname !~ '^(pg_|information_schema$)' order by 1`,
    )
    expect(rows.flat()).toEqual(['acervo', 'acervo_archive', 'banking', 'public'])
  })
})
