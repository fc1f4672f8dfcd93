import { expect, test } from 'vitest'
import { parsePlacement, placeDatabases, readPlacement } from './placement.ts'

const databases = ['sf_finance', 'sf_people', 'sm_global', 'banking']

test('an exact name wins over a glob, a longer glob over a shorter one, the rest falls back', () => {
  const placement = parsePlacement(
    JSON.stringify({
      '*': 'postgres://all/a',
      'sf_*': { run: 'postgres://sf/a', migrate: 'postgres://sf-direct/a' },
      sf_people: 'postgres://people/a',
    }),
  )
  const places = placeDatabases(databases, {}, placement)
  expect(places.get('sf_people')).toEqual({ run: 'postgres://people/a' })
  expect(places.get('sf_finance')).toEqual({
    run: 'postgres://sf/a',
    migrate: 'postgres://sf-direct/a',
  })
  expect(places.get('banking')).toEqual({ run: 'postgres://all/a' })
  expect(placeDatabases(databases, {}).get('banking')).toEqual({})
})

test('one glob gives each database a physical one of its own name, and an exact name still wins', () => {
  const placement = parsePlacement(
    JSON.stringify({
      '*': { run: 'postgres://run@db/{database}', migrate: 'postgres://admin@db/{database}' },
      sf_people: 'postgres://run@db/{database}_old',
    }),
  )
  const places = placeDatabases(databases, {}, placement)
  expect(places.get('banking')).toEqual({
    run: 'postgres://run@db/banking',
    migrate: 'postgres://admin@db/banking',
  })
  expect(places.get('sf_people')).toEqual({ run: 'postgres://run@db/sf_people_old' })
})

test.each([
  ['{', undefined],
  ['[]', '{'],
  ['{"banking": 5}', 'postgres://'],
  ['{"banking": {"runs": "x"}}', "'run'"],
  ['{"banking": {"run": 5}}', 'postgres://'],
  ['{"banking": {"migrate": "x"}}', 'run'],
])('%s is refused with the next step', (text, hint) => {
  expect(() => parsePlacement(text)).toThrow(
    expect.objectContaining({
      code: 'ACV317',
      ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
    }),
  )
})

test('a key that is no database names the nearest one', () => {
  const placement = parsePlacement('{"bankin": "postgres://a/b"}')
  expect(() => placeDatabases(databases, {}, placement)).toThrow(
    expect.objectContaining({ code: 'ACV317', hint: "Perhaps you meant 'banking'." }),
  )
})

test('a missing placement file is named', () => {
  expect(() => readPlacement('/nowhere/placement.json')).toThrow(
    expect.objectContaining({ code: 'ACV317', details: '/nowhere/placement.json' }),
  )
})
