import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKeyFile, openKeysInMemory } from './key-file.ts'

const secret = new Uint8Array(32).fill(7)
const other = (error: { code?: string }) => error.code

describe('the key file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acervo-keys-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is made once, for its owner alone', async () => {
    const path = join(folder, 'new', 'keys.json')
    expect((await openKeyFile(path)).wasMade).toBe(true)
    const text = await readFile(path, 'utf8')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await openKeyFile(path)).wasMade).toBe(false)
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  test('two processes that start at once have the same key', async () => {
    const path = join(folder, 'race.json')
    const [a, b] = await Promise.all([openKeyFile(path), openKeyFile(path)])
    expect(await a.unwrap(await b.wrap(secret, 'c'), 'c')).toEqual(Buffer.from(secret))
  })

  test('a rotation adds a key, keeps the old one, and other processes find it', async () => {
    const path = join(folder, 'rotated.json')
    const [running, operator] = [await openKeyFile(path), await openKeyFile(path)]
    const before = await running.wrap(secret, 'c')
    const born = await operator.rotate()
    expect([await operator.current(), before.kek === born]).toEqual([born, false])
    const after = await operator.wrap(secret, 'c')
    expect(await running.unwrap(after, 'c')).toEqual(Buffer.from(secret))
    expect(await operator.unwrap(before, 'c')).toEqual(Buffer.from(secret))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('a file that others may read, is cut or is something else is refused without showing it', async () => {
    const path = join(folder, 'bad.json')
    await openKeyFile(path)
    await chmod(path, 0o644)
    expect(await openKeyFile(path).catch(other)).toBe('ACV334')
    await chmod(path, 0o600)
    await writeFile(path, '{"format":1,"keys":{"a":{"key":"c2VjcmV0"}},"current":"a"}')
    const error = await openKeyFile(path).catch((thrown) => thrown)
    expect(error.code).toBe('ACV334')
    expect(JSON.stringify(error)).not.toContain('c2VjcmV0')
  })

  test('a key that it does not hold is told by name', async () => {
    const keys = await openKeyFile(join(folder, 'new', 'keys.json'))
    const wrapped = { kek: 'kek-of-another-file', bytes: new Uint8Array(60) }
    expect(await keys.unwrap(wrapped, 'c').catch(other)).toBe('ACV331')
  })

  test('what was buried is read back, also by who comes later', async () => {
    const path = join(folder, 'graves.json')
    const keys = await openKeyFile(path)
    expect(await keys.tombstones()).toEqual([])
    await keys.bury({ subject: 'a', at: '2026-11-21T00:00:00.000Z' })
    await keys.bury({ subject: 'b', at: '2026-11-21T00:00:01.000Z' })
    expect((await (await openKeyFile(path)).tombstones()).map(({ subject }) => subject)).toEqual([
      'a',
      'b',
    ])
  })

  test('keys in memory do the same without a file', async () => {
    const keys = openKeysInMemory()
    const before = await keys.wrap(secret, 'c')
    await keys.rotate()
    expect(await keys.unwrap(before, 'c')).toEqual(Buffer.from(secret))
    expect(await keys.unwrap(before, 'd').catch(other)).toBe('ACV330')
  })
})
