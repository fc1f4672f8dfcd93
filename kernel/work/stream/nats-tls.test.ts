// To a NATS server whose certificate an authority of one's own has signed, and which asks for ours: over TLS or not at all.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MortalServer, startNatsServer } from '../../../test/campaigns/events/servers.ts'
import { onNats } from '../../../test/support/events/nats.ts'
import type { NatsFiles } from './nats-connection.ts'
import { openNatsLink } from './nats-connection.ts'
import { createNatsTransport } from './nats-transport.ts'

onNats(() => {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-nats-tls-'))
  const path = (name: string) => join(folder, name)
  const openssl = (...given: readonly string[]) =>
    execFileSync('openssl', given, { cwd: folder, stdio: 'ignore' })
  const sign = (name: string, authority: string): void => {
    writeFileSync(path('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost')
    openssl(
      ...'req -newkey rsa:2048 -nodes -subj'.split(' '),
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      'asked',
    )
    openssl(
      ...'x509 -req -in asked -days 1 -CAcreateserial -extfile names'.split(' '),
      '-CA',
      `${authority}.pem`,
      '-CAkey',
      `${authority}.key`,
      '-out',
      `${name}.pem`,
    )
  }
  const found = (name: string): void =>
    void openssl(
      ...'req -x509 -newkey rsa:2048 -nodes -days 1 -subj'.split(' '),
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    )
  const files: NatsFiles = {
    ca: path('ours.pem'),
    certificate: path('client.pem'),
    key: path('client.key'),
  }
  let server: MortalServer
  beforeAll(async () => {
    for (const name of ['ours', 'theirs']) found(name)
    for (const name of ['server', 'client']) sign(name, 'ours')
    sign('stranger', 'theirs')
    const given = ['--tlsverify', '--tlscacert', path('ours.pem')]
    server = await startNatsServer(
      [...given, '--tlscert', path('server.pem'), '--tlskey', path('server.key')],
      files,
    )
  }, 60_000)
  afterAll(async () => {
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const stream = { stream: 'SAFE', prefix: 'safe', duplicateWindowMs: 100 }
  const knock = async (given: NatsFiles, url = server.url): Promise<string> => {
    const link = openNatsLink({ url, files: given, ...stream })
    try {
      await link.open()
      return 'open'
    } catch (error) {
      return String(error)
    } finally {
      await link.close()
    }
  }

  test('what is published comes back, under tls:// and nats:// alike', async () => {
    for (const url of [server.url, server.url.replace('nats:', 'tls:')]) {
      const transport = createNatsTransport({ ...stream, url, files, onError: () => undefined })
      const eventId = `01920000-0000-7000-8000-${url.length.toString().padStart(12, '0')}`
      const last = await transport.last('safe.a.b.c')
      const event = { eventId, subject: 'safe.a.b.c', expected: last?.sequence ?? 0n, body: '{}' }
      expect(await transport.publish([event], AbortSignal.timeout(5_000))).toMatchObject([
        { kind: 'stored' },
      ])
      expect((await transport.last('safe.a.b.c'))?.eventId).toBe(eventId)
      await transport.close()
    }
  })

  test('an authority that is not ours, no certificate, or that of a stranger opens nothing', async () => {
    const stranger = { certificate: path('stranger.pem'), key: path('stranger.key') }
    const tries = [
      {},
      { ca: path('ours.pem') },
      { ...files, ca: path('theirs.pem') },
      { ...files, ...stranger },
    ]
    for (const one of tries) expect(await knock(one)).not.toBe('open')
    expect(await knock(files)).toBe('open')
  }, 30_000)

  test('a server without TLS is not spoken to where it was asked for', async () => {
    const plain = await startNatsServer()
    expect(await knock({ ca: path('ours.pem') }, plain.url)).toMatch(/tls/i)
    expect(await knock({}, plain.url)).toBe('open')
    await plain.close()
    expect(await knock(files, 'wss://127.0.0.1:1')).toContain('certificates are named for')
  })
})
