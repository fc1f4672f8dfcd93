// How long until a new embedded platform of all systems answers, against an empty PGlite that holds nothing? And
// how long until a second `acervo start` listens? Each in a process of its own, from its spawn.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readInitialCluster } from '../kernel/database/embedded/initial-cluster.ts'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'
import { runNode, runScript } from './child.ts'
import type { Measurement } from './result.ts'
import { median, ratio } from './rounds.ts'

const rounds = 3

export async function measure(): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-bench-start-'))
  let places = 0
  const newPlace = () => join(folder, `place-${places++}`)
  const cache = join(folder, 'cache')
  const seven = (...given: readonly string[]) => time('start/acervo.ts', 'seven', ...given)
  const all = (...given: readonly string[]) => time('start/acervo.ts', 'all', ...given)
  const large = {
    'without a ready directory': () => all(newPlace()),
    'with a ready directory': () => all(newPlace(), cache),
    'a second time': () => all(join(folder, 'again')),
    'a second `acervo start`, to listening': () => listen(join(folder, 'project')),
  }
  const small = {
    'empty PGlite': () => time('start/empty.ts', newPlace()),
    'seven databases, without a ready directory': () => seven(newPlace()),
    'seven databases, with a ready directory': () => seven(newPlace(), cache),
  }
  try {
    // The ready directory, the compile cache and the two old platforms.
    await seven(newPlace(), cache)
    await all(newPlace(), cache)
    await all(join(folder, 'again'))
    mkdirSync(join(folder, 'project'))
    await listen(join(folder, 'project'))
    // Apart: what the large ones leave to be written to the disk slows whatever comes after them.
    const figures = { ...(await rotate(large)), ...(await rotate(small)) }
    const against = (name: keyof typeof figures) =>
      ratio(spawned(figures[name]), spawned(figures['empty PGlite']))
    const databases = [...defineModel(systems).databases.values()]
    const tables = databases.reduce((sum, database) => sum + database.tables.size, 0)
    const cluster = (await readInitialCluster()) === undefined ? 'none: initdb runs' : 'brought'
    return {
      question: `Embedded cold start of ${tables} tables of ${databases.length} databases against an empty PGlite.`,
      conditions: [
        'From the spawn of a process to its first answer; compile cache filled; files in the page cache.',
        `An empty PGlite runs initdb. Ours has its result beside it (${cluster}), and holds no rows.`,
      ],
      claims: [
        {
          claim: 'a new platform of seven databases without a ready directory',
          ratio: against('seven databases, without a ready directory'),
          atMost: 2,
        },
        {
          claim: 'a new platform of seven databases with a ready directory',
          ratio: against('seven databases, with a ready directory'),
          atMost: 0.4,
        },
        {
          claim: 'a new platform of all without a ready directory',
          ratio: against('without a ready directory'),
          atMost: 1,
        },
        {
          claim: 'a second `acervo start` to listening, of 1.5 s',
          ratio: ratio(
            spawned(figures['a second `acervo start`, to listening']),
            Array(rounds).fill(1_500),
          ),
          atMost: 1,
        },
      ],
      figures,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Time {
  readonly fromSpawnMs: number
  /** From the first line of the script: without Node's own start. */
  readonly inProcessMs: number | undefined
}

async function time(file: string, ...given: readonly string[]): Promise<Time> {
  const { ms, answer } = await runScript(file, ...given)
  assert.equal(answer.one, 1)
  return { fromSpawnMs: ms, inProcessMs: Number(answer.ms) }
}

async function listen(project: string): Promise<Time> {
  const bin = join(import.meta.dirname, '..', 'bin', 'acervo.js')
  const { ms, answer } = await runNode(
    [bin, 'start', '--port', '0', '--json', '--no-demo'],
    project,
  )
  assert.match(String(answer.address), /^http/)
  return { fromSpawnMs: ms, inProcessMs: undefined }
}

async function rotate<N extends string>(arms: Readonly<Record<N, () => Promise<Time>>>) {
  const names = Object.keys(arms) as N[]
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, Time[]>
  for (let round = 0; round < rounds; round++)
    for (const name of names) times[name].push(await arms[name]())
  return Object.fromEntries(names.map((name) => [name, summarize(times[name])])) as Record<
    N,
    ReturnType<typeof summarize>
  >
}

function summarize(times: readonly Time[]) {
  const inProcess = times.flatMap(({ inProcessMs }) => inProcessMs ?? [])
  return {
    fromSpawnMs: times.map(({ fromSpawnMs }) => fromSpawnMs),
    medianMs: median(times.map(({ fromSpawnMs }) => fromSpawnMs)),
    ...(inProcess.length === 0 ? {} : { inProcessMedianMs: median(inProcess) }),
  }
}

function spawned({ fromSpawnMs }: { readonly fromSpawnMs: readonly number[] }): readonly number[] {
  return fromSpawnMs
}
