// One act over databases that share no transaction: it is done once or taken back whole, and whoever was killed in
// the middle is followed by somebody who goes on.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Ledger, openLedger } from '../../../test/support/work.ts'
import { AcervoError } from '../../errors/index.ts'
import { defineSaga } from '../../table/saga.ts'
import { readSaga, resumeSagas, runSaga } from './index.ts'

onEachEngine(() => {
  let ledger: Ledger
  let done: string[] = []
  const failing = new Set<string>()
  beforeAll(async () => {
    ledger = await openLedger()
  })
  afterAll(() => ledger?.platform.close())
  beforeEach(async () => {
    done = []
    failing.clear()
    await ledger.platform.query('truncate acervo.saga')
  })

  const act = (name: string) => async () => {
    if (failing.has(name)) throw new Error(`${name} fails`)
    done.push(name)
    return name.toUpperCase()
  }
  const saga = defineSaga({
    name: 'test-saga',
    home: 'sales',
    steps: ['one', 'two', 'three'].map((name) => ({
      name,
      run: act(name),
      compensate: async () => {
        await act(`-${name}`)()
      },
    })),
  })
  const run = (id?: string) =>
    runSaga(ledger.platform.acervo, saga, { who: 'x' }, id === undefined ? {} : { id })
  const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'
  const state = async () => (await readSaga(ledger.platform.acervo, saga, id))?.state

  test('all steps are done once, and asking again answers the same', async () => {
    expect(await run(id)).toMatchObject({
      state: 'DONE',
      results: { one: 'ONE', two: 'TWO', three: 'THREE' },
    })
    await run(id)
    expect(done).toEqual(['one', 'two', 'three'])
  })

  test('a step that fails is taken back with those before it, last first', async () => {
    failing.add('three')
    await expect(run(id)).rejects.toThrow('three fails')
    expect(done).toEqual(['one', 'two', '-three', '-two', '-one'])
    expect(await state()).toBe('COMPENSATED')
    await expect(run(id)).rejects.toMatchObject({ code: 'ACV512' })
  })

  test('a database that is away stops a saga where it stands, and nothing is taken back', async () => {
    let isAway = true
    const travelling = defineSaga({
      name: 'travelling-saga',
      home: 'sales',
      steps: [
        { name: 'one', run: act('one'), compensate: async () => void (await act('-one')()) },
        {
          name: 'two',
          run: async () => {
            if (isAway) throw new AcervoError('ACV301', 'away')
            await act('two')()
          },
        },
      ],
    })
    const { acervo } = ledger.platform
    await expect(runSaga(acervo, travelling, null, { id })).rejects.toMatchObject({
      code: 'ACV301',
    })
    isAway = false
    await ledger.platform.query("update acervo.saga set held_until = '2020-01-01'")
    expect(await resumeSagas(acervo, travelling)).toBe(1)
    expect(done).toEqual(['one', 'two'])
  })

  test('what cannot be taken back stands visibly', async () => {
    failing.add('two').add('-one')
    await expect(run(id)).rejects.toMatchObject({ code: 'ACV512' })
    expect(await state()).toBe('STUCK')
    const row = await readSaga(ledger.platform.acervo, saga, id)
    expect(row?.error).toMatch(/two fails.*one: Error: -one fails/)
  })

  test('after a kill between two steps somebody goes on from there', async () => {
    await ledger.platform.query(
      `insert into acervo.saga (id, name, state, step, input, results, held_until, created_at, updated_at)
       values ($1, 'test-saga', 'RUNNING', 1, '{"who":"x"}', '{"one":"ONE"}',
         acervo.clock() + interval '1 minute', acervo.clock(), acervo.clock())`,
      [id],
    )
    const resume = () => resumeSagas(ledger.platform.acervo, saga)
    // Whoever runs it may be alive.
    expect(await resume()).toBe(0)
    await ledger.platform.query("update acervo.saga set held_until = '2020-01-01'")
    expect(await resume()).toBe(1)
    expect(done).toEqual(['two', 'three'])
    expect(await state()).toBe('DONE')
  })

  test('after a kill while taking back somebody takes back the rest', async () => {
    await ledger.platform.query(
      `insert into acervo.saga (id, name, state, step, input, results, created_at, updated_at)
       values ($1, 'test-saga', 'COMPENSATING', 2, '{}', '{"one":"ONE"}', acervo.clock(), acervo.clock())`,
      [id],
    )
    await resumeSagas(ledger.platform.acervo, saga)
    expect(done).toEqual(['-two', '-one'])
    expect(await state()).toBe('COMPENSATED')
  })

  test('whoever has lost its hold writes nothing more', async () => {
    const slow = defineSaga({
      name: 'slow-saga',
      home: 'sales',
      steps: [
        {
          name: 'one',
          run: async () => {
            await ledger.platform.query('update acervo.saga set holder = gen_random_uuid()')
          },
        },
        { name: 'two', run: act('two') },
      ],
    })
    await expect(runSaga(ledger.platform.acervo, slow, null, { id })).rejects.toMatchObject({
      code: 'ACV502',
    })
    expect(done).toEqual([])
  })
})
