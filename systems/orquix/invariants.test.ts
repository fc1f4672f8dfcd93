// Promises of what the database refuses, whoever writes: each was accepted, or could not even be made, by the
// specification's own SQL.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Council, openCouncil } from '../../test/support/orquix/council.ts'
import * as specified from '../../test/support/orquix/specified.ts'
import { asSpecified } from '../../test/support/specification.ts'

const refusal = (error: { code?: string }) => error.code
const at = '2026-11-21T10:00:00.000000Z'
const answered = {
  status: 'ok',
  modelName: 'm',
  rawResponseText: 'sí',
  latencyMs: 40,
  receivedAt: at,
} as const

onEachEngine(() => {
  let council: Council
  beforeAll(async () => {
    council = await openCouncil()
  })
  afterAll(() => council?.close())

  test('the specification names a table before it makes it, and an index that no transaction makes', async () => {
    const why = (error: { cause?: { message?: string } }) => error.cause?.message
    await asSpecified(council.platform, '', async (ask) => {
      await ask(specified.users)
      await ask(specified.projects)
      const missing = (name: string) => `relation "${name}" does not exist`
      expect(await ask(specified.interactionEvents).catch(why)).toBe(missing('moderated_syntheses'))
      expect(await ask(specified.iaResponses).catch(why)).toBe(missing('interaction_events'))
      // The extension comes with the migration after the one that uses it.
      await ask('set search_path to specified')
      expect(await ask('create table t (v vector(384))').catch(why)).toBe(
        'type "vector" does not exist',
      )
      await ask('begin')
      expect(await ask('create index concurrently i on users (name)').catch(why)).toMatch(
        /cannot run inside a transaction block/,
      )
      await ask('rollback')
    })
    // Ours stands, whole, in the order of its links.
    const { rows } = await council.platform.query(
      `select count(*) from information_schema.tables
       where table_schema = 'orquix' and table_type = 'BASE TABLE'`,
    )
    expect(rows).toEqual([['8']])
  })

  test('an attempt goes on as declared, and of two who end it at once one is told what may follow', async () => {
    const { db, ask } = await council.person()
    const { eventId: interactionEventId } = await ask()
    const { id } = await db.iaResponse.create({
      data: { interactionEventId, iaProviderName: 'openai' },
    })
    const put = (data: object) => db.iaResponse.update({ where: { id }, data })
    await put({ status: 'streaming' })
    const back = await put({ status: 'queued' }).catch((error) => error)
    expect([back.code, back.details]).toEqual([
      'ACV323',
      expect.stringContaining('ok, timeout, rate_limited'),
    ])
    const ends = await Promise.allSettled([
      put({ status: 'ok', rawResponseText: 'sí', latencyMs: 3, modelName: 'm' }),
      put({ status: 'timeout', errorMessage: 'tarde' }),
      put({ status: 'cancelled', errorMessage: 'nadie espera' }),
    ])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { id: event } = await db.interactionEvent.update({
      where: { id: interactionEventId },
      data: { status: 'single' },
    })
    const again = db.interactionEvent.update({ where: { id: event }, data: { status: 'complete' } })
    expect(await again.catch(refusal)).toBe('ACV323')
  })

  test('the address and the Google id of a deleted user are free again', async () => {
    const add = (email: string) =>
      council.all.user.create({ data: { email, name: 'Ana', googleId: email } })
    const first = await add('ana@example.es')
    expect(await add('ana@example.es').catch(refusal)).toBe('ACV302')
    await council.all.user.delete({ where: { id: first.id } })
    // Of many who take it at once one is let in.
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => add('ana@example.es')))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const undelete = council.platform.query(
      'update orquix.users set deleted_at = null where id = $1',
      [first.id],
    )
    await expect(undelete).rejects.toMatchObject({ code: 'ACV302' })
    const again = asSpecified(council.platform, specified.users, async (ask) => {
      const row = `'ana@example.es', 'Ana', 'g', 'a', now(), now()`
      await ask(`insert into users values (gen_random_uuid(), ${row}, now())`)
      await ask(`insert into users values (gen_random_uuid(), ${row})`)
    })
    await expect(again).rejects.toMatchObject({ code: 'ACV302' })
  })

  test('an attempt that failed has an error and nothing made up, which the specification asked for', async () => {
    const { db, ask } = await council.person()
    const { eventId: interactionEventId } = await ask()
    let attempt = 0
    const add = (data: object) =>
      db.iaResponse
        .create({
          data: { interactionEventId, iaProviderName: 'openai', attempt: ++attempt, ...data },
        })
        .catch(refusal)
    expect(await add({ status: 'timeout', errorMessage: 'tras 30 s' })).toMatchObject({
      rawResponseText: null,
      latencyMs: null,
    })
    expect(await add({ status: 'timeout' })).toBe('ACV304')
    expect(await add(answered)).toMatchObject({ status: 'ok' })
    expect(await add({ ...answered, rawResponseText: null })).toBe('ACV304')
    expect(await add({ ...answered, latencyMs: null })).toBe('ACV304')
    expect(await add({ ...answered, modelName: null })).toBe('ACV304')
    expect(await add({ ...answered, errorMessage: 'x' })).toBe('ACV304')
    expect(await add({ status: 'queued', latencyMs: 5 })).toBe('ACV304')
    expect(await add({ ...answered, cost: '0.0004000000' })).toBe('ACV304')
    expect(
      await add({ ...answered, cost: '0.0000004321', costSource: 'price_list' }),
    ).toMatchObject({ cost: '0.0000004321' })
    expect(await add({ ...answered, firstTokenMs: 41 })).toBe('ACV304')
    const failed = asSpecified(council.platform, specified.inOrder, async (ask) => {
      const id = randomUUID()
      await ask(`insert into users values ($1, 'e', 'n', 'g', 'a', now(), now())`, id)
      await ask(
        `insert into projects values ($1, $1, 'n', 'd', null, null, null, null, now(), now())`,
        id,
      )
      await ask(`insert into interaction_events values ($1, $1, $1, '?', null, 99, now())`, id)
      await ask(
        `insert into ia_responses (id, interaction_event_id, ia_provider_name, error_message, created_at, updated_at)
         values ($1, $1, 'openai', 'timeout', now(), now())`,
        id,
      )
    })
    await expect(failed).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('of one attempt there is one row, however many write it at once', async () => {
    const { db, ask } = await council.person()
    const { eventId: interactionEventId } = await ask()
    const add = () =>
      db.iaResponse.create({ data: { interactionEventId, iaProviderName: 'mistral', attempt: 1 } })
    const all = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(add))
    expect(all.map((one) => (one.status === 'rejected' ? one.reason.code : 'in')).sort()).toEqual([
      ...Array(5).fill('ACV302'),
      'in',
    ])
  })

  test('feedback is from 1 to 5, and a moderator is set within bounds', async () => {
    const { db, ask, id: userId } = await council.person()
    const { eventId: id, projectId } = await ask()
    const score = (userFeedbackScore: number) =>
      db.interactionEvent.update({ where: { id }, data: { userFeedbackScore } }).catch(refusal)
    for (const wrong of [-1, 0, 6, 99]) expect(await score(wrong)).toBe('ACV304')
    expect(await score(5)).toMatchObject({ userFeedbackScore: 5 })
    const set = (data: object) =>
      db.project.update({ where: { id: projectId }, data }).catch(refusal)
    expect(await set({ moderatorTemperature: 2.1 })).toBe('ACV304')
    expect(await set({ moderatorLengthPenalty: -0.1 })).toBe('ACV304')
    expect(await set({ moderatorPersonality: 'Furious' })).toBe('ACV205')
    const [project] = await db.project.findMany({ where: { id: projectId, userId } })
    expect(project).toMatchObject({
      moderatorPersonality: 'Analytical',
      moderatorTemperature: 0.7,
      moderatorLengthPenalty: 0.5,
    })
  })

  test('a synthesis links back to its question, and a question shows none of another', async () => {
    const { db, ask } = await council.person()
    const [one, two] = [await ask(), await ask()]
    const synthesis = await db.moderatedSynthesis.create({
      data: { interactionEventId: one.eventId, synthesisText: 'Depende.', modelName: 'm' },
    })
    const show = (id: string) =>
      db.interactionEvent
        .update({ where: { id }, data: { moderatedSynthesisId: synthesis.id } })
        .catch(refusal)
    expect(await show(two.eventId)).toBe('ACV304')
    expect(await show(one.eventId)).toMatchObject({ moderatedSynthesisId: synthesis.id })
    const [result] = await db.interactionResult.findMany({ where: { id: one.eventId } })
    expect(result).toMatchObject({
      aiResponsesJson: [],
      moderatorSynthesisJson: { text: 'Depende.' },
    })
    const add = (data: object) =>
      db.moderatedSynthesis
        .create({ data: { interactionEventId: one.eventId, synthesisText: 'x', ...data } })
        .catch(refusal)
    expect(await add({ synthesisText: '  ', modelName: 'm' })).toBe('ACV304')
    expect(await add({ method: 'extractive', modelName: 'm' })).toBe('ACV304')
    expect(await add({ interactionEventId: null, modelName: 'm' })).toBe('ACV305')
  })

  test('an archived project takes nothing new, not even what comes while it is archived', async () => {
    const { db, ask, id: userId } = await council.person()
    const { projectId } = await ask()
    const add = () =>
      db.interactionEvent.create({ data: { userId, projectId, userPromptText: '¿Y ahora?' } })
    const archive = db.project.update({ where: { id: projectId }, data: { archivedAt: at } })
    const [, ...all] = await Promise.allSettled([archive, ...[1, 2, 3, 4, 5, 6].map(add)])
    expect(await add().catch(refusal)).toBe('ACV304')
    const chunk = { userId, projectId, contentText: 'x', sourceType: 'file', sourceIdentifier: 'a' }
    expect(await db.contextChunk.create({ data: chunk }).catch(refusal)).toBe('ACV304')
    const letIn = all.filter(({ status }) => status === 'fulfilled').length
    expect(await db.interactionEvent.count({ where: { projectId } })).toBe(1 + letIn)
    await db.project.update({ where: { id: projectId }, data: { archivedAt: null } })
    await add()
  })

  test('what is deleted is hidden with all below it and can be brought back by an operator', async () => {
    const { db, ask } = await council.person()
    const { projectId, eventId } = await ask()
    await db.iaResponse.create({
      data: { interactionEventId: eventId, iaProviderName: 'openai' },
    })
    await db.project.delete({ where: { id: projectId } })
    expect([
      await db.project.count(),
      await db.interactionEvent.count(),
      await db.iaResponse.count(),
    ]).toEqual([0, 0, 0])
    const { rows } = await council.platform.query(
      'select count(*), count(deleted_at) from orquix.ia_responses where interaction_event_id = $1',
      [eventId],
    )
    expect(rows).toEqual([['1', '1']])
  })

  test('one user never meets the rows of another', async () => {
    const [ana, bea] = [await council.person(), await council.person()]
    const { projectId } = await ana.ask()
    expect(await bea.db.project.findMany()).toEqual([])
    expect(await bea.db.interactionEvent.findMany()).toEqual([])
    expect(await bea.db.interactionResult.findMany()).toEqual([])
    const intrude = bea.db.interactionEvent.create({
      data: { userId: bea.id, projectId, userPromptText: 'x' },
    })
    expect(await intrude.catch(refusal)).toBe('ACV303')
  })
})
