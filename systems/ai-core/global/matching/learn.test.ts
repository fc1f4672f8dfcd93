// Learning on made people: weights come out in order, the same each time, and nonsense is refused.
import { expect, test } from 'vitest'
import { learn } from './learn.ts'
import { priorModel } from './model.ts'
import { normalise } from './normalise.ts'
import type { PartyRecord } from './party-record.ts'
import { ImplausibleModel, refuseImplausible } from './plausible.ts'
import { seededRandom } from './random.ts'
import { resolveInMemory } from './resolve-in-memory.ts'

const given = 'Ana Luis Marta Pedro Elena Jorge Lucía Pablo Sara Hugo Irene Mario'.split(' ')
const surnames =
  'García López Ruiz Sanz Vega Mora Gil Prieto Salas Rubio Campos Nieto Bravo Rojas'.split(' ')
const towns = 'Madrid Toledo Ávila Soria Burgos Cuenca'.split(' ')

/** `people` people with two records each, the second one with a mistyped date or no town. */
function makeRecords(people: number): readonly PartyRecord[] {
  const random = seededRandom(7)
  const one = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? ''
  return Array.from({ length: people }, (_, at) => {
    const year = 1930 + Math.floor(random() * 80)
    const day = 10 + Math.floor(random() * 18)
    const row = {
      kind: 'PERSON',
      givenName: one(given),
      firstSurname: one(surnames),
      secondSurname: one(surnames),
      birthDate: `${year}-0${1 + Math.floor(random() * 9)}-${day}`,
      city: one(towns),
    }
    const again =
      random() < 0.3
        ? { ...row, city: undefined }
        : { ...row, birthDate: row.birthDate.replace(/\d$/, '9') }
    return [row, again].map((fields, copy) => ({
      id: `${at}-${copy}`,
      source: 'test',
      fields: normalise(fields),
    }))
  }).flat()
}

const records = makeRecords(400)
const model = learn(records, { randomPairs: 50_000 })

test('what is learned finds the pairs that were made', () => {
  const { clusters } = resolveInMemory(records, model)
  const right = clusters.filter(
    ([a, b, ...rest]) => rest.length === 0 && a?.split('-')[0] === b?.split('-')[0],
  )
  expect(right.length).toBeGreaterThan(380)
})

test('the same records give the same model, and it survives JSON', () => {
  expect(learn(records, { randomPairs: 50_000 })).toEqual(model)
  expect(JSON.parse(JSON.stringify(model))).toEqual(model)
})

test('the order of arrival moves next to nothing', () => {
  const shuffled = [...records].sort((a, b) =>
    a.id.split('').reverse().join('') < b.id.split('').reverse().join('') ? -1 : 1,
  )
  const sorted = (clusters: readonly (readonly string[])[]) =>
    new Set(clusters.map((ids) => [...ids].sort().join()))
  const there = sorted(resolveInMemory(records, model).clusters)
  const back = sorted(resolveInMemory(shuffled, model).clusters)
  expect([...there].filter((ids) => !back.has(ids)).length).toBeLessThan(0.02 * there.size)
})

test('full agreement weighs most and total disagreement weighs against, by what is shipped and what is learned', () => {
  for (const { comparisons } of [priorModel, model]) {
    for (const { name, bits } of comparisons) {
      expect(bits[0], name).toBe(0)
      expect(bits[1], name).toBeGreaterThan(0)
      expect(Math.min(...bits), name).toBeLessThan(0)
    }
  }
})

test('too few records and models that make no sense are refused', () => {
  expect(() => learn(records.slice(0, 50))).toThrow(ImplausibleModel)
  const turned = priorModel.comparisons.map(({ name, bits }) => ({
    name,
    bits: bits.map((bit) => -bit),
  }))
  expect(() => refuseImplausible({ ...priorModel, comparisons: turned })).toThrow(/speaks against/)
  expect(() => refuseImplausible({ ...priorModel, priorBits: 1 })).toThrow(ImplausibleModel)
  const flat = priorModel.comparisons.map(({ name }) => ({ name, bits: [0, 1, 1, 1] }))
  expect(() => refuseImplausible({ ...priorModel, comparisons: flat })).toThrow(/no less/)
})

test('records that are all the same teach nothing and are refused', () => {
  const same = Array.from({ length: 200 }, (_, at) => ({ ...records[0]!, id: `${at}` }))
  expect(() => learn(same)).toThrow(ImplausibleModel)
})
