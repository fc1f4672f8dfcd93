// What initdb leaves, ready made, as PGlite's own package brings it: making it anew is most of what an empty
// database costs. Absent, or of another version of PostgreSQL: initdb runs, and nothing else changes.
import { openAsBlob } from 'node:fs'
import { access } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Beside this file in the published package, which brings no package of the tree's. */
const packed = join(import.meta.dirname, 'cluster.tgz')

export async function readInitialCluster(): Promise<Blob | undefined> {
  for (const file of [packed, findInTree()])
    if (file !== undefined && (await isThere(file)))
      return openAsBlob(file, { type: 'application/x-gzip' })
  return undefined
}

function findInTree(): string | undefined {
  try {
    const { resolve } = createRequire(import.meta.url)
    return join(dirname(resolve('@electric-sql/pglite-prepopulatedfs')), 'prepopulatedfs.tgz')
  } catch {
    return undefined
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
