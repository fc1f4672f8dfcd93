// A claim is covered as of the day of the loss, its reserve is the sum of its ledger and never below zero, and no two
// payments pass the limit together.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { insuranceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof insuranceMarkets>
  beforeAll(async () => {
    platform = await openFew(...insuranceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.claims
  const open = () =>
    area().claimFile.create({
      data: {
        claimId: randomUUID(),
        policyId: randomUUID(),
        partyId: randomUUID(),
        lossOn: '2026-05-10',
      },
    })
  const cover = (claimFileId: string, validFrom = '2026-01-01', validTo = '2027-01-01') =>
    area().claimCoverage.create({
      data: {
        claimFileId,
        policyVersionId: randomUUID(),
        code: 'WATER',
        name: 'Daños por agua',
        validFrom,
        validTo,
        limitAmount: '1000',
      },
    })
  const move = (
    claimFileId: string,
    coverageId: string,
    kind: 'RESERVE' | 'RELEASE' | 'PAYMENT' | 'RECOVERY',
    amount: string,
  ) =>
    area().reserveMovement.create({
      data: { claimFileId, coverageId, kind, amount, reference: randomUUID() },
    })
  /** With a reserve of 1000 and a limit of as much. */
  const accepted = async () => {
    const { id } = await open()
    const { id: coverageId } = await cover(id)
    await move(id, coverageId, 'RESERVE', '1000')
    for (const status of ['CHECKED', 'IN_ASSESSMENT', 'ACCEPTED'] as const)
      await area().claimFile.update({ where: { id }, data: { status } })
    return { id, coverageId }
  }

  test('the cover is that of the day of the loss', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await open()
        await times(2, (at) =>
          at === 0 ? cover(id, '2026-05-11') : cover(id, '2025-01-01', '2026-05-10'),
        )
        return area().claimCoverage.count({ where: { claimFileId: id } })
      },
      without: 'drop trigger covers_loss on ss_claims.claim_coverages',
    })
  })

  test('payments at once never pass the limit nor what is set aside', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id, coverageId } = await accepted()
        await times(8, () => move(id, coverageId, 'PAYMENT', '300'))
        const file = await area().claimFile.findUnique({ where: { id } })
        return Math.max(0, Number(file?.paid) - 1000)
      },
      without:
        'alter table ss_claims.claim_coverages drop constraint claim_coverages_limit_check; alter table ss_claims.claim_files drop constraint claim_files_reserve_check',
    })
  })

  test('the reserve is the sum of its movements, whoever moves it', async () => {
    const { id, coverageId } = await accepted()
    await times(10, (at) => move(id, coverageId, at % 2 === 0 ? 'RESERVE' : 'RELEASE', '12.34'))
    await move(id, coverageId, 'PAYMENT', '400')
    await move(id, coverageId, 'RECOVERY', '150')
    const file = await area().claimFile.findUnique({ where: { id } })
    expect([Number(file?.reserve), Number(file?.paid)]).toEqual([600, 250])
    const wrong = await countOf(
      platform,
      `select count(*) from ss_claims.claim_files f join (
         select claim_file_id as id, sum(reserve_change) as reserve, sum(paid_change) as paid
         from ss_claims.reserve_movements group by 1) m using (id)
       where (f.reserve, f.paid) is distinct from (m.reserve, m.paid) and f.id = $1`,
      [id],
    )
    expect(wrong).toBe(0)
    await expect(area().reserveMovement.deleteMany({})).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('nothing is paid before a decision, and a decision is met in its order', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await open()
        const { id: coverageId } = await cover(id)
        await move(id, coverageId, 'RESERVE', '500')
        await times(3, () => move(id, coverageId, 'PAYMENT', '10'))
        return Number((await area().claimFile.findUnique({ where: { id } }))?.paid)
      },
      without: 'drop trigger locked_by_claim_file_id_insert on ss_claims.reserve_movements',
    })
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await open()
        return times(3, () =>
          area().claimFile.update({ where: { id }, data: { status: 'ACCEPTED' } }),
        )
      },
      without: 'drop trigger states_update on ss_claims.claim_files',
    })
  })

  test('a movement is of a cover of its own claim, and one instruction is one movement', async () => {
    const [one, other] = [await accepted(), await accepted()]
    await expect(move(one.id, other.coverageId, 'PAYMENT', '1')).rejects.toMatchObject({
      code: 'ACV304',
    })
    await expectGuarded(platform, {
      attack: async () => {
        const { id, coverageId } = await accepted()
        const reference = randomUUID()
        const made = await times(6, () =>
          area().reserveMovement.create({
            data: { claimFileId: id, coverageId, kind: 'PAYMENT', amount: '10', reference },
          }),
        )
        return made - 1
      },
      without:
        'alter table ss_claims.reserve_movements drop constraint reserve_movements_reference_key',
    })
  })
})
