// Servers of the campaign's own, to be killed: a PostgreSQL cluster and a NATS server in folders that go away.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { openMigrator } from '../../../kernel/database/targets.ts'
import { type NatsFiles, openNatsLink } from '../../../kernel/work/stream/nats-connection.ts'

export interface MortalServer {
  readonly url: string
  /** SIGKILL for it and all its children, and a start as after a crash. */
  killAndRestart(): Promise<void>
  close(): Promise<void>
}

export interface Cluster extends MortalServer {
  /** Everything that it writes. */
  readonly directory: string
  /** The path of one of its programs. */
  binary(name: string): string
}

const startMaxMs = 60_000

/** `more`: settings such as `log_statement=all`; `made`: words for initdb; `data`: an empty folder. */
export async function startCluster(
  more: readonly string[] = [],
  made: readonly string[] = [],
  data = mkdtempSync(join(tmpdir(), 'acervo-cluster-')),
): Promise<Cluster> {
  const owner = ownerOf(data)
  const trust = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-sync']
  execFileSync(bin('initdb'), ['-D', data, ...trust, ...made], { ...owner, stdio: 'ignore' })
  const port = await freePort()
  const settings = toSettings(data, port, more)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  return { ...(await hold(data, url, settings)), directory: data, binary: bin }
}

/** A standby that streams from `primary`, on a port of its own; `more`: settings such as `recovery_min_apply_delay=100`. */
export async function startStandby(
  primary: Cluster,
  more: readonly string[] = [],
): Promise<MortalServer> {
  const data = mkdtempSync(join(tmpdir(), 'acervo-standby-'))
  const owner = ownerOf(data)
  const copy = ['-D', data, '-d', primary.url, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']
  execFileSync(primary.binary('pg_basebackup'), copy, { ...owner, stdio: 'ignore' })
  const port = await freePort()
  const settings = toSettings(data, port, ['hot_standby=on', ...more])
  return hold(data, `postgres://postgres@127.0.0.1:${port}/postgres`, settings)
}

const bin = (name: string): string =>
  globSync(`/usr/lib/postgresql/*/bin/${name}`).sort().at(-1) ?? name

function toSettings(data: string, port: number, more: readonly string[]): readonly string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${data}`,
    'shared_buffers=64MB',
    // A killed process loses nothing that the system has taken; a killed machine is not played here.
    'fsync=off',
    'max_connections=60',
    'logging_collector=off',
    ...more,
  ].flatMap((setting) => ['-c', setting])
}

/** The server of a folder, which goes with it. */
async function hold(data: string, url: string, settings: readonly string[]): Promise<MortalServer> {
  const owner = userOf()
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(bin('postgres'), ['-D', data, ...settings], { ...owner, stdio: 'ignore' })
    await untilUp(async () => (await openMigrator(url)).close())
    return child
  }
  let postmaster = await start()
  const kill = async (): Promise<void> => {
    if (postmaster.exitCode !== null || postmaster.signalCode !== null) return
    const children = childrenOf(postmaster.pid as number)
    const exit = once(postmaster, 'exit')
    for (const pid of [postmaster.pid as number, ...children]) killHard(pid)
    await exit
    // The next one refuses to start while any of them still holds the memory.
    while (children.some((pid) => existsSync(`/proc/${pid}`))) await rest(10)
  }
  return {
    url,
    killAndRestart: async () => {
      await kill()
      postmaster = await start()
    },
    close: async () => {
      await kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/**
 * `ACERVO_TEST_NATS_SERVER` names the binary where the one on the path is older than 2.10. `more`: arguments; `files`:
 * what opens it then.
 */
export async function startNatsServer(
  more: readonly string[] = [],
  files: NatsFiles = {},
): Promise<MortalServer> {
  const data = mkdtempSync(join(tmpdir(), 'acervo-nats-'))
  const port = await freePort()
  const url = `nats://127.0.0.1:${port}`
  const binary = process.env.ACERVO_TEST_NATS_SERVER ?? 'nats-server'
  const start = async (): Promise<ChildProcess> => {
    const given = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', data, ...more]
    const child = spawn(binary, given, { stdio: 'ignore' })
    await untilUp(() => probe(url, files))
    return child
  }
  let server = await start()
  const kill = async (): Promise<void> => {
    const exit = once(server, 'exit')
    server.kill('SIGKILL')
    await exit
  }
  return {
    url,
    killAndRestart: async () => {
      await kill()
      server = await start()
    },
    close: async () => {
      await kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function probe(url: string, files: NatsFiles): Promise<void> {
  const stream = { stream: 'PROBE', prefix: 'probe', duplicateWindowMs: 100 }
  const link = openNatsLink({ url, files, ...stream })
  try {
    await link.open()
  } finally {
    await link.close()
  }
}

async function untilUp(ask: () => Promise<void>): Promise<void> {
  const end = performance.now() + startMaxMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > end) throw error
      await rest(50)
    }
  }
}

/** PostgreSQL refuses to run as root: then the folder and the processes belong to its own user. */
function ownerOf(directory: string): Owner {
  const owner = userOf()
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid)
  return owner
}

type Owner = { readonly uid: number; readonly gid: number } | { readonly uid?: never }

function userOf(): Owner {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: '-u' | '-g'): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
