// Promises of the databases of artificial intelligence: each test breaks one, alone and with two at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openFew } from '../../../test/support/few.ts'
import { interleave } from '../../../test/support/interleave.ts'
import {
  cellOf,
  insertRow,
  toInsert,
  toUpdate,
  updateRow,
  type Values,
} from '../../../test/support/rows.ts'
import { aiModels } from '../ai-models/database.ts'
import { aiPrompts } from '../ai-prompts/database.ts'
import { aiTraining } from '../ai-training/database.ts'
import { aiAgents } from './database.ts'

const open = () => openFew(aiAgents, aiModels, aiTraining, aiPrompts)
const word = () => `x${randomUUID().slice(0, 8)}`

onEachEngine(() => {
  let platform: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    platform = await open()
  })
  afterAll(() => platform?.close())

  const insert = (table: string, values: Values = {}) => insertRow(platform, table, values)
  const update = (table: string, id: string, set: string) => updateRow(platform, table, id, set)

  describe('sm_ai_agents', () => {
    const agent = async () => {
      const id = await insert('sm_ai_agents.agents', { code: word(), name: 'A', owner: 'user:o' })
      await update('sm_ai_agents.agents', id, `status = 'ACTIVE'`)
      return id
    }
    const grant = (agent_id: string, values: Values = {}) =>
      toInsert('sm_ai_agents.agent_grants', randomUUID(), {
        agent_id,
        principal: 'user:ana',
        resource: 'insurance.policy',
        action: 'read',
        purpose: 'Preparar la renovación',
        granted_by: 'user:o',
        granted_at: '2026-01-01',
        expires_at: '2026-06-01',
        ...values,
      })

    test('of one thing an agent has one grant at a time, two who give at once included', async () => {
      const id = await agent()
      const [, second] = await interleave(platform, [grant(id)], [grant(id)])
      expect(second).toContain('agent_grants_one_at_a_time_excl')
      const later = grant(id, { granted_at: '2026-06-01', expires_at: '2026-07-01' })
      expect(await interleave(platform, [later], [])).toEqual([null, null])
    })

    test('an agent that is being retired is given nothing', async () => {
      const id = await agent()
      const retired = toUpdate('sm_ai_agents.agents', id, `status = 'RETIRED'`)
      const [, outcome] = await interleave(platform, [retired], [grant(id)])
      expect(outcome).toContain('not in use')
    })

    test('a grant says what for, ends within a year, and is not given by the agent itself', async () => {
      const id = await agent()
      for (const values of [
        { purpose: ' ' },
        { expires_at: '2028-01-01' },
        { expires_at: '2025-01-01' },
        { granted_by: `agent:${id}` },
      ])
        expect((await interleave(platform, [], [grant(id, values)]))[1]).toContain('a check')
    })
  })

  describe('sm_ai_models', () => {
    const version = async () => {
      const model_id = await insert('sm_ai_models.models', {
        provider: 'ejemplo',
        name: word(),
        kind: 'CHAT',
      })
      return insert('sm_ai_models.model_versions', { model_id, provider_version: word() })
    }
    const price = (model_version_id: string, values: Values = {}) =>
      toInsert('sm_ai_models.model_prices', randomUUID(), {
        model_version_id,
        measure: 'INPUT',
        price: '3.00',
        valid_from: '2026-01-01',
        source: 'web',
        entered_by: 'user:a',
        ...values,
      })

    test('a moment has one price, two who enter at once included', async () => {
      const id = await version()
      const [, second] = await interleave(
        platform,
        [price(id)],
        [price(id, { valid_from: '2026-02-01' })],
      )
      expect(second).toContain('model_prices_one_at_a_time_excl')
      const output = price(id, { measure: 'OUTPUT' })
      expect(await interleave(platform, [output], [])).toEqual([null, null])
    })

    test('ten times the price needs a second person', async () => {
      const id = await version()
      const first = price(id, { valid_to: '2026-02-01' })
      const dear = { price: '31', valid_from: '2026-02-01' }
      const [, alone] = await interleave(platform, [first], [price(id, dear)])
      expect(alone).toContain('ten times')
      const self = price(id, { ...dear, approved_by: 'user:a' })
      expect((await interleave(platform, [], [self]))[1]).toContain('two_persons')
      const both = price(id, { ...dear, approved_by: 'user:b' })
      expect((await interleave(platform, [], [both]))[1]).toBeNull()
    })

    test('a price that has ended is history, and the digits of a small one stay', async () => {
      const id = await version()
      const priceId = randomUUID()
      const [text, values] = price(id, {
        price: '0.0000001234',
        valid_to: '2026-02-01',
      }) as readonly [string, unknown[]]
      await platform.query(text, [priceId, ...values.slice(1)])
      await expect(update('sm_ai_models.model_prices', priceId, 'valid_to = null')).rejects.toThrow(
        'history',
      )
      expect(
        await cellOf(platform, 'select price from sm_ai_models.model_prices where id = $1', [
          priceId,
        ]),
      ).toBe('0.0000001234')
    })

    test('one version is the default, two who publish at once included', async () => {
      const one = await version()
      const text = 'select model_id from sm_ai_models.model_versions where id = $1'
      const model_id = (await cellOf(platform, text, [one])) ?? ''
      const two = await insert('sm_ai_models.model_versions', {
        model_id,
        provider_version: word(),
      })
      const publish = (id: string) =>
        toUpdate('sm_ai_models.model_versions', id, `status = 'PUBLISHED'`)
      expect(await interleave(platform, [publish(one)], [publish(two)])).toEqual([null, null])
      const count = `select count(*) from sm_ai_models.model_versions where model_id = $1 and status = 'PUBLISHED'`
      expect(await cellOf(platform, count, [model_id])).toBe('1')
    })

    test('health of one stretch is told once, and no more fails than was asked', async () => {
      const model_version_id = await version()
      const window = {
        model_version_id,
        window_start: '2026-01-01T00:00Z',
        window_end: '2026-01-01T00:05Z',
      }
      await expect(
        insert('sm_ai_models.model_health', { ...window, requests: 1, errors: 2 }),
      ).rejects.toMatchObject({ code: 'ACV304' })
      await insert('sm_ai_models.model_health', { ...window, requests: 2, errors: 2 })
      await expect(insert('sm_ai_models.model_health', window)).rejects.toMatchObject({
        code: 'ACV302',
      })
    })
  })

  describe('sm_ai_training', () => {
    const dataset = (parent_id: string | null = null, personal = 'PERSONAL') =>
      insert('sm_ai_training.datasets', {
        name: word(),
        parent_id,
        source: 'insurance.claim',
        purpose: 'Clasificar partes',
        digest: 'a'.repeat(64),
        personal,
      })
    const subject = (dataset_id: string) =>
      insert('sm_ai_training.dataset_subjects', {
        dataset_id,
        party_id: randomUUID(),
        basis: 'CONTRACT',
      })
    const exclude = (id: string) =>
      toUpdate(
        'sm_ai_training.dataset_subjects',
        id,
        `excluded_at = acervo.now(), excluded_reason = 'ERASED'`,
      )
    const job = (id: string, dataset_id: string) =>
      toInsert('sm_ai_training.jobs', id, {
        dataset_id,
        base_model_version_id: randomUUID(),
        name: word(),
      })
    const statusOf = (id: string) =>
      cellOf(platform, 'select status from sm_ai_training.jobs where id = $1', [id])

    test.each([0, 1, 2])(
      'no job begins on an excluded subject, %i datasets up the line',
      async (steps) => {
        const root = await dataset()
        let leaf = root
        for (let step = 0; step < steps; step += 1) leaf = await dataset(leaf)
        const person = await subject(root)
        const id = randomUUID()
        // Who excludes is there first: the job is refused. Who begins is there first: it is stopped.
        const [, begun] = await interleave(platform, [exclude(person)], [job(id, leaf)])
        expect(begun).toContain('was excluded')
      },
    )

    test.each([0, 2])(
      'a job that has begun is stopped by the exclusion that comes, %i datasets up the line',
      async (steps) => {
        const root = await dataset()
        let leaf = root
        for (let step = 0; step < steps; step += 1) leaf = await dataset(leaf)
        const person = await subject(root)
        const id = randomUUID()
        expect(await interleave(platform, [job(id, leaf)], [exclude(person)])).toEqual([null, null])
        expect(await statusOf(id)).toBe('CANCELLED')
        await expect(update('sm_ai_training.jobs', id, `status = 'RUNNING'`)).rejects.toMatchObject(
          { code: 'ACV304' },
        )
      },
    )

    test('who was excluded stays so, and whose consent is meant is said', async () => {
      const on = await dataset()
      const id = await subject(on)
      await update(
        'sm_ai_training.dataset_subjects',
        id,
        `excluded_at = acervo.now(), excluded_reason = 'WITHDRAWN'`,
      )
      await expect(
        update('sm_ai_training.dataset_subjects', id, 'excluded_at = null, excluded_reason = null'),
      ).rejects.toThrow('stays so')
      const consent = { dataset_id: on, party_id: randomUUID(), basis: 'CONSENT' }
      await expect(insert('sm_ai_training.dataset_subjects', consent)).rejects.toMatchObject({
        code: 'ACV304',
      })
      await expect(subject(await dataset(null, 'ANONYMISED'))).rejects.toThrow('holds nobody')
    })

    test('only what came out of a job is judged', async () => {
      const id = randomUUID()
      await interleave(platform, [job(id, await dataset())], [])
      const judged = () =>
        insert('sm_ai_training.evaluations', {
          job_id: id,
          suite: 'partes',
          measure: 'f1',
          score: '0.9',
          samples: 100,
        })
      await expect(judged()).rejects.toThrow('came out')
      await update('sm_ai_training.jobs', id, `status = 'RUNNING'`)
      await update('sm_ai_training.jobs', id, `status = 'SUCCEEDED'`)
      await judged()
    })
  })

  describe('sm_ai_prompts', () => {
    const version = async () => {
      const prompt_id = await insert('sm_ai_prompts.prompts', { name: word(), owner: 'user:o' })
      return insert('sm_ai_prompts.prompt_versions', { prompt_id, template: 'Resume: {{text}}' })
    }
    const toTest = (id: string, prompt_version_id: string, result = 'PASSED') =>
      toInsert('sm_ai_prompts.prompt_tests', id, {
        prompt_version_id,
        name: word(),
        input: '{}',
        expectation: '{}',
        result,
        ran_at: result === 'PENDING' ? null : '2026-01-01',
      })
    const publish = (id: string) =>
      toUpdate('sm_ai_prompts.prompt_versions', id, `status = 'PUBLISHED'`)
    const outcomeOf = async (...steps: Parameters<typeof interleave>[1]) =>
      (await interleave(platform, [], steps))[1]

    test('a version is published with tests that all pass, and with no others', async () => {
      const id = await version()
      expect(await outcomeOf(publish(id))).toContain('do not all pass')
      expect(await outcomeOf(toTest(randomUUID(), id))).toBeNull()
      const failing = randomUUID()
      expect(await outcomeOf(toTest(failing, id, 'FAILED'))).toBeNull()
      expect(await outcomeOf(publish(id))).toContain('do not all pass')
      await update('sm_ai_prompts.prompt_tests', failing, `result = 'PASSED'`)
      expect(await outcomeOf(publish(id))).toBeNull()
    })

    test('a test that fails while its version is being published has come too late or is heeded', async () => {
      const id = await version()
      await outcomeOf(toTest(randomUUID(), id))
      const failing = toTest(randomUUID(), id, 'FAILED')
      const [, late] = await interleave(platform, [publish(id)], [failing])
      expect(late).toContain('are its proof')
      const other = await version()
      const passed = randomUUID()
      await outcomeOf(toTest(passed, other))
      const [, heeded] = await interleave(
        platform,
        [toTest(randomUUID(), other, 'FAILED')],
        [publish(other)],
      )
      expect(heeded).toContain('do not all pass')
    })

    test('the tests of what was published neither change nor go', async () => {
      const id = await version()
      const passed = randomUUID()
      await outcomeOf(toTest(passed, id), publish(id))
      await expect(
        update('sm_ai_prompts.prompt_tests', passed, `result = 'FAILED'`),
      ).rejects.toThrow('proof')
      await expect(
        platform.query('delete from sm_ai_prompts.prompt_tests where id = $1', [passed]),
      ).rejects.toThrow('proof')
      const draft = await version()
      const pending = randomUUID()
      await outcomeOf(toTest(pending, draft, 'PENDING'))
      await platform.query('delete from sm_ai_prompts.prompt_versions where id = $1', [draft])
    })
  })
})
