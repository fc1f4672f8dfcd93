// What the Model refuses in offers, and what it makes of them.
import { expect, test } from 'vitest'
import { defineAction } from '../table/action.ts'
import { text } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import type { ActionOffer, ActionPage } from '../table/offer.ts'
import { defineFeature, defineTable } from '../table/table.ts'
import { defineModel } from './define-model.ts'

const said = { en: 'a word', es: 'una palabra' }
const id = { schema: { type: 'string' }, meaning: said }

type Offer = Partial<ActionOffer> & { readonly name?: string }

function make(...offers: readonly Offer[]) {
  const actions = offers.map(({ name = 'close', ...offer }) =>
    defineAction({
      name,
      summary: said,
      effect: 'create',
      path: '{id}/closing',
      input: { id },
      output: {},
      handler: async () => null,
      ...offer,
    }),
  )
  const doors = defineTable('doors', { name: text() }, [defineFeature('doors', () => actions)])
  const house = defineDatabase({ schema: 'house', name: 'house', tables: { door: doors } })
  return defineModel([defineSystem({ name: 'town', databases: [house] })])
}

test('actions are found by name and keep what they offer', () => {
  const { actions } =
    make({ name: 'open', effect: 'undo' }, {}).databases.get('house')?.tables.get('door') ?? {}
  expect([...(actions?.keys() ?? [])]).toEqual(['close', 'open'])
  expect(actions?.get('open')?.offer?.effect).toBe('undo')
})

test('what edges show changes the hash of the Model', () => {
  expect(make({ path: '{id}/shutting' }).hash).not.toBe(make().hash)
})

const page = (path: string, more: Partial<ActionPage> = {}): Offer => ({
  effect: 'read',
  page: { path, title: said, ...more },
})

test.each<[string, readonly Offer[], RegExp]>([
  ['a page of a write', [{ page: { path: '/doors', title: said } }], /no read/],
  ['a page that the server has', [page('/docs')], /cannot have the page/],
  ['a page that is no path', [page('doors')], /cannot have the page/],
  ['a page whose first step is an input', [page('/{id}')], /cannot have the page/],
  ['a page that names no input', [page('/doors/{key}')], /names 'key' in its page/],
  ['a page that shows what is no read', [page('/doors', { with: ['slam'] })], /which is no read/],
  [
    'one page twice',
    [page('/doors/{id}'), { ...page('/doors/{id}'), name: 'shut', path: '{id}/shutting' }],
    /has the page/,
  ],
  ['a step that is no word', [{ path: '{id}/Closing' }], /'Closing' in its path/],
  ['an empty path', [{ path: '' }], /'' in its path/],
  ['the path of a row', [{ path: '{id}' }], /which is the table's own/],
  ['the path of search', [{ path: 'search' }], /which is the table's own/],
  ['a path that names no input', [{ path: '{key}/closing' }], /names 'key' in its path/],
  ['one address twice', [{}, { name: 'shut' }], /method and path of another/],
  [
    'one address under two names',
    [{}, { name: 'shut', path: '{key}/closing', input: { key: id } }],
    /of another/,
  ],
  ['one name twice', [{}, { path: '{id}/shutting' }], /is declared twice/],
  ['a name with a dash', [{ name: 'shut-it' }], /not camelCase/],
  [
    'an argument that is no input',
    [{ commands: [{ words: ['door'], arguments: ['key'] }] }],
    /'key', which is no input/,
  ],
  [
    'a word in capitals',
    [{ commands: [{ words: ['Door'], arguments: [] }] }],
    /the command word 'Door'/,
  ],
  [
    'the rest of nothing',
    [{ commands: [{ words: ['door'], arguments: [], takesRest: true }] }],
    /rest of no argument/,
  ],
  [
    'an optional argument before a required one',
    [
      {
        input: { id, why: { ...id, isOptional: true } },
        commands: [{ words: ['door'], arguments: ['why', 'id'] }],
      },
    ],
    /after an optional one/,
  ],
  [
    'one command twice',
    [
      { commands: [{ words: ['door', 'close'], arguments: [] }] },
      { name: 'shut', path: 'shutting', commands: [{ words: ['door', 'close'], arguments: [] }] },
    ],
    /has the command 'door close'/,
  ],
])('%s is a mistake', (_, offers, words) => {
  expect(() => make(...offers)).toThrow(
    expect.objectContaining({ details: expect.stringMatching(words) }),
  )
})
