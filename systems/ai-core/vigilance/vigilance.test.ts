// A rule raises an alert once and decides nothing: a case is decided by a person, another than who opened it, once.
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

  const as = (actor: string, agent?: string) =>
    platform.db.as({ actor, ...(agent === undefined ? {} : { agent: { id: agent } }) }).vigilance
  const open = async (actor = 'service:rules') => {
    const { id } = await as(actor).fraudCase.create({
      data: { number: randomUUID(), partyId: randomUUID() },
    })
    await as(actor).fraudCase.update({ where: { id }, data: { status: 'INVESTIGATING' } })
    return id
  }
  const confirm = (id: string, actor: string, agent?: string, reason = 'facturas duplicadas') =>
    as(actor, agent).fraudCase.update({
      where: { id },
      data: { status: 'CONFIRMED', reason },
    })
  const rule = () =>
    as('user:ana').fraudRule.create({
      data: { code: randomUUID(), version: 1, description: 'x', definition: {}, weight: '0.5' },
    })

  test("no machine denies: neither a service nor an agent in a user's name", async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await open()
        return times(4, (at) =>
          at % 2 === 0 ? confirm(id, 'service:rules') : confirm(id, 'user:ana', 'agent-7'),
        )
      },
      without: 'drop trigger sign_decided_by_update on ss_vigilance.fraud_cases',
    })
  })

  test('whoever opened a case does not confirm it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await open('user:ana')
        return times(3, () => confirm(id, 'user:ana'))
      },
      without: 'alter table ss_vigilance.fraud_cases drop constraint fraud_cases_four_eyes_check',
    })
  })

  test('of many who decide at once one does, and signs with their own name', async () => {
    const id = await open('user:ana')
    const people = ['bea', 'eva', 'leo', 'noa']
    const decided = await times(4, (at) =>
      confirm(id, `user:${people[at]}`, undefined, `visto por ${people[at]}`),
    )
    expect(decided).toBe(1)
    const { decidedBy, openedBy, decidedAt } = (await as('user:x').fraudCase.findUnique({
      where: { id },
    })) ?? { decidedBy: '', openedBy: '', decidedAt: null }
    expect([openedBy, people.includes(decidedBy?.replace('user:', '') ?? '')]).toEqual([
      'user:ana',
      true,
    ])
    expect(decidedAt).not.toBeNull()
    await expect(
      as('user:eva').fraudCase.update({ where: { id }, data: { reason: 'otra' } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a rule tells a thing once', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: ruleId } = await rule()
        const partyId = randomUUID()
        const raised = await times(6, () =>
          as('service:rules').fraudAlert.create({
            data: { ruleId, partyId, evidence: {}, score: '0.9' },
          }),
        )
        return raised - 1
      },
      without: 'drop index ss_vigilance.fraud_alerts_without_claim_key',
    })
  })

  test('a decided case takes no more alerts', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: ruleId } = await rule()
        const caseId = await open('user:ana')
        const alert = () =>
          as('service:rules').fraudAlert.create({
            data: {
              ruleId,
              partyId: randomUUID(),
              evidence: {},
              score: '0.9',
              status: 'IN_CASE',
              caseId,
            },
          })
        await alert()
        await confirm(caseId, 'user:bea')
        return times(3, alert)
      },
      without: 'drop trigger locked_by_case_id_insert on ss_vigilance.fraud_alerts',
    })
  })

  test('a tie is written in one way', async () => {
    const [low, high] = ['1', '2'].map((digit) => randomUUID().replace(/^./, digit)) as [
      string,
      string,
    ]
    const tie = (partyId: string, otherPartyId: string) =>
      as('service:rules').partyTie.create({
        data: { partyId, otherPartyId, kind: 'IBAN', digest: 'a'.repeat(64) },
      })
    await tie(low, high)
    await expect(tie(high, low)).rejects.toMatchObject({ code: 'ACV304' })
    await expect(tie(low, high)).rejects.toMatchObject({ code: 'ACV302' })
  })
})
