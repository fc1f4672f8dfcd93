// Promises of the payload's fingerprint.
import { expect, test } from 'vitest'
import { toCanonicalJson, toDigest } from './digest.ts'

test('the order of keys says nothing, at any depth', () => {
  expect(toDigest({ a: 1, b: { d: [1, 2], c: null } })).toBe(
    toDigest({ b: { c: null, d: [1, 2] }, a: 1 }),
  )
})

test('every change of a value shows', () => {
  const given = { name: 'Ana', tags: ['x', 'y'] }
  const others = [
    { ...given, name: 'ana' },
    { ...given, tags: ['y', 'x'] },
    { ...given, name: null },
    { name: 'Ana' },
    { ...given, '': '' },
  ]
  const digests = new Set([given, ...others].map(toDigest))
  expect(digests.size).toBe(others.length + 1)
})

test('it is the SHA-256 of canonical JSON', () => {
  expect(toCanonicalJson({ b: 'ñ', a: [true, null, { y: 1, x: 2 }] })).toBe(
    '{"a":[true,null,{"x":2,"y":1}],"b":"ñ"}',
  )
  // printf '{"a":1}' | sha256sum
  expect(toDigest({ a: 1 })).toBe(
    '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
  )
})
