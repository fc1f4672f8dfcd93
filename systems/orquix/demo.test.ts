// Promises of the demonstration data: it loads through the client's own verbs, and twice is once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Council, openCouncil } from '../../test/support/orquix/council.ts'
import { demo } from './demo.ts'

onEachEngine(() => {
  let council: Council
  beforeAll(async () => {
    council = await openCouncil()
    await demo(council.platform.db)
  })
  afterAll(() => council?.close())

  test('the question is read back with its answers and synthesis, and loaded again it is the same', async () => {
    const counts = async () =>
      (
        await council.platform.query(`select (select count(*) from orquix.users),
          (select count(*) from orquix.projects), (select count(*) from orquix.interaction_events),
          (select count(*) from orquix.ia_responses), (select count(*) from orquix.moderated_syntheses),
          (select count(*) from orquix.context_chunks)`)
      ).rows
    const before = await counts()
    expect(before).toEqual([['1', '1', '1', '2', '1', '2']])
    await demo(council.platform.db)
    expect(await counts()).toEqual(before)
    const [user] = await council.all.user.findMany()
    const claims = { tenant: user?.id ?? '' }
    const own = council.platform.db.as({ actor: 'service:test', claims }).orquix
    const [result] = await own.interactionResult.findMany()
    expect(result).toMatchObject({
      status: 'single',
      aiResponsesJson: [
        { provider: 'anthropic', status: 'ok' },
        { provider: 'openai', status: 'timeout', text: null },
      ],
      moderatorSynthesisJson: { method: 'extractive' },
    })
  })
})
