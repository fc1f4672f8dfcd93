// Which reads are of a moment: one row by its key, and nothing beside it.
import { expect, test } from 'vitest'
import { press } from '../../test/support/query/press.ts'
import { plan } from './plan.ts'
import type { Request } from './request.ts'

const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'
const isBrief = (request: Omit<Request, 'database' | 'table'>) =>
  plan(press, { database: 'press', table: 'book', ...request }).brief

test('one row by its key is, whatever columns of it are asked for', () => {
  expect(isBrief({ verb: 'findUnique', where: { id } })).toBe(true)
  expect(isBrief({ verb: 'findUnique', where: { id }, select: { title: true } })).toBe(true)
})

test('what follows a relation, looks for rows or writes is not', () => {
  expect(isBrief({ verb: 'findUnique', where: { id }, include: { author: true } })).toBe(false)
  expect(isBrief({ verb: 'findUnique', where: { id }, select: { author: true } })).toBe(false)
  expect(isBrief({ verb: 'findFirst', where: { id } })).toBe(false)
  expect(isBrief({ verb: 'findMany', where: { id } })).toBe(false)
  expect(isBrief({ verb: 'delete', where: { id } })).toBe(false)
})
