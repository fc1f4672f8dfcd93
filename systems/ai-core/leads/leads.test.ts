// A form is one lead however often it is told, and a lead becomes one party however often it is converted: one that is
// known already, or one new one.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSaga } from '../../../kernel/index.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { templateTimeoutMs } from '../../../test/support/markets.ts'
import { openPortals, type Portals } from '../../../test/support/portals.ts'
import { convertLead } from './convert-lead.ts'

onEachEngine(() => {
  let portals: Portals
  beforeAll(async () => {
    portals = await openPortals()
  }, templateTimeoutMs)
  afterAll(() => portals?.platform.close())

  const area = () => portals.platform.db.leads
  const lead = (more: object = {}) =>
    area().lead.create({
      data: {
        source: 'PHONE',
        sourceKey: randomUUID(),
        interest: 'ENERGY',
        name: 'María del Carmen Peñalver Soto',
        email: `${randomUUID()}@example.com`,
        ...more,
      },
    })
  const qualified = async (more?: object) => {
    const { id } = await lead(more)
    await area().lead.update({ where: { id }, data: { status: 'QUALIFIED' } })
    return id
  }
  const convert = (leadId: string) => runSaga(portals.platform.acervo, convertLead, { leadId })
  const roots = (email: string) =>
    countOf(
      portals.platform,
      `select count(*) from sm_global.parties where email = $1 and status <> 'MERGED'`,
      [email],
    )

  test('a lead that many convert at once is one party', async () => {
    const email = `${randomUUID()}@example.com`
    const id = await qualified({ email })
    const done = await times(5, () => convert(id))
    expect(done).toBeGreaterThan(0)
    const found = await area().lead.findUnique({ where: { id } })
    expect(found?.status).toBe('CONVERTED')
    expect(await roots(email)).toBe(1)
    // Again it answers the same.
    const again = await convert(id)
    expect(again.results).toMatchObject({ party: { id: found?.partyId } })
    expect(await roots(email)).toBe(1)
  })

  test('a lead that is not qualified is not converted', async () => {
    const { id } = await lead()
    await expect(convert(id)).rejects.toMatchObject({ code: 'ACV512' })
    await expectGuarded(portals.platform, {
      attack: async () => {
        const one = await lead()
        return times(3, () =>
          area().lead.update({
            where: { id: one.id },
            data: { status: 'CONVERTED', partyId: randomUUID() },
          }),
        )
      },
      without: 'drop trigger states_update on sm_leads.leads',
    })
  })

  test('what was converted keeps its party', async () => {
    await expectGuarded(portals.platform, {
      attack: async () => {
        const id = await qualified()
        await convert(id)
        return times(3, () =>
          area().lead.update({ where: { id }, data: { partyId: randomUUID() } }),
        )
      },
      without: 'drop trigger frozen_update on sm_leads.leads',
    })
  })

  test('a form of the web is one lead, told once or often', async () => {
    const form = () =>
      portals.platform.db.as({ actor: 'user:web' }).webPremium.leadForm.create({
        data: {
          formKey: randomUUID(),
          interest: 'FINANCE',
          name: 'Luis Soto',
          email: 'luis@example.com',
          hasConsented: true,
          senderDigest: randomUUID().replaceAll('-', '').repeat(2),
        },
      })
    const { id } = await form()
    await portals.deliver('leads')
    await portals.deliver('leads')
    const made = await area().lead.findMany({ where: { source: 'WEB', sourceKey: id } })
    expect(made).toMatchObject([{ name: 'Luis Soto', interest: 'FINANCE', status: 'NEW' }])
  })

  test('a source tells a lead once', async () => {
    await expectGuarded(portals.platform, {
      attack: async () => {
        const sourceKey = randomUUID()
        return (await times(6, () => lead({ sourceKey }))) - 1
      },
      without: 'drop index sm_leads.leads_source_source_key_key',
    })
  })

  test('an attempt to reach a lead is signed, and none comes after its end', async () => {
    const reach = (leadId: string) =>
      portals.platform.db.as({ actor: 'user:ana' }).leads.leadContact.create({
        data: { leadId, channel: 'PHONE', outcome: 'REACHED' },
      })
    const { id } = await lead()
    expect((await reach(id)).contactedBy).toBe('user:ana')
    await expectGuarded(portals.platform, {
      attack: async () => {
        const one = await lead()
        const end = { status: 'LOST', lostReason: 'no contesta' } as const
        await area().lead.update({ where: { id: one.id }, data: end })
        return times(3, () => reach(one.id))
      },
      without: 'drop trigger locked_by_lead_id_insert on sm_leads.lead_contacts',
    })
  })
})
