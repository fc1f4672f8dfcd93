// PostgreSQL's own programs, which make and read what is physical: where they are, how they are run, and what they said
// where they failed. Nothing of them is written here.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AcervoError } from '../errors/index.ts'

type Chunks = AsyncIterable<Uint8Array>

export interface Running {
  /** Replaces the whole environment of the program. */
  readonly environment?: Readonly<Record<string, string>>
  readonly as?: Owner
  readonly signal?: AbortSignal | undefined
}

/** Whom files and processes belong to; empty: whoever runs this. */
export interface Owner {
  readonly uid?: number
  readonly gid?: number
}

const places = [
  '/usr/lib/postgresql/{major}/bin',
  '/usr/pgsql-{major}/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@{major}/bin',
]

/** Of this major version where it is installed in a usual place; else whatever the path of the process has. */
export function findProgram(name: string, major: number, folder?: string): string {
  if (folder !== undefined) return join(folder, name)
  const exact = places.map((place) => join(place.replace('{major}', String(major)), name))
  return exact.find((path) => existsSync(path)) ?? name
}

/** Of that version or a newer one: those that only read from a server get along with older ones. */
export function findNewerProgram(name: string, major: number, folder?: string): string {
  const exact = findProgram(name, major, folder)
  if (exact !== name) return exact
  const all = globSync(`/usr/{lib/postgresql/*,pgsql-*}/bin/${name}`)
  const majorOf = (path: string) => Number(/\d+/.exec(path)?.[0])
  return (
    all
      .filter((path) => majorOf(path) > major)
      .sort()
      .at(-1) ?? name
  )
}

/** PostgreSQL refuses to run as root: then it belongs to the user that its packages make. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: '-u' | '-g') =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch (cause) {
    throw new AcervoError('ACV428', 'a server cannot be run as root', {
      hint: 'Run this as another user, or add the user postgres.',
      cause,
    })
  }
}

export interface Said {
  readonly output: string
  readonly errors: string
}

/** @throws ACV428 with its last words where it cannot be run or ends with another code than 0; ACV308 */
export async function runProgram(
  program: string,
  words: readonly string[],
  running: Running & { readonly input?: Chunks } = {},
): Promise<Said> {
  let output = ''
  let errors = ''
  const onErrors = (text: string) => {
    errors = `${errors}${text}`.slice(-100_000)
  }
  for await (const chunk of streamProgram(program, words, { ...running, onErrors }))
    output = `${output}${Buffer.from(chunk).toString('utf8')}`.slice(-1_000_000)
  return { output, errors }
}

export interface Streaming extends Running {
  readonly input?: Chunks
  readonly onErrors?: (text: string) => void
}

/** What it writes, as it comes; an error at the end is thrown after the last byte. @throws as `runProgram` */
export async function* streamProgram(
  program: string,
  words: readonly string[],
  { environment, as = {}, signal, input, onErrors }: Streaming = {},
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, words, {
    ...as,
    ...(environment === undefined ? {} : { env: { LC_ALL: 'C', ...environment } }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
    onErrors?.(text)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  ended.catch(() => undefined)
  const stop = () => void child.kill()
  signal?.addEventListener('abort', stop)
  const fed = feed(input, child.stdin)
  fed.catch(stop)
  try {
    yield* child.stdout
    await fed
    const code = await ended.catch((cause: unknown) => {
      throw toUnrunnable(program, cause)
    })
    if (signal?.aborted) throw new AcervoError('ACV308', 'cancelled')
    if (code !== 0) throw toFailure(program, code, said)
  } finally {
    signal?.removeEventListener('abort', stop)
    child.kill()
  }
}

/** Who refuses does not read to the end: its own words are the reason. */
async function feed(input: Chunks | undefined, to: NodeJS.WritableStream): Promise<void> {
  await pipeline(input ?? [], to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

export function toUnrunnable(program: string, cause: unknown): AcervoError {
  return new AcervoError('ACV428', `the program ${program} cannot be run`, {
    details: String((cause as NodeJS.ErrnoException).code ?? cause),
    hint: 'Install the programs of that version of PostgreSQL, or name their folder: ACERVO_POSTGRES_PROGRAMS.',
    cause,
  })
}

export function toFailure(program: string, code: number | null, said: string): AcervoError {
  const name = program.split('/').at(-1) ?? program
  return new AcervoError('ACV428', `${name} failed`, {
    details: said.trim() === '' ? `It ended with ${code}.` : said.trim().slice(-2_000),
  })
}
