// Families, twins and companies: who is put together under the shipped model, and who never is.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, decideParties } from './decide.ts'
import { priorModel } from './model.ts'
import { normalise } from './normalise.ts'
import type { PartyRecord } from './party-record.ts'
import { representativeCap, representativesOf } from './representatives.ts'
import { resolveInMemory } from './resolve-in-memory.ts'

let next = 0
function record(row: Record<string, unknown>): PartyRecord {
  return { id: `r${next++}`, source: 'test', fields: normalise({ kind: 'PERSON', ...row }) }
}

const ana = {
  givenName: 'Ana',
  firstSurname: 'Urrutia',
  secondSurname: 'Salgado',
  birthDate: '1984-03-17',
  addressLine: 'C/ Mayor 12, 3º B',
  postcode: '28013',
  city: 'Madrid',
}

function together(...rows: readonly Record<string, unknown>[]): number {
  return resolveInMemory(rows.map(record), priorModel).clusters.length
}

test('one person written in two ways is one party', () => {
  expect(
    together(ana, { ...ana, secondSurname: undefined, addressLine: 'Calle Mayor, 12 3B' }),
  ).toBe(1)
  expect(together(ana, { ...ana, firstSurname: 'Salgado', secondSurname: 'Urrutia' })).toBe(1)
  expect(together(ana, { ...ana, birthDate: '1984-03-11' })).toBe(1)
})

test('siblings under one roof stay two', () => {
  expect(together(ana, { ...ana, givenName: 'Marta', birthDate: '1987-11-02' })).toBe(2)
})

test('twins stay two by their documents', () => {
  const twin = { ...ana, givenName: 'Marta' }
  const document = { documentType: 'DNI', documentCountry: 'ES' }
  const first = { ...ana, ...document, documentNumber: '12345678Z' }
  expect(together(first, { ...twin, ...document, documentNumber: '00000001R' })).toBe(2)
})

test('twins without documents are put before a person', () => {
  const twins = [record(ana), record({ ...ana, givenName: 'Marta' })]
  const { clusters, reviews } = resolveInMemory(twins, priorModel)
  expect(clusters).toHaveLength(2)
  expect(reviews.map(({ recordId }) => recordId)).toEqual([twins[1]?.id])
})

test('father and son of one name and one address stay two', () => {
  expect(together(ana, { ...ana, birthDate: '1951-09-30' })).toBe(2)
})

test('Francisco and Francisca are two', () => {
  const francisco = { ...ana, givenName: 'Francisco', birthDate: '1960-01-05' }
  expect(
    together(francisco, { ...francisco, givenName: 'Francisca', birthDate: '1963-07-21' }),
  ).toBe(2)
})

test('a company and its trade name at one address are one; another company there is not', () => {
  const vega = {
    kind: 'ORGANISATION',
    legalName: 'Distribuciones Vega SL',
    displayName: 'El Tornillo',
    addressLine: 'C/ Sol 4',
    postcode: '28013',
    phone: '911234567',
  }
  expect(together(vega, { ...vega, legalName: 'El Tornillo', displayName: undefined })).toBe(1)
  expect(
    together(vega, {
      ...vega,
      legalName: 'Gestoría Ramos',
      displayName: undefined,
      phone: '917654321',
    }),
  ).toBe(2)
})

test('a person is no company, whatever they share', () => {
  const vega = { displayName: 'Vega', phone: '911234567', email: 'vega@vega.es' }
  expect(together(vega, { ...vega, kind: 'ORGANISATION', legalName: 'Vega' })).toBe(2)
})

test('what a steward parted stays apart', () => {
  const [a, b] = [record(ana), record(ana)]
  const constraints = { cannotLink: (x: string, y: string) => x !== y }
  expect(resolveInMemory([a, b], priorModel, { constraints }).clusters).toHaveLength(2)
})

test('a record that belongs to two parties joins them, unless one forbids the other', () => {
  const document = { documentType: 'DNI', documentCountry: 'ES' }
  const one = { partyId: 'one', records: [record(ana)] }
  const two = { partyId: 'two', records: [record(ana)] }
  expect(decide(priorModel, record(ana), [one, two])).toMatchObject({
    kind: 'merge',
    partyIds: ['one', 'two'],
  })
  const z = {
    partyId: 'z',
    records: [record({ ...ana, ...document, documentNumber: '12345678Z' })],
  }
  const r = {
    partyId: 'r',
    records: [record({ ...ana, ...document, documentNumber: '00000001R' })],
  }
  expect(decide(priorModel, record(ana), [z, r])).toMatchObject({ kind: 'attach' })
  expect(decideParties(priorModel, z, r)).toEqual({ kind: 'apart' })
  const three = decide(priorModel, record(ana), [one, z, r])
  expect(three).toMatchObject({ kind: 'merge' })
  if (three.kind === 'merge') expect(three.partyIds).not.toEqual(expect.arrayContaining(['z', 'r']))
})

test('two valid and different documents never share a party, in any order, under any weights', () => {
  const numbers = ['12345678Z', '00000001R', '11111111H', undefined]
  const rows = fc.array(fc.constantFrom(...numbers), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(rows, fc.integer({ min: -40, max: 0 }), (documents, attachBits) => {
      const records = documents.map((documentNumber) =>
        record({
          ...ana,
          documentNumber,
          documentType: documentNumber && 'DNI',
          documentCountry: 'ES',
        }),
      )
      const { clusters } = resolveInMemory(records, { ...priorModel, attachBits })
      const byId = new Map(records.map((each) => [each.id, each.fields.documents?.[0]?.value]))
      for (const cluster of clusters) {
        const held = new Set(
          cluster.map((id) => byId.get(id)).filter((value) => value !== undefined),
        )
        expect(held.size).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 200 },
  )
})

test('representatives are few, hold every valid document, and do not depend on the order', () => {
  const records = Array.from({ length: 40 }, (_, at) =>
    record(at === 7 ? { documentNumber: '12345678Z' } : ana),
  )
  const chosen = representativesOf(records)
  expect(chosen).toHaveLength(representativeCap)
  expect(chosen).toContain(records[7])
  expect(representativesOf([...records].reverse())).toEqual(chosen)
})
