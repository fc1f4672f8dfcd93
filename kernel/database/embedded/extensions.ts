// The extensions the embedded engine can load, each only when asked for: every one costs time at opening.
import type { Extension, Extensions } from '@electric-sql/pglite'

export const extensionNames = [
  'vector',
  'unaccent',
  'pg_trgm',
  'btree_gist',
  'btree_gin',
  'amcheck',
  'citext',
  'pgcrypto',
] as const
export type ExtensionName = (typeof extensionNames)[number]

const loaders: Readonly<Record<ExtensionName, () => Promise<Extension>>> = {
  vector: async () => (await import('@electric-sql/pglite-pgvector')).vector,
  unaccent: async () => (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
  pg_trgm: async () => (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm,
  btree_gist: async () => (await import('@electric-sql/pglite/contrib/btree_gist')).btree_gist,
  btree_gin: async () => (await import('@electric-sql/pglite/contrib/btree_gin')).btree_gin,
  amcheck: async () => (await import('@electric-sql/pglite/contrib/amcheck')).amcheck,
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  pgcrypto: async () => (await import('@electric-sql/pglite/contrib/pgcrypto')).pgcrypto,
}

export async function loadExtensions(names: readonly ExtensionName[]): Promise<Extensions> {
  const entries = names.map(async (name) => [name, await loaders[name]()] as const)
  return Object.fromEntries(await Promise.all(entries))
}
