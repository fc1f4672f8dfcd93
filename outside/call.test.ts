// A call to another server goes where it may and nowhere else, whatever the URL, the name's addresses and the other
// side say.
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPrivateAddress, isPublicAddress } from './address.ts'
import { createCaller } from './call.ts'

const refused = expect.objectContaining({ code: 'ACV640' })
const failed = expect.objectContaining({ code: 'ACV641' })

let server: Server
let port: number
const asked: { path: string; headers: Readonly<Record<string, unknown>> }[] = []

const answers: Readonly<Record<string, RequestListener>> = {
  '/plain': (_, reply) => reply.setHeader('x-told', 'yes').end('hello'),
  '/metadata': (_, reply) =>
    reply.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/away': (_, reply) =>
    reply.writeHead(302, { location: `http://second.test:${port}/plain` }).end(),
  '/loop': (_, reply) => reply.writeHead(302, { location: '/loop' }).end(),
  '/endless': (_, reply) => {
    const write = () => {
      while (reply.write(Buffer.alloc(65_536))) if (reply.destroyed) return
      reply.once('drain', write)
    }
    write()
  },
  '/silent': () => {},
  '/half': (_, reply) => {
    reply.write('half')
  },
  '/none': (_, reply) => reply.writeHead(204).end(),
  '/echo': (request, reply) => request.pipe(reply),
}

