// GnuPG seals where its user asks for it, opens with the keys of its user alone, and finds what was changed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toOpener, toSealer } from './sealing.ts'

const isThere = spawnSync('gpg', ['--version']).status === 0

async function* chunked(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

// It asks no database: once is enough.
describe.skipIf(!isThere)('gpg', () => {
  const home = mkdtempSync(join(tmpdir(), 'acervo-gpg-'))
  const before = process.env.GNUPGHOME
  beforeAll(() => {
    process.env.GNUPGHOME = home
    const words = ['--batch', '--passphrase', '', '--quick-generate-key', 'backup@acervo.test']
    expect(spawnSync('gpg', words).status).toBe(0)
  }, 60_000)
  afterAll(() => {
    spawnSync('gpgconf', ['--kill', 'all'])
    if (before === undefined) delete process.env.GNUPGHOME
    else process.env.GNUPGHOME = before
    rmSync(home, { recursive: true, force: true })
  })
  const sealed = { by: 'gpg', recipients: [] } as const

  test('what it seals comes back, and a changed byte does not', async () => {
    const plain = Buffer.alloc(300_000, 'rows\n')
    const sealer = await toSealer(['gpg:backup@acervo.test'])
    const bytes = await collect(sealer.seal(chunked(plain)))
    expect(bytes.includes('rows')).toBe(false)
    const opener = await toOpener([])
    expect((await collect(opener.open(chunked(bytes), sealed))).equals(plain)).toBe(true)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4
    await expect(collect(opener.open(chunked(bytes), sealed))).rejects.toMatchObject({
      code: 'ACV423',
    })
  }, 60_000)

  test('without the key of the recipient nothing is sealed', async () => {
    const sealer = await toSealer(['gpg:nobody@acervo.test'])
    await expect(collect(sealer.seal(chunked(Buffer.from('x'))))).rejects.toMatchObject({
      code: 'ACV423',
      details: expect.stringContaining('nobody@acervo.test'),
    })
  }, 60_000)
})
