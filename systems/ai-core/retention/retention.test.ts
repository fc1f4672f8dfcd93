// Nobody is called twice about one policy, the control arm not at all, and an outcome is measured once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { insuranceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof insuranceMarkets>
  beforeAll(async () => {
    platform = await openFew(...insuranceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.retention
  const campaign = async (status: 'RUNNING' | 'DRAFT' = 'RUNNING') => {
    const { id } = await area().retentionCampaign.create({
      data: { name: randomUUID(), startsOn: '2026-01-01', endsOn: '2026-06-01' },
    })
    if (status === 'RUNNING')
      await area().retentionCampaign.update({ where: { id }, data: { status } })
    return id
  }
  const join = (campaignId: string, policyId: string, arm: 'TREATED' | 'CONTROL' = 'TREATED') =>
    area().retentionCase.create({ data: { campaignId, policyId, partyId: randomUUID(), arm } })

  test('one policy is in one open case, whichever campaigns want it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const policyId = randomUUID()
        const campaigns = await Promise.all([1, 2, 3, 4].map(() => campaign()))
        return (await times(4, (at) => join(campaigns[at] ?? '', policyId))) - 1
      },
      without: 'drop index ss_retention.retention_cases_one_open_key',
    })
  })

  test('the control arm is never contacted', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await join(await campaign(), randomUUID(), 'CONTROL')
        return times(3, () =>
          area().retentionCase.update({ where: { id }, data: { status: 'CONTACTED' } }),
        )
      },
      without:
        'alter table ss_retention.retention_cases drop constraint retention_cases_control_check',
    })
  })

  test('an outcome is measured once and counted in its arm', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const campaignId = await campaign()
        const [treated, control] = [
          await join(campaignId, randomUUID()),
          await join(campaignId, randomUUID(), 'CONTROL'),
        ]
        const end = (id: string, status: 'RETAINED' | 'LOST', outcomeOn = '2026-05-01') =>
          area().retentionCase.update({ where: { id }, data: { status, outcomeOn } })
        await end(control.id, 'RETAINED')
        await times(6, (at) =>
          end(treated.id, at % 2 === 0 ? 'RETAINED' : 'LOST', `2026-05-1${at}`),
        )
        const kept = (await area().retentionCase.findUnique({ where: { id: treated.id } }))?.status
        const counts = await area().retentionCampaign.findUnique({ where: { id: campaignId } })
        expect(counts).toMatchObject({
          treatedCount: '1',
          controlCount: '1',
          controlKeptCount: '1',
          treatedKeptCount: kept === 'RETAINED' ? '1' : '0',
        })
        const again = kept === 'RETAINED' ? 'LOST' : 'RETAINED'
        return times(2, () => end(treated.id, again))
      },
      without: `drop trigger states_update on ss_retention.retention_cases;
        drop trigger frozen_update on ss_retention.retention_cases`,
    })
  })

  test('a campaign that does not run takes no cases', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const campaignId = await campaign()
        const ended = { where: { id: campaignId }, data: { status: 'CLOSED' as const } }
        await area().retentionCampaign.update(ended)
        return times(3, () => join(campaignId, randomUUID()))
      },
      without: 'drop trigger locked_by_campaign_id_insert on ss_retention.retention_cases',
    })
  })

  test('a signal says why, and what was signalled stays', async () => {
    const signal = (reasons: readonly string[]) =>
      area().churnSignal.create({
        data: { partyId: randomUUID(), method: 'rules@1', score: '0.8', reasons },
      })
    await signal(['dos recibos devueltos'])
    await expect(signal([])).rejects.toThrow()
    await expect(area().churnSignal.deleteMany({})).rejects.toMatchObject({ code: 'ACV306' })
  })
})
