// Through PgBouncer in transaction mode: contexts of many requests on few server connections, with errors
// thrown in, and never a foreign value.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  nobody,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../../test/support/database/database.ts'
import type { PostgresTarget } from './target.ts'

const program = '/usr/sbin/pgbouncer'
const requests = 10_000

onPostgres(() => {
  describe('behind PgBouncer', () => {
    let database: TestDatabase
    let pooler: ChildProcess
    let folder: string
    let target: PostgresTarget

    beforeAll(async () => {
      database = await openTestDatabase('postgres')
      folder = mkdtempSync(join(tmpdir(), 'acervo-pgbouncer-'))
      const port = await freePort()
      pooler = await startPooler(folder, port, new URL(database.run))
      const address = { host: '127.0.0.1', port }
      target = await database.open('pgbouncer=true&connection_limit=16', address)
    })
    afterAll(async () => {
      await database?.close()
      if (pooler !== undefined) {
        const exited = once(pooler, 'exit')
        pooler.kill('SIGINT')
        await exited
      }
      rmSync(folder, { recursive: true, force: true })
    })

    test(`${requests} requests of mixed contexts see no foreign value`, async () => {
      let foreign = 0
      let failed = 0
      let next = 0
      const seen = statement(`select current_setting('acervo.tenant', true)`, [], 'never_prepared')
      async function worker(): Promise<void> {
        for (let number = next++; number < requests; number = next++) {
          const mine = number % 5 === 4 ? '' : `tenant-${number}`
          const context = mine === '' ? nobody : { settings: { 'acervo.tenant': mine } }
          const isFaulty = number % 10 === 3
          const statements = isFaulty ? [seen, statement('select 1/0')] : [seen]
          try {
            const [result] = await target.group(context, statements)
            if ((result?.rows[0]?.[0] ?? '') !== mine) foreign++
          } catch {
            failed++
          }
        }
      }
      await Promise.all(Array.from({ length: 32 }, worker))
      expect(foreign).toBe(0)
      expect(failed).toBe(requests / 10)
    }, 60_000)

    test('transactions hold their context for their whole life', async () => {
      const work = Array.from({ length: 100 }, (_, number) =>
        target.transaction({ settings: { 'acervo.tenant': `${number}` } }, async (session) => {
          await session.query(statement('select pg_sleep(0.001)'))
          const { rows } = await session.query(
            statement(`select current_setting('acervo.tenant', true)`),
          )
          return rows[0]?.[0]
        }),
      )
      const answers = await Promise.all(work)
      expect(answers).toEqual(answers.map((_, number) => `${number}`))
    })

    test('no statement is named there', async () => {
      const named = statement('select count(*) from pg_prepared_statements', [], 'a_name')
      for (let round = 0; round < 8; round++) {
        const [result] = await target.group(nobody, [named])
        expect(result?.rows).toEqual([['0']])
      }
    })

    test('times are UTC there too', async () => {
      const [result] = await target.group(nobody, [statement('show timezone')])
      expect(result?.rows).toEqual([['UTC']])
    })
  })
})

async function startPooler(folder: string, port: number, to: URL): Promise<ChildProcess> {
  const users = join(folder, 'users.txt')
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(users, `"${to.username}" "${to.password}"\n`)
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${to.hostname} port=${to.port || 5432}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'default_pool_size = 4',
      'max_client_conn = 100',
    ].join('\n'),
  )
  const isRoot = process.getuid?.() === 0
  if (isRoot) for (const path of [folder, users, file]) chownSync(path, 65534, 65534)
  const asNobody = isRoot ? { uid: 65534, gid: 65534 } : {}
  const child = spawn(program, [file], { stdio: ['ignore', 'ignore', 'pipe'], ...asNobody })
  let log = ''
  for await (const chunk of child.stderr) {
    log += chunk
    if (log.includes('process up')) break
  }
  if (!log.includes('process up')) throw new Error(`PgBouncer did not start: ${log}`)
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
