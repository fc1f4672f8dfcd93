import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigningKey, readSigningKey } from './signing-key.ts'

let directory: string
const path = () => join(directory, 'key.pem')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'acervo-signing-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('it is made once, for its owner alone', () => {
  expect(readSigningKey(directory)).toBeUndefined()
  const made = openSigningKey(directory)
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(openSigningKey(directory).publicKey).toEqual(made.publicKey)
})

test('one that others may read, or that is none, is refused without showing it', () => {
  openSigningKey(directory)
  chmodSync(path(), 0o644)
  expect(() => openSigningKey(directory)).toThrow(
    expect.objectContaining({ code: 'ACV344', details: expect.stringContaining('644') }),
  )
  chmodSync(path(), 0o600)
  writeFileSync(path(), 'canary')
  const refusal = expect.objectContaining({
    code: 'ACV344',
    details: expect.not.stringContaining('canary'),
  })
  expect(() => openSigningKey(directory)).toThrow(refusal)
})
