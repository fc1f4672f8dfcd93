// Promises to candidates: a refusal has a reason, what we know of them ends with their consent and does not come back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { hrRecruitment } from './database.ts'
import { eraseExpired } from './erase-expired.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof hrRecruitment]>
  beforeAll(async () => {
    few = await openFew(hrRecruitment)
  })
  afterAll(() => few?.close())

  let vacancies = 0
  const vacancy = (openings = 1) =>
    few.insert('sm_hr_recruitment.vacancies', {
      code: `V${++vacancies}`,
      title: 'Gestor',
      openings,
    })
  const candidate = async (consentUntil = '2027-01-01') => {
    const { id } = await few.db.hrRecruitment.candidate.create({
      data: { consentedAt: '2026-01-01T00:00:00Z', consentUntil },
    })
    await few.db.hrRecruitment.candidateProfile.create({
      data: { candidateId: id, name: 'Luz Marina', email: 'luz@example.test' },
    })
    return id
  }
  const apply = async (vacancy_id: string, values = {}) =>
    few.insert('sm_hr_recruitment.applications', {
      vacancy_id,
      candidate_id: await candidate(),
      ...values,
    })
  const hire = (id: string) =>
    `update sm_hr_recruitment.applications set status = 'HIRED' where id = '${id}'`
  const profiles = (id: string) =>
    few.cell(
      `select count(*) from sm_hr_recruitment.candidate_profiles where candidate_id = '${id}'`,
    )

  test('a refusal says why, in words', async () => {
    const id = await vacancy()
    expect(await refusal(apply(id, { status: 'REJECTED' }))).toContain(
      'applications_rejected_check',
    )
    const blank = apply(id, { status: 'REJECTED', reason: '  ' })
    expect(await refusal(blank)).toContain('applications_reason_check')
    await apply(id, { status: 'REJECTED', reason: 'Sin experiencia en siniestros' })
  })

  test('no more are hired than there are places, also when two are hired at once', async () => {
    const id = await vacancy()
    const offered = { status: 'OFFER' }
    const [ana, bea] = [await apply(id, offered), await apply(id, offered)]
    expect(await few.race(hire(ana), hire(bea))).toEqual(['done', 'ACV304'])
  })

  test('an erased candidate is nobody: the profile goes in the same statement', async () => {
    const id = await candidate()
    expect(await profiles(id)).toBe('1')
    await few.query(
      'update sm_hr_recruitment.candidates set erased_at = acervo.now() where id = $1',
      [id],
    )
    expect(await profiles(id)).toBe('0')
    const again = few.db.hrRecruitment.candidateProfile.create({
      data: { candidateId: id, name: 'Luz', email: 'luz@example.test' },
    })
    expect(await refusal(again)).toContain('the candidate is erased')
    const back = few.query(
      'update sm_hr_recruitment.candidates set erased_at = null where id = $1',
      [id],
    )
    expect(await refusal(back)).toContain('does not come back')
  })

  test('consent ends, after a year and a half at the latest', async () => {
    expect(await refusal(candidate('2028-01-01'))).toContain('candidates_consent_term_check')
    expect(await refusal(candidate('2025-12-31'))).toContain('candidates_consent_check')
  })

  test('the job erases whose consent has run out, and nobody else', async () => {
    const [old, still] = [await candidate('2026-02-01'), await candidate('2027-06-01')]
    await eraseExpired.run({ db: few.db, input: {}, signal: AbortSignal.abort() })
    expect([await profiles(old), await profiles(still)]).toEqual(['1', '1'])
    await eraseExpired.run({ db: few.db, input: {}, signal: new AbortController().signal })
    expect([await profiles(old), await profiles(still)]).toEqual(['0', '1'])
  })

  test('who applied twice for one place applied once', async () => {
    const vacancy_id = await vacancy()
    const candidate_id = await candidate()
    await apply(vacancy_id, { candidate_id })
    const twice = apply(vacancy_id, { candidate_id })
    expect(await refusal(twice)).toContain('applications_vacancy_id_candidate_id_key')
  })
})
