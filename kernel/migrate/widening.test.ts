// Only a change that keeps every value is made without asking.
import { expect, test } from 'vitest'
import { isWidening } from './widening.ts'

test.each([
  ['character varying(8)', 'character varying(20)', 'in place'],
  ['character varying(8)', 'text', 'in place'],
  ['numeric(10,2)', 'numeric(14,2)', 'in place'],
  ['numeric(10,2)', 'numeric(14,4)', 'rewrite'],
  ['integer', 'bigint', 'rewrite'],
  ['integer', 'numeric(12,2)', 'rewrite'],
  ['real', 'double precision', 'rewrite'],
  ['uuid', 'text', 'rewrite'],
  ['character varying(20)', 'character varying(8)', 'lossy'],
  ['text', 'character varying(8)', 'lossy'],
  ['numeric(10,2)', 'numeric(10,4)', 'lossy'],
  ['numeric(10,2)', 'numeric(8,2)', 'lossy'],
  ['bigint', 'integer', 'lossy'],
  ['bigint', 'double precision', 'lossy'],
  ['integer', 'numeric(10,2)', 'lossy'],
  ['text', 'uuid', 'lossy'],
] as const)('%s to %s is %s', (from, to, widening) => {
  expect(isWidening(from, to)).toBe(widening)
})
