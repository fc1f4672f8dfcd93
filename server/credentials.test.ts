// The file of keys: made once, private, and never half written.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { createKey, digestOf, idOf, maskKey } from '../kernel/identity/index.ts'
import { openCredentials } from './credentials.ts'

const emptyDirectory = () => join(mkdtempSync(join(tmpdir(), 'acervo-keys-')), 'data')

test('the first start makes one administrator key that only its owner may read', () => {
  const directory = emptyDirectory()
  const first = openCredentials(directory)
  expect(first.created).toBe(true)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  expect(statSync(first.path).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory)).toEqual(['credentials.json'])
  const [stored] = JSON.parse(readFileSync(first.path, 'utf8')).keys
  expect(stored.sha256).toBe(digestOf(stored.key).toString('hex'))
  const second = openCredentials(directory)
  expect(second.created).toBe(false)
  expect(second.keys).toEqual(first.keys)
  expect(second.cursorSecret).toEqual(first.cursorSecret)
})

test('of several first starts at once one wins and all agree', async () => {
  const directory = emptyDirectory()
  const code = `
    import { parentPort } from 'node:worker_threads'
    const { openCredentials } = await import(${JSON.stringify(new URL('./credentials.ts', import.meta.url).href)})
    const { created, keys } = openCredentials(${JSON.stringify(directory)})
    parentPort.postMessage({ created, ids: [...keys.keys()] })`
  const answers = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise<{ created: boolean; ids: string[] }>((resolve, reject) => {
          const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`))
          worker.once('message', resolve)
          worker.once('error', reject)
        }),
    ),
  )
  expect(answers.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(answers.map(({ ids }) => ids.join())).size).toBe(1)
  expect(readdirSync(directory)).toEqual(['credentials.json'])
})

test('a file that others may read, or that is malformed, is refused without showing it', () => {
  const { path } = openCredentials(emptyDirectory())
  const directory = join(path, '..')
  const content = readFileSync(path, 'utf8')
  chmodSync(path, 0o640)
  expect(() => openCredentials(directory)).toThrow(/read by others/)
  chmodSync(path, 0o600)
  const secret = JSON.parse(content).keys[0].key as string
  for (const broken of [
    '',
    '[]',
    content.slice(0, -20),
    content.replace('"version": 1', '"version": 2'),
  ]) {
    writeFileSync(path, broken)
    const error = refusalOf(() => openCredentials(directory))
    expect(error).toMatchObject({ code: 'ACV606' })
    expect(JSON.stringify(error)).not.toContain(secret)
  }
  writeFileSync(path, content.replace(/"key": "[^"]*",/, ''))
  expect(openCredentials(directory).keys.size).toBe(1)
})

test('a key with a typing mistake is no key, and a masked one shows its id alone', () => {
  const { text, id } = createKey()
  expect(text).toMatch(/^acervo_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9a-f]{8}$/)
  expect(idOf(text)).toBe(id)
  for (const at of [13, 25, 60, text.length - 1]) {
    const other = text[at] === 'a' ? 'b' : 'a'
    expect(idOf(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
  }
  expect(maskKey(text)).toBe(`acervo_live_${id}_…`)
})

function refusalOf(body: () => unknown): unknown {
  try {
    return body()
  } catch (error) {
    return error
  }
}
