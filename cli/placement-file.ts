// The file that says where databases live, written: whole or not at all, readable by its owner alone, because it
// holds passwords. Reading and checking it is the kernel's.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import {
  type Place,
  type Placement,
  parsePlacement,
  readPlacement,
} from '../kernel/database/index.ts'
import type { DatabaseModel } from '../kernel/index.ts'

/** That of ACERVO_PLACEMENT, or one beside the data. */
export function findPlacementFile({ placementFile, dataDirectory }: Config, cwd: string): string {
  return placementFile === undefined
    ? join(dataDirectory, 'placement.json')
    : resolve(cwd, placementFile)
}

/**
 * What a process that opens is told, and what it is told again when a database has moved while it runs: then a file
 * beside the data counts, too, because a move without ACERVO_PLACEMENT writes there. A start has to be given it.
 */
export function openPlacementReader(config: Config, cwd: string): () => Placement {
  let isFirst = config.placementFile === undefined
  return () => {
    const isUnnamed = isFirst
    isFirst = false
    return isUnnamed ? {} : readPlacement(findPlacementFile(config, cwd))
  }
}

/** Where others of this platform live in the same physical database: a pool has one login. */
export async function findNeighbour(
  url: string,
  path: string,
  { databaseUrl, migrateUrl }: Config,
): Promise<Place | undefined> {
  const known = existsSync(path) ? Object.values(parsePlacement(await readFile(path, 'utf8'))) : []
  const others =
    databaseUrl === undefined
      ? []
      : [{ run: databaseUrl, ...(migrateUrl && { migrate: migrateUrl }) }]
  const wanted = toAddress(url)
  return [...known, ...others].find(({ run = '' }) => toAddress(run) === wanted)
}

function toAddress(url: string): string {
  if (!URL.canParse(url)) return url
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** What else it says stays as it is; an exact name wins over a glob. */
export async function writePlaces(
  path: string,
  databases: readonly DatabaseModel[],
  place: Place,
): Promise<void> {
  const before = existsSync(path) ? parsePlacement(await readFile(path, 'utf8')) : {}
  const moved = new Set(databases.flatMap(({ name, schema }) => [name, schema]))
  const others = Object.entries(before).filter(([name]) => !moved.has(name))
  const placed = databases.map(({ schema }) => [schema, place] as const)
  const text = JSON.stringify(Object.fromEntries([...others, ...placed]), null, 2)
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${text}\n`, { mode: 0o600, flush: true })
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
