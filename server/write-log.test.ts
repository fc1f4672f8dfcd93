// Whoever writes leaves a line with address and agent under the id that the audit keeps; whoever reads leaves none.
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { logWrites } from './write-log.ts'

test('a write is told by request id, address, agent and route, and by nothing of what it holds', async () => {
  const lines: Record<string, unknown>[] = []
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) }
  const app = fastify({ logger: { level: 'info', stream }, genReqId: () => 'request-1' })
  logWrites(app)
  app.post('/v1/:database/:table', async () => ({ secret: 'answer' }))
  app.get('/v1/:database/:table', async () => ({}))
  const headers = { 'user-agent': `Browser/1 ${'x'.repeat(500)}` }
  const url = '/v1/insurance/policies?word=secret'
  await app.inject({ method: 'POST', url, headers, payload: { secret: 'body' } })
  await app.inject({ method: 'GET', url, headers })
  await app.close()
  const told = lines.filter(({ msg }) => msg === 'a request that may write')
  expect(told).toMatchObject([
    {
      requestId: 'request-1',
      ip: '127.0.0.1',
      userAgent: headers['user-agent'].slice(0, 300),
      method: 'POST',
      route: '/v1/:database/:table',
      status: 200,
    },
  ])
  expect(JSON.stringify(told)).not.toContain('secret')
})
