// PgBouncer of Debian's package in transaction mode, with fewer server connections than askers. Only tests import it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const program = '/usr/sbin/pgbouncer'

export interface Pooler {
  readonly address: { readonly host: string; readonly port: number }
  /** How often it had to be started again. */
  falls(): number
  close(): Promise<void>
}

/**
 * Before the server and login of `to`. One that falls is started again, as its service would: 1.18 ends with
 * "server in bad state" where a cancellation meets an error.
 */
export async function openPooler(
  to: URL,
  options: { readonly poolSize?: number } = {},
): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-pgbouncer-'))
  const port = await freePort()
  let isClosing = false
  let falls = 0
  let child: ChildProcess
  let starting: Promise<void> = Promise.resolve()
  const start = async () => {
    child = await startPooler(folder, port, to, options.poolSize ?? 4)
    child.once('exit', () => {
      if (isClosing) return
      falls++
      starting = start()
    })
  }
  await start()
  return {
    address: { host: '127.0.0.1', port },
    falls: () => falls,
    close: async () => {
      await starting
      isClosing = true
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startPooler(
  folder: string,
  port: number,
  to: URL,
  poolSize: number,
): Promise<ChildProcess> {
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
      `default_pool_size = ${poolSize}`,
      'max_client_conn = 200',
      // A login that failed, as when the server has no connection left for a moment, is tried again soon.
      'server_login_retry = 1',
    ].join('\n'),
  )
  const isRoot = process.getuid?.() === 0
  if (isRoot) for (const path of [folder, users, file]) chownSync(path, 65534, 65534)
  const asNobody = isRoot ? { uid: 65534, gid: 65534 } : {}
  const child = spawn(program, [file], { stdio: ['ignore', 'ignore', 'pipe'], ...asNobody })
  let log = ''
  // Read to its end: a pooler whose log nobody takes stands still, or ends, in the middle of a long run.
  child.stderr.on('data', (chunk: Buffer) => {
    if (log.length < 10_000) log += chunk.toString()
  })
  while (!log.includes('process up')) {
    if (child.exitCode !== null) throw new Error(`PgBouncer did not start: ${log}`)
    await setTimeout(10)
  }
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
