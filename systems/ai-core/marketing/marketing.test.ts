// Nobody is written to after saying no, nobody twice, and an audience is settled before the first message goes.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.marketing
  const campaign = () =>
    area().campaign.create({
      data: { name: randomUUID(), channel: 'EMAIL', purpose: 'OFFERS', body: 'Hola' },
    })
  const join = (campaignId: string, partyId: string = randomUUID()) =>
    area().audienceMember.create({ data: { campaignId, partyId } })
  const move = (id: string, status: 'FROZEN' | 'SENDING' | 'SENT') =>
    area().campaign.update({ where: { id }, data: { status } })
  const ready = async (parties: readonly string[]) => {
    const { id } = await campaign()
    const members = []
    for (const party of parties) members.push(await join(id, party))
    await move(id, 'FROZEN')
    await move(id, 'SENDING')
    return { id, members }
  }
  const optOut = (partyId: string) =>
    area().optOut.create({ data: { partyId, channel: 'EMAIL', purpose: 'ANY', source: 'enlace' } })
  const send = (campaignId: string, memberId: string) =>
    area().send.create({ data: { campaignId, memberId } })

  test('who comes while the audience is frozen is in it or is not, and nobody after', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await campaign()
        await join(id)
        await times(6, (at) => (at === 3 ? move(id, 'FROZEN') : join(id)))
        return times(3, () => join(id))
      },
      without: 'drop trigger locked_by_campaign_id_insert on sm_marketing.audience_members',
    })
  })

  test('a message that was queued, or is queued at the same moment, is not sent to who says no', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const parties = Array.from({ length: 6 }, () => randomUUID())
        const { id, members } = await ready(parties)
        await times(12, (at) => {
          const one = at >> 1
          return at % 2 === 0 ? send(id, members[one]?.id ?? '') : optOut(parties[one] ?? '')
        })
        await times(6, async (at) => {
          const [queued] = await area().send.findMany({
            where: { memberId: members[at]?.id ?? '', status: 'QUEUED' },
          })
          if (queued !== undefined)
            await area().send.update({ where: { id: queued.id }, data: { status: 'SENT' } })
        })
        return countOf(
          platform,
          `select count(*) from sm_marketing.sends s join sm_marketing.opt_outs o using (party_id)
           where s.campaign_id = $1 and s.status in ('QUEUED', 'SENT')`,
          [id],
        )
      },
      without: `drop trigger honour on sm_marketing.sends; drop trigger honour on sm_marketing.opt_outs;
        drop trigger honour_change on sm_marketing.sends`,
    })
  })

  test('one message goes to one of the audience, whoever sends it again', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id, members } = await ready([randomUUID()])
        return (await times(6, () => send(id, members[0]?.id ?? ''))) - 1
      },
      without: 'alter table sm_marketing.sends drop constraint sends_member_id_key',
    })
  })

  test('a campaign was sent when each of its audience was sent to or left out', async () => {
    const { id, members } = await ready([randomUUID(), randomUUID()])
    const { id: sendId } = await send(id, members[0]?.id ?? '')
    await area().send.update({ where: { id: sendId }, data: { status: 'SENT' } })
    await expect(move(id, 'SENT')).rejects.toMatchObject({ code: 'ACV304' })
    await area().send.create({
      data: { campaignId: id, memberId: members[1]?.id ?? '', status: 'SUPPRESSED' },
    })
    expect(await move(id, 'SENT')).toMatchObject({ sentCount: '1', suppressedCount: '1' })
    const stranger = await ready([randomUUID()])
    await expect(send(stranger.id, members[0]?.id ?? '')).rejects.toThrow()
  })
})