beforeAll(async () => {
  server = createServer((request, reply) => {
    asked.push({ path: request.url ?? '', headers: request.headers })
    answers[request.url ?? '']?.(request, reply)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Names that no resolver knows but this one: what is connected to can only be what was checked. */
const names: Readonly<Record<string, readonly string[]>> = {
  'first.test': ['127.0.0.1'],
  'second.test': ['127.0.0.1'],
  'public.test': ['93.184.216.34'],
  'inside.test': ['10.1.2.3'],
  'mixed.test': ['93.184.216.34', '169.254.169.254'],
  'metadata.test': ['169.254.169.254'],
  'six.test': ['fd00:ec2::254'],
}
let lookups = 0
const resolve = async (host: string) => {
  lookups++
  const addresses = names[host]
  if (addresses === undefined) throw new Error('ENOTFOUND')
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const caller = () =>
  createCaller({ resolve, hosts: ['first.test', 'metadata.test', 'six.test', 'nowhere.test'] })
const at = (path: string, host = 'first.test') => `http://${host}:${port}${path}`

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '168.63.129.16',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:a9fe:a9fe',
  '::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:a9fe:a9fe::1',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '',
  'example.com',
  '127.1',
])('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is a public address',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

test('what the operator may open is private and no metadata service', () => {
  for (const address of ['127.0.0.1', '10.0.0.1', '192.168.0.1', '100.64.0.1', '::1', 'fd12::1'])
    expect([address, isPrivateAddress(address)]).toEqual([address, true])
  for (const address of [
    '169.254.169.254',
    '100.100.100.200',
    'fd00:ec2::254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '224.0.0.1',
  ])
    expect([address, isPrivateAddress(address)]).toEqual([address, false])
})

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'https://169.254.169.254/',
  'https://[::ffff:169.254.169.254]/',
  'https://[::1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://0251.0376.0251.0376/',
  'https://127.1/',
  'https://0/',
  'https://localhost./',
  'https://①②⑦.0.0.1/',
  'https://metadata.test/',
  'http://metadata.test/',
  'http://six.test/',
  'https://inside.test/',
  'https://mixed.test/',
  'https://unknown.test/',
  'http://public.test/',
  'https://public.test:8443/',
  'https://user:secret@public.test/',
  'ftp://first.test/',
  'file:///etc/passwd',
  'gopher://first.test/',
  'data:text/plain,x',
  '//first.test/',
  'not a url',
  '',
  `https://public.test/${'x'.repeat(5_000)}`,
])('%s may not be called', async (url) => {
  const before = asked.length
  await expect(caller()(url)).rejects.toEqual(refused)
  expect(asked.length).toBe(before)
})

test('a name inside the own network is refused in the words of a name that does not exist', async () => {
  const wordsOf = (host: string) =>
    caller()(`https://${host}/`).then(
      () => '',
      (error: Error) => JSON.stringify(error).replaceAll(host, 'it'),
    )
  expect(await wordsOf('inside.test')).toBe(await wordsOf('unknown.test'))
  expect(await wordsOf('inside.test')).not.toContain('10.1.2.3')
})

test('credentials in a URL do not come back in the refusal', async () => {
  const error = await caller()('https://user:canary-1@public.test/').catch((it: unknown) => it)
  expect(error).toEqual(refused)
  expect(JSON.stringify(error)).not.toContain('canary-1')
})

test('a host that the operator named is called, at the address that was checked and asked for once', async () => {
  const before = lookups
  const answer = await caller()(at('/plain'), { headers: { authorization: 'Bearer x' } })
  expect([answer.status, answer.headers.get('x-told'), await answer.text()]).toEqual([
    200,
    'yes',
    'hello',
  ])
  expect(lookups - before).toBe(1)
  expect(asked.at(-1)?.headers).toMatchObject({
    host: `first.test:${port}`,
    authorization: 'Bearer x',
    'user-agent': 'acervo',
  })
})

test('a host and port are named together or the host alone', async () => {
  const call = createCaller({ resolve, hosts: [`first.test:${port}`] })
  expect((await call(at('/none'))).status).toBe(204)
  await expect(call('http://first.test:1/')).rejects.toEqual(refused)
})

test('a body is sent, and given headers never name another host', async () => {
  const answer = await caller()(at('/echo'), {
    method: 'POST',
    body: 'text',
    headers: { host: 'evil.test' },
  })
  expect(await answer.text()).toBe('text')
  expect(asked.at(-1)?.headers.host).toBe(`first.test:${port}`)
  await expect(caller()(at('/echo'), { headers: { a: 'b\r\nc: d' } })).rejects.toEqual(failed)
})

test('a redirect is answered as it is, and followed only where that may be called', async () => {
  expect((await caller()(at('/metadata'))).status).toBe(302)
  await expect(caller()(at('/metadata'), { redirect: 'follow' })).rejects.toEqual(refused)
  await expect(caller()(at('/away'), { redirect: 'follow' })).rejects.toEqual(refused)
  await expect(caller()(at('/loop'), { redirect: 'follow' })).rejects.toEqual(failed)
})

test('a redirect to another host takes no credentials along', async () => {
  const call = createCaller({ resolve, hosts: ['first.test', 'second.test'] })
  const headers = { Authorization: 'Bearer x', cookie: 'a=b', accept: 'text/plain' }
  const answer = await call(at('/away'), { redirect: 'follow', headers })
  expect(await answer.text()).toBe('hello')
  expect(asked.at(-1)?.headers).toMatchObject({ accept: 'text/plain' })
  expect(asked.at(-1)?.headers).not.toHaveProperty('authorization')
  expect(asked.at(-1)?.headers).not.toHaveProperty('cookie')
})

test('an answer that is too large, too late or half is an error', async () => {
  const large = await caller()(at('/endless'), { bytesMax: 100_000 })
  await expect(large.text()).rejects.toThrow('more than 100000 bytes')
  await expect(caller()(at('/silent'), { timeoutMs: 50 })).rejects.toEqual(failed)
  const half = await caller()(at('/half'), { timeoutMs: 50 })
  await expect(half.text()).rejects.toEqual(failed)
  const controller = new AbortController()
  const left = caller()(at('/silent'), { signal: controller.signal })
  controller.abort()
  await expect(left).rejects.toEqual(failed)
})

test('a name that is never resolved does not hold the call', async () => {
  const call = createCaller({ hosts: ['first.test'], resolve: () => new Promise(() => {}) })
  await expect(call(at('/plain'), { timeoutMs: 20 })).rejects.toEqual(failed)
})
