// Promises of reviews: nobody reviews themselves, and who is reviewed reads it when it is released, not before.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { hrPerformance } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof hrPerformance]>
  beforeAll(async () => {
    few = await openFew(hrPerformance)
  })
  afterAll(() => few?.close())

  const people = {
    owner: randomUUID(),
    reviewer: randomUUID(),
    reviewee: randomUUID(),
    other: randomUUID(),
  }
  const cycle = (phase = 'WRITING') =>
    few.insert('sm_hr_performance.review_cycles', {
      name: randomUUID(),
      owner_user_id: people.owner,
      phase,
      starts_on: '2026-01-01',
      ends_on: '2026-03-01',
    })
  const review = (cycleId: string, data = {}) =>
    few.db.hrPerformance.review.create({
      data: {
        cycleId,
        revieweeId: randomUUID(),
        reviewerId: randomUUID(),
        revieweeUserId: people.reviewee,
        reviewerUserId: people.reviewer,
        rating: 4,
        comments: 'Muy buen trato con los clientes',
        ...data,
      },
    })
  const seenBy = async (user: string, cycleId: string) =>
    (
      await few.db
        .as({ actor: `user:${user}` })
        .hrPerformance.review.findMany({ where: { cycleId } })
    ).length
  const release = (id: string) =>
    few.query(`update sm_hr_performance.review_cycles set phase = 'RELEASED' where id = $1`, [id])

  test('nobody reviews themselves, neither as employee nor by sign-in', async () => {
    const id = randomUUID()
    const own = review(await cycle(), { revieweeId: id, reviewerId: id })
    expect(await refusal(own)).toContain('reviews_reviewer_check')
    const hidden = review(await cycle(), { reviewerUserId: people.reviewee })
    expect(await refusal(hidden)).toContain('reviews_reviewer_user_check')
  })

  test('who is reviewed reads it once it is released, others never', async () => {
    const id = await cycle()
    await review(id)
    const seen = async () =>
      Promise.all(
        [people.owner, people.reviewer, people.reviewee, people.other].map((user) =>
          seenBy(user, id),
        ),
      )
    expect(await seen()).toEqual([1, 1, 0, 0])
    await release(id)
    expect(await seen()).toEqual([1, 1, 1, 0])
  })

  test('nobody writes in another name, and nothing is written once released', async () => {
    const id = await cycle()
    const { id: reviewId } = await review(id)
    const other = few.db.as({ actor: `user:${people.other}` }).hrPerformance
    const where = { id: reviewId }
    expect(await refusal(other.review.update({ where, data: { rating: 1 } }))).toContain('ACV209')
    await release(id)
    const late = few.db.hrPerformance.review.update({ where, data: { rating: 5 } })
    expect(await refusal(late)).toContain('the reviews are released')
  })

  test('a rating written while the cycle is released comes too late', async () => {
    const id = await cycle()
    const { id: reviewId } = await review(id)
    const ended = await few.race(
      `update sm_hr_performance.review_cycles set phase = 'RELEASED' where id = '${id}'`,
      `select set_config('acervo.actor', 'service:test', true);
       update sm_hr_performance.reviews set rating = 1 where id = '${reviewId}'`,
    )
    expect(ended).toEqual(['done', 'ACV304'])
  })
})
