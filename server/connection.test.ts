// Clients that leave, dawdle or repeat themselves on one connection.
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createKey } from '../kernel/identity/index.ts'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine, onPostgres } from '../test/support/database.ts'

let server: TestServer
let port: number

beforeAll(async () => {
  server = await openTestServer({
    limits: { receiveTimeoutMs: 300, headersTimeoutMs: 200, bulkBytesMax: 100 },
  })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  port = (server.app.server.address() as { port: number }).port
})
afterAll(() => server.close())

const head = (method: string, path: string, key: string, more = '') =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n${more}\r\n`

/** Sends texts one after the other, each when the answer to the one before has come. */
async function talk(
  texts: readonly string[],
  isWhole: RegExp,
  to: number = port,
): Promise<string[]> {
  const socket = connect(to, '127.0.0.1')
  const answers: string[] = []
  for (const text of texts) {
    const answer = Promise.withResolvers<string>()
    let received = ''
    const onData = (chunk: Buffer) => {
      received += chunk
      if (isWhole.test(received)) answer.resolve(received)
    }
    socket.on('data', onData)
    socket.once('close', () => answer.resolve(received))
    socket.write(text)
    answers.push(await answer.promise)
    socket.off('data', onData)
  }
  socket.destroy()
  return answers
}

onEachEngine(() => {
  test('a body that does not arrive in time ends the request', async () => {
    const more = 'content-type: application/json\r\ncontent-length: 100\r\n'
    const slow = head('POST', '/v1/front-desk/patients', server.key, more)
    const [answer = ''] = await talk([`${slow}{"name":`], /\}$/)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('application/problem+json')
  })

  test('a bulk body of unknown length is refused at its bound, and its rest is let go', async () => {
    const more = 'content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n'
    const chunk = `3c\r\n${'x'.repeat(60)}\r\n`
    const bulk = head('POST', '/v1/front-desk/beds', server.key, more)
    const rest = `${chunk.repeat(5_000)}0\r\n\r\n`
    const next = head('GET', '/v1/front-desk/beds', server.key)
    // As patient as a server is: a busy machine would be taken for a slow sender.
    const patient = server.beside({ limits: { bulkBytesMax: 100 } })
    await patient.listen({ host: '127.0.0.1', port: 0 })
    const { port: at } = patient.server.address() as { port: number }
    const texts = [`${bulk}${chunk}${chunk}`, `${rest}${next}`]
    const [refused, read] = await talk(texts, /\}$/, at)
    expect(refused).toMatch(/^HTTP\/1\.1 413 /)
    expect(refused).toContain('ACV603')
    expect(read).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('a bulk body that comes by drops is refused, and gives its place free', async () => {
    const slow = await openTestServer({ limits: { bulkPaceMs: 50, refusedBodyTimeoutMs: 50 } })
    await slow.app.listen({ host: '127.0.0.1', port: 0 })
    const address = slow.app.server.address() as { port: number }
    const more = 'content-type: application/x-ndjson\r\ncontent-length: 1000\r\n'
    const socket = connect(address.port, '127.0.0.1')
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    let told = ''
    socket.on('data', (chunk) => {
      told += chunk
    })
    socket.write(`${head('POST', '/v1/front-desk/beds', slow.key, more)}{"ward":`)
    await ended
    expect(told).toMatch(/^HTTP\/1\.1 408 /)
    expect(told).toContain('ACV643')
    await slow.close()
  })

  test('whoever is refused sends the rest of the body soon, or is cut off', async () => {
    const quick = await openTestServer({ limits: { refusedBodyTimeoutMs: 50 } })
    await quick.app.listen({ host: '127.0.0.1', port: 0 })
    const address = quick.app.server.address() as { port: number }
    const more = 'content-type: application/json\r\ncontent-length: 1000\r\n'
    const socket = connect(address.port, '127.0.0.1')
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    let told = ''
    socket.on('data', (chunk) => {
      told += chunk
    })
    socket.write(`${head('POST', '/v1/front-desk/beds', 'nonsense', more)}{"ward":`)
    await ended
    expect(told).toMatch(/^HTTP\/1\.1 401 /)
    await quick.close()
  })

  test('a connection that was let in once is asked for its key again', async () => {
    const path = '/v1/front-desk/beds'
    const answers = await talk(
      [
        head('GET', path, server.key),
        head('GET', path, createKey().text),
        head('GET', path, server.key, 'acervo-claims: tenant\r\n'),
        head('GET', path, server.key),
      ],
      /\}$/,
    )
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['200', '401', '400', '200'])
  })
})

test('a client that never ends its request does not hold a closing server', async () => {
  const closing = await openTestServer({
    limits: { closeGraceMs: 50, headersTimeoutMs: 120_000, receiveTimeoutMs: 120_000 },
  })
  await closing.app.listen({ host: '127.0.0.1', port: 0 })
  const address = closing.app.server.address() as { port: number }
  const socket = connect(address.port, '127.0.0.1')
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  const connected = new Promise<void>((resolve) =>
    closing.app.server.once('connection', () => resolve()),
  )
  socket.write('GET / HTTP/1.1\r\nhost:')
  await connected
  await closing.close()
  await ended
})

onPostgres(() => {
  test('a query ends when its client leaves', async () => {
    const made = await server.ask('POST', '/v1/front-desk/patients', { name: 'Leaver' })
    const waiting = async () =>
      (
        await server.platform.query(
          `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rows[0]?.[0]
    let left: Socket | undefined
    await server.platform.db.transaction(['frontDesk'], async (tx) => {
      await tx.frontDesk.patient.update({ where: { id: made.json.id }, data: { name: 'Held' } })
      const body = '{"name":"Late"}'
      const more = `content-type: application/json\r\ncontent-length: ${body.length}\r\n`
      const path = `/v1/front-desk/patients/${made.json.id}`
      left = connect(port, '127.0.0.1')
      left.write(`${head('PATCH', path, server.key, more)}${body}`)
      await vi.waitFor(async () => expect(await waiting()).toBe('1'))
      left.destroy()
      await vi.waitFor(async () => expect(await waiting()).toBe('0'))
    })
    const read = await server.ask('GET', `/v1/front-desk/patients/${made.json.id}`)
    expect(read.json.name).toBe('Held')
  })
})
