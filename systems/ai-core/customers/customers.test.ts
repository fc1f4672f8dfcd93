// A client is one line whatever parties it is made of, is once in a segment on a day, and has scores that are told.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { templateTimeoutMs } from '../../../test/support/markets.ts'
import { openPortals, type Portals } from '../../../test/support/portals.ts'

onEachEngine(() => {
  let portals: Portals
  beforeAll(async () => {
    portals = await openPortals()
  }, templateTimeoutMs)
  afterAll(() => portals?.platform.close())

  const area = () => portals.platform.db.customers
  const customer = (partyId: string, status: 'ACTIVE' | 'DORMANT', since: string) =>
    area().customer.create({ data: { partyId, status, since } })
  const segment = async () => {
    const { id } = await area().segment.create({
      data: { code: randomUUID(), name: 'Familias', definition: {} },
    })
    await area().segment.update({ where: { id }, data: { status: 'ACTIVE' } })
    return id
  }
  const join = (segmentId: string, partyId: string, validFrom = '2026-01-01') =>
    area().segmentMember.create({ data: { segmentId, partyId, validFrom } })
  const score = (partyId: string, points: string, factors: Record<string, number>) =>
    area().healthScore.create({ data: { partyId, method: 'rules@1', score: points, factors } })
  const lineOf = async (partyId: string) =>
    (await area().customerOverview.findMany({ where: { partyId } }))[0]

  test('the parties that became one are one client, and are two again when they are parted', async () => {
    const [one = '', other = ''] = await portals.parties(2)
    await customer(one, 'DORMANT', '2020-01-01')
    await customer(other, 'ACTIVE', '2024-01-01')
    await join(await segment(), one)
    await join(await segment(), other)
    await score(one, '70', { claims: 30, payments: 40 })
    await portals.merge(one, other)
    await portals.deliver('customers')
    expect(await lineOf(one)).toBeUndefined()
    expect(await lineOf(other)).toMatchObject({
      status: 'ACTIVE',
      since: '2020-01-01',
      segmentCount: '2',
      healthScore: '70.00',
    })
    await portals.unmerge(one, other)
    await portals.deliver('customers')
    expect(await lineOf(one)).toMatchObject({ status: 'DORMANT', segmentCount: '1' })
    expect(await lineOf(other)).toMatchObject({ since: '2024-01-01', healthScore: null })
  })

  test('somebody is in a segment once a day, and leaving makes room to come back', async () => {
    await expectGuarded(portals.platform, {
      attack: async () => {
        const [segmentId, partyId] = [await segment(), randomUUID()]
        const joined = await times(6, (at) => join(segmentId, partyId, `2026-0${at + 1}-01`))
        const members = await area().segment.findUnique({ where: { id: segmentId } })
        expect(Number(members?.memberCount)).toBe(joined)
        return joined - 1
      },
      without:
        'alter table sm_customers.segment_members drop constraint segment_members_once_a_day_excl',
    })
  })

  test('a score is the sum of what it is made of', async () => {
    await score(randomUUID(), '70.5', { claims: 30.25, payments: 40.25 })
    await expectGuarded(portals.platform, {
      attack: () => times(2, () => score(randomUUID(), '90', { claims: 30 })),
      without: 'drop trigger explain on sm_customers.health_scores',
    })
  })

  test('a party is one client, and a segment has one definition in force', async () => {
    await expectGuarded(portals.platform, {
      attack: async () => {
        const partyId = randomUUID()
        return (await times(5, () => customer(partyId, 'ACTIVE', '2026-01-01'))) - 1
      },
      without: 'alter table sm_customers.customers drop constraint customers_party_id_key',
    })
    await expectGuarded(portals.platform, {
      attack: async () => {
        const code = randomUUID()
        const versions = await Promise.all(
          [1, 2, 3].map((version) =>
            area().segment.create({ data: { code, version, name: 'x', definition: {} } }),
          ),
        )
        const active = await times(3, (at) =>
          area().segment.update({
            where: { id: versions[at]?.id ?? '' },
            data: { status: 'ACTIVE' },
          }),
        )
        return active - 1
      },
      without: 'drop index sm_customers.segments_one_active_key',
    })
  })
})
