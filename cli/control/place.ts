// Where the process that holds a data directory can be reached: `control.json` beside the lock says
// which process, which socket and, once it serves, which address.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AcervoError } from '../../kernel/errors/index.ts'

export interface ControlPlace {
  readonly pid: number
  readonly socket: string
  /** Of the HTTP server, once there is one. */
  readonly address: string | null
}

/** The kernel's limit is 108 on Linux and 104 on macOS, with the closing zero. */
const socketPathBytesMax = 100

/** A path that can be bound: in the data directory, or in a private folder when that path is too long. */
export async function chooseSocketPath(dataDirectory: string): Promise<string> {
  const beside = resolve(dataDirectory, 'control.sock')
  if (Buffer.byteLength(beside) <= socketPathBytesMax) {
    await rm(beside, { force: true })
    return beside
  }
  return join(await mkdtemp(join(tmpdir(), 'acervo-')), 'control.sock')
}

export async function removeSocket(dataDirectory: string, socket: string): Promise<void> {
  const isBeside = dirname(socket) === resolve(dataDirectory)
  await rm(isBeside ? socket : dirname(socket), { force: true, recursive: !isBeside })
}

/** Written beside and renamed: nobody reads half of it. */
export async function writePlace(dataDirectory: string, place: ControlPlace): Promise<void> {
  const path = pathOf(dataDirectory)
  const draft = `${path}.${place.pid}`
  await writeFile(draft, `${JSON.stringify(place)}\n`, { mode: 0o600 })
  await rename(draft, path)
}

/** Undefined when nobody wrote it yet. */
export async function readPlace(dataDirectory: string): Promise<ControlPlace | undefined> {
  let text: string
  try {
    text = await readFile(pathOf(dataDirectory), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AcervoError('ACV313', 'control.json of the data directory cannot be read', {
      details: `${pathOf(dataDirectory)}: ${(error as NodeJS.ErrnoException).code}`,
      hint: 'Run the command as the user who started the platform.',
      cause: error,
    })
  }
  return parsePlace(text)
}

/** Removes what a dead owner left behind. Only for whoever holds the lock. */
export async function clearPlace(dataDirectory: string): Promise<void> {
  const place = await readPlace(dataDirectory)
  if (place !== undefined) await removeSocket(dataDirectory, place.socket)
  await rm(pathOf(dataDirectory), { force: true })
}

function parsePlace(text: string): ControlPlace | undefined {
  let value: Partial<ControlPlace> | null
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { pid, socket, address } = value ?? {}
  if (typeof pid !== 'number' || typeof socket !== 'string') return undefined
  return { pid, socket, address: typeof address === 'string' ? address : null }
}

function pathOf(dataDirectory: string): string {
  return join(dataDirectory, 'control.json')
}
