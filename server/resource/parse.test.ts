// A query string becomes part of a request value: the words alone, no database.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineModel, isAcervoError } from '../../kernel/index.ts'
import { clinic } from '../../test/support/clinic.ts'
import { addressesOf } from './address.ts'
import { parseKey, renderKey } from './key.ts'
import { type Asked, resourceParsers } from './parse.ts'
import { splitList } from './query-string.ts'

const model = defineModel([clinic])
const parsers = resourceParsers(model)
const addresses = addressesOf(model)
const visits = addresses.find('front-desk', 'visits')
const patients = addresses.find('front-desk', 'patients')
const plain = (asked: Asked) => JSON.parse(JSON.stringify(asked)) as unknown

test('every parameter is said in the words of a request', () => {
  const text =
    'filter[status][in]=WAITING,CALLED&filter[patient.name][startsWith]=A+B&filter[room][isNull]=true' +
    '&filter[startedAt][gte]=2026-01-01T00:00:00Z&filter[startedAt][lt]=2027-01-01T00:00:00Z' +
    '&sort=-startedAt,patient.name&include=patient&fields=id,status&limit=7&count=exact&q=x&live=false'
  expect(plain(parsers.list(visits, text))).toEqual({
    where: {
      status: { in: ['WAITING', 'CALLED'] },
      patient: { name: { startsWith: 'A B' } },
      room: { equals: null },
      startedAt: { gte: '2026-01-01T00:00:00Z', lt: '2027-01-01T00:00:00Z' },
    },
    orderBy: [{ startedAt: 'desc' }, { patient: { name: 'asc' } }],
    shape: { select: { id: true, status: true, patient: true } },
    take: 7,
    count: true,
    q: 'x',
    live: false,
  })
})

test('a filter that goes through another one is refused, not broken', () => {
  for (const text of [
    'filter[room]=x&filter[room.equals]=y',
    'filter[room][in]=x&filter[room.in.0]=y',
    'filter[room][isNull]=true&filter[room.equals]=y',
  ])
    expect(() => parsers.list(visits, text), text).toThrow(
      expect.objectContaining({ code: 'ACV200' }),
    )
})

test('to-many relations are bounded, whatever the URL asks', () => {
  const { shape } = parsers.row(patients, 'include=visits')
  expect(plain(parsers.row(patients, 'include=visits'))).toMatchObject({
    shape: { include: { visits: { take: 200 } } },
  })
  expect(Object.keys(shape)).toEqual(['include'])
  expect(plain(parsers.row(patients, 'fields=name,visits'))).toMatchObject({
    shape: { select: { name: true, visits: { take: 200 } } },
  })
})

test('lists inside lists are refused where they could multiply without bound', () => {
  const twice = 'include=visits.patient.visits'
  const refused = expect.objectContaining({ code: 'ACV206' })
  expect(() => parsers.list(patients, twice)).toThrow(refused)
  expect(() => parsers.list(patients, `${twice}&limit=5`)).not.toThrow()
  expect(() => parsers.row(patients, twice)).not.toThrow()
  expect(() => parsers.row(patients, `${twice}.patient.visits`)).toThrow(refused)
  expect(() => parsers.row(patients, 'fields=visits.patient.visits.patient.visits')).toThrow(
    refused,
  )
})

test('the same text is parsed once', () => {
  expect(parsers.list(visits, 'limit=3')).toBe(parsers.list(visits, 'limit=3'))
})

test('quotes keep a comma inside an item of a list', () => {
  expect(splitList('')).toEqual([])
  expect(splitList('a,b')).toEqual(['a', 'b'])
  expect(splitList('"a,b",c')).toEqual(['a,b', 'c'])
  expect(splitList('"say ""no""",""')).toEqual(['say "no"', ''])
  expect(splitList('"a",')).toEqual(['a', ''])
  for (const text of ['"a', 'a"b', '"a"b'])
    expect(() => splitList(text)).toThrow(expect.objectContaining({ code: 'ACV200' }))
})

test('a key survives its way through a path', () => {
  const beds = addresses.find('front-desk', 'beds')
  const property = fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (ward, number) => {
    const key = renderKey(beds, { ward, number }) ?? ''
    expect({ ...parseKey(beds, key) }).toEqual({ ward, number: String(number) })
  })
  fc.assert(property, { numRuns: 200 })
})

test('no query string breaks the parser: it answers or refuses with a code', () => {
  const part = fc.oneof(
    fc.constantFrom('filter[', ']', '[eq]', '=', '&', '%', '"', ',', '.', '-', 'sort', 'include'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  const property = fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
    try {
      parsers.list(visits, parts.join(''))
    } catch (error) {
      if (!isAcervoError(error)) throw error
    }
  })
  fc.assert(property, { numRuns: 500 })
})
