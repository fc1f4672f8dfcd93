// Promises of actions: found by name, given what they declare, run as whoever asks, once per key.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clinic } from '../../test/support/clinic.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import type { ActionOptions } from './act.ts'
import { readTexts } from './action-input.ts'

const refused = (code: string) => expect.objectContaining({ code })

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof clinic]>
  let visitId = ''
  beforeAll(async () => {
    platform = await openTestPlatform([clinic])
    const patient = await platform.db.frontDesk.patient.create({ data: { name: 'Ana' } })
    visitId = (await platform.db.frontDesk.visit.create({ data: { patientId: patient.id } })).id
  })
  afterAll(() => platform?.close())

  const act = async (
    action: string,
    input: Readonly<Record<string, unknown>>,
    options: ActionOptions & { readonly actor?: string } = {},
  ) => {
    const { actor = 'user:ana', ...bounds } = options
    const request = { database: 'frontDesk', table: 'visit', action, input }
    const { output, replayed } = await platform.acervo.act({ actor }, request, bounds)
    return { answer: JSON.parse(output), replayed }
  }

  test('an action writes in its own transaction and another one takes it back', async () => {
    expect((await act('complete', { id: visitId, minutes: 20 })).answer.status).toBe('DONE')
    const shown = await act('completion', { id: visitId })
    expect(shown.answer).toMatchObject({ minutes: 20, asked: 'user:ana' })
    await act('reopen', { id: visitId })
    await expect(act('completion', { id: visitId })).rejects.toThrow(refused('ACV209'))
  })

  test('an action that reads cannot write, whatever its handler tries', async () => {
    const writing = act('completion', { id: visitId }, { actor: 'service:writer' })
    await expect(writing).rejects.toMatchObject({ cause: { code: '25006' } })
    const { rows } = await platform.query('select minutes from front_desk.visits')
    expect(rows).toEqual([[null]])
  })

  test('a repeated key gets the kept answer and nothing is done again', async () => {
    const once = { route: 'complete', key: 'k1', fingerprint: 'f' }
    const first = await act('complete', { id: visitId, minutes: 5 }, { once })
    await act('reopen', { id: visitId })
    const again = await act('complete', { id: visitId, minutes: 5 }, { once })
    expect([first.replayed, again.replayed]).toEqual([false, true])
    expect(again.answer).toEqual(first.answer)
    await expect(act('completion', { id: visitId })).rejects.toThrow(refused('ACV209'))
    const other = act(
      'complete',
      { id: visitId, minutes: 6 },
      { once: { ...once, fingerprint: 'g' } },
    )
    await expect(other).rejects.toThrow(refused('ACV610'))
  })

  test.each([
    ['complete', {}, 'ACV200', /'id' is missing/],
    ['complete', { id: 'x', minutes: 1 }, 'ACV205', /'id' does not fit/],
    ['complete', { id: '1'.repeat(36), minutes: '1' }, 'ACV205', /'minutes' does not fit/],
    ['complete', { id: '1'.repeat(36), minutes: 601 }, 'ACV205', /'minutes' does not fit/],
    ['complete', { id: '1'.repeat(36), minute: 1 }, 'ACV200', /no 'minute' here/],
    ['complet', {}, 'ACV211', /no action 'complet'/],
    ['toString', {}, 'ACV211', /no action/],
  ])('%s(%j) is refused with %s', async (action, input, code, words) => {
    await expect(act(action, input)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    })
  })

  test('what an action names is looked for where requests look', async () => {
    const none = { database: 'x', table: 'visit', action: 'complete', input: {} }
    await expect(platform.acervo.act({ actor: 'a' }, none)).rejects.toThrow(refused('ACV201'))
    const noTable = { ...none, database: 'frontDesk', table: 'visits' }
    await expect(platform.acervo.act({ actor: 'a' }, noTable)).rejects.toThrow(refused('ACV202'))
  })

  test('texts become what the inputs declare, and stay texts where they do not fit', () => {
    const offer = platform.acervo.model.databases
      .get('frontDesk')
      ?.tables.get('visit')
      ?.actions.get('byRoom')?.offer
    if (offer === undefined) throw new Error('no offer')
    expect({
      ...readTexts(offer, [
        ['room', '12'],
        ['longest', '30'],
        ['open', 'true'],
      ]),
    }).toEqual({ room: '12', longest: 30, open: true })
    expect({
      ...readTexts(offer, [
        ['longest', '1e3'],
        ['open', 'yes'],
        ['x', '1'],
      ]),
    }).toEqual({
      longest: '1e3',
      open: 'yes',
      x: '1',
    })
    expect(() =>
      readTexts(offer, [
        ['room', '1'],
        ['room', '2'],
      ]),
    ).toThrow(refused('ACV200'))
  })
})
