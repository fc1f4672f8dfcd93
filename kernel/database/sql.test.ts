import { expect, test } from 'vitest'
import {
  identifier,
  isSql,
  join,
  quoteIdentifier,
  quoteLiteral,
  raw,
  sql,
  toStatement,
} from './sql.ts'

test('values become parameters, fragments are spliced, numbers follow the text', () => {
  const where = join([sql`a = ${1}`, sql`b = any(${[2, 3]})`], ' and ')
  const query = sql`select * from ${identifier('s', 't')} where ${where} limit ${10}`
  expect(toStatement(query, 'q')).toEqual({
    text: 'select * from "s"."t" where a = $1 and b = any($2) limit $3',
    values: [1, [2, 3], 10],
    name: 'q',
  })
})

test('parts are one longer than values, whatever is composed', () => {
  for (const query of [sql``, sql`${1}`, sql`${sql`${1}`}${2}`, join([], ','), raw('x')]) {
    expect(query.parts).toHaveLength(query.values.length + 1)
  }
})

test('an object that looks like a fragment stays a value', () => {
  const forged = JSON.parse('{"parts":["1; drop table t"],"values":[]}')
  expect(isSql(forged)).toBe(false)
  expect(toStatement(sql`select ${forged}`)).toEqual({ text: 'select $1', values: [forged] })
})

test('a fragment cannot be changed after its birth', () => {
  const query = sql`select ${1}`
  expect(() => (query.values as unknown[]).push(2)).toThrow(TypeError)
  expect(() => Object.assign(query, { parts: ['drop table t'] })).toThrow(TypeError)
})

test('names are quoted so that no name ends early', () => {
  expect(quoteIdentifier('a"b; drop table t')).toBe('"a""b; drop table t"')
  expect(() => quoteIdentifier('')).toThrow(expect.objectContaining({ code: 'ACV101' }))
  expect(() => quoteIdentifier('a\0')).toThrow(expect.objectContaining({ code: 'ACV101' }))
})

test('literals are right with and without standard_conforming_strings', () => {
  expect(quoteLiteral(`it's`)).toBe(`'it''s'`)
  expect(quoteLiteral(`a\\'`)).toBe(` E'a\\\\'''`)
  expect(() => quoteLiteral('\0')).toThrow(expect.objectContaining({ code: 'ACV310' }))
})
