// A child process: the server that one would write by hand for these two answers. Prepared statements, no
// policies, no keys, no limits.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { connections } from '../fixture.ts'

const [connectionString = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: connections })
const columns = `id, name, email, tier, credit, invoice_count as "invoiceCount", created_at as "createdAt",
  updated_at as "updatedAt"`
const one = `select ${columns} from bench_shop.clients_bare where id = $1`
const list = `select ${columns} from bench_shop.clients_bare where tenant_id = $1 order by name, id limit 20`

const server = createServer(async ({ url = '', headers }, response) => {
  const id = /^\/v1\/shop\/clients\/([0-9a-f-]{36})$/.exec(url)?.[1]
  if (id === undefined) {
    const { rows } = await pool.query({ name: 'list', text: list, values: [headers.tenant] })
    return answer(response, { data: rows, next: null })
  }
  const { rows } = await pool.query({ name: 'one', text: one, values: [id] })
  answer(response, rows[0])
})

function answer(response: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
process.on('disconnect', async () => {
  server.close()
  server.closeAllConnections()
  await pool.end()
})
