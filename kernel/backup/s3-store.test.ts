// A bucket keeps backups as a folder does: whole or not at all, in any size, through faults that pass; and what it
// refuses is told without a word of the key.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openS3Server } from '../../test/support/s3-server.ts'
import { makeSmallBackup } from '../../test/support/small-backup.ts'
import { damages } from '../../test/support/store-damage.ts'
import { AcervoError } from '../errors/index.ts'
import { toBytes, toChunks } from './backup-file.ts'
import { listBackups } from './list.ts'
import type { S3CallInit } from './s3-objects.ts'
import { openS3Store, type S3StoreOptions } from './s3-store.ts'
import { verifyBackup } from './verify.ts'

let server: Awaited<ReturnType<typeof openS3Server>>
beforeAll(async () => {
  server = await openS3Server()
})
afterAll(() => server?.close())

const open = (wish: Partial<S3StoreOptions> = {}) => openS3Store({ ...server.options, ...wish })
const code = (error: { code?: string }) => error.code
const backup = (hour: number) => `20261122T${String(hour).padStart(2, '0')}0000Z-test-00aa11`

/** `fault` sees each call first: what it answers, or throws, stands for the server's word. */
function through(
  fault: (method: string, url: URL, tried: number) => Response | 'lost' | undefined,
) {
  const calls: string[] = []
  const call = async (url: string, init: S3CallInit) => {
    calls.push(`${init.method} ${new URL(url).search}`)
    const said = fault(init.method, new URL(url), calls.length)
    if (said instanceof Response) return said
    const answer = await server.options.call(url, init)
    if (said === undefined) return answer
    await answer.arrayBuffer()
    throw new AcervoError('ACV641', 'the call to another server failed: it ended early')
  }
  return { calls, store: open({ call }) }
}

test('a backup in a bucket is listed, read, verified and removed, what makes it whole first', async () => {
  const store = open()
  const { name } = await makeSmallBackup(store, { takenAt: new Date('2026-11-22T01:00:00Z') })
  expect(await store.list()).toEqual([name])
  expect(await store.files(name)).toEqual(['SHA256SUMS', 'data/a.copy.gz', 'manifest.json'])
  expect(await listBackups(store)).toMatchObject([{ name, state: 'whole' }])
  expect(await verifyBackup({ store, name })).toMatchObject({ ok: true })
  expect(await toBytes(store.read(name, 'nothing')).catch(code)).toBe('ACV421')
  expect(() => store.read(name, '../key')).toThrow(/no path of a backup/)
  const { store: slow, calls } = through(() => undefined)
  await slow.remove(name)
  expect(calls.map((one) => one.split(' ')[0])).toEqual(['GET', 'DELETE', 'DELETE', 'DELETE'])
  expect(await store.list()).toEqual([])
})

test('every damage to a backup in a bucket is found', async () => {
  const store = open()
  const { name } = await makeSmallBackup(store, { takenAt: new Date('2026-11-22T02:00:00Z') })
  for (const { what, make, undo } of await damages(store, name, 30, 7)) {
    await make()
    const found = await verifyBackup({ store, name }).catch(code)
    expect(found === 'ACV420' || (found as { ok: boolean }).ok === false, what).toBe(true)
    await undo()
  }
  expect(await verifyBackup({ store, name })).toMatchObject({ ok: true })
  await store.remove(name)
})

test('a large file goes up and comes down in parts; one whose writer fails is not there', async () => {
  const store = open()
  const bytes = Buffer.alloc(20_000_000)
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at)
  async function* chunks(end = bytes.length) {
    for (let at = 0; at < end; at += 3_000_000) yield bytes.subarray(at, at + 3_000_000)
    if (end < bytes.length) throw new AcervoError('ACV308', 'ended')
  }
  await store.write(backup(3), 'data/large', chunks())
  expect((await toBytes(store.read(backup(3), 'data/large'))).equals(bytes)).toBe(true)
  expect(await store.write(backup(4), 'data/large', chunks(19_000_000)).catch(code)).toBe('ACV308')
  expect(await store.files(backup(4))).toEqual([])
  // The completion's answer is lost: the next try finds that it had ended.
  let completed = 0
  const lost = through((method, url) => {
    if (method !== 'POST' || !url.searchParams.has('uploadId')) return undefined
    const none = '<Error><Code>NoSuchUpload</Code></Error>'
    return completed++ === 0 ? 'lost' : new Response(none, { status: 404 })
  })
  await lost.store.write(backup(5), 'data/large', chunks())
  expect(completed).toBe(2)
  expect(await store.files(backup(5))).toEqual(['data/large'])
  // Another object under the same name while it is read is no part of the first.
  const changing = store.read(backup(5), 'data/large')[Symbol.asyncIterator]()
  await changing.next()
  await store.write(backup(5), 'data/large', toChunks('x'.repeat(18_000_000)))
  expect(await changing.next().catch(code)).toBe('ACV421')
  for (const hour of [3, 5]) await store.remove(backup(hour))
}, 60_000)

// The server of these tests cannot answer a list in pages: these are Amazon's words.
test('lists go on where one answer does not hold all', async () => {
  const page = (keys: readonly string[], next?: string) => {
    const more = `<IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}`
    const told = keys.map((key) => `<Contents><Key>acervo/${backup(6)}/${key}</Key></Contents>`)
    return new Response(`<ListBucketResult>${more}${told.join('')}</ListBucketResult>`)
  }
  const { store } = through((_, url) => {
    const token = url.searchParams.get('continuation-token')
    if (token === null) return page(['b', 'a'], '1a+/=')
    return token === '1a+/=' ? page(['d/e'], '2') : page(['c'])
  })
  expect(await store.files(backup(6))).toEqual(['a', 'b', 'c', 'd/e'])
})

test('faults that pass are tried again, five times in all; what is refused is not', async () => {
  const busy = () => new Response('<Error><Code>SlowDown</Code></Error>', { status: 503 })
  const flaky = through((_, __, tried) => (tried === 1 ? busy() : tried === 2 ? 'lost' : undefined))
  expect(await flaky.store.list()).toEqual([])
  expect(flaky.calls).toHaveLength(3)
  const dead = through(busy)
  const error = await dead.store.list().catch((one: AcervoError) => one)
  expect(error).toMatchObject({ code: 'ACV427', details: expect.stringContaining('503 SlowDown') })
  expect(dead.calls).toHaveLength(5)
  const away = through(() => 'lost')
  expect(await away.store.list().catch(code)).toBe('ACV427')
  const forbidden = through(() => new Response('<Error><Code>No</Code></Error>', { status: 403 }))
  expect(await forbidden.store.list().catch(code)).toBe('ACV427')
  expect(forbidden.calls).toHaveLength(1)
})

test('a wrong key, and a bucket that is not there, are told without a word of the key', async () => {
  const words = async (wish: Partial<S3StoreOptions>) => {
    const error = await open(wish)
      .list()
      .catch((one: AcervoError) => one)
    expect(error).toMatchObject({ code: 'ACV427', message: 'the store refuses' })
    return JSON.stringify(error) + String((error as Error).stack)
  }
  expect(await words({ secret: 'canary-secret' })).toContain('403 SignatureDoesNotMatch')
  expect(await words({ keyId: 'canary-id', secret: 'canary-secret' })).not.toContain('canary')
  expect(await words({ bucket: 'nowhere' })).toContain('404 NoSuchBucket')
})
