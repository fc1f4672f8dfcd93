// A bearer text -> who that is: a session or a key of one of the stores. What is found is remembered for a second, so
// that whoever asks much costs one query a second, and whoever is shut out is out within it.
import { findApiKey, type KeyInfo } from './api-keys.ts'
import { idOf } from './secret/api-key.ts'
import { digestOf } from './secret/random.ts'
import { systemOf } from './secret/token.ts'
import { findSession, type SessionInfo } from './sessions.ts'
import type { Store } from './store.ts'

export type Bearer =
  | { readonly kind: 'session'; readonly store: Store; readonly session: SessionInfo }
  | { readonly kind: 'key'; readonly store: Store; readonly key: KeyInfo }

export interface Bearers {
  /** Undefined where nobody counts by that text. */
  find(text: string, ip?: string): Promise<Bearer | undefined>
  /** After anything that ends a session or a key in this process. */
  forget(): void
}

const rememberedMs = 1_000
const entriesMax = 10_000

interface Entry {
  readonly at: number
  readonly found: Promise<Bearer | undefined>
}

export function openBearers(stores: ReadonlyMap<string, Store>): Bearers {
  const entries = new Map<string, Entry>()
  return Object.freeze({
    async find(text: string, ip?: string) {
      if (systemOf('session', text) === undefined && idOf(text) === undefined) return undefined
      const key = digestOf(text).toString('base64')
      const known = entries.get(key)
      const now = performance.now()
      if (known !== undefined && now - known.at < rememberedMs) return known.found
      const found = look(stores, text, ip)
      const entry: Entry = { at: now, found }
      entries.delete(key)
      entries.set(key, entry)
      for (const oldest of entries.keys()) {
        if (entries.size <= entriesMax) break
        entries.delete(oldest)
      }
      // A failure is nobody's answer: the next one asks again.
      found.catch(() => entries.delete(key))
      return found
    },
    forget: () => entries.clear(),
  })
}

async function look(
  stores: ReadonlyMap<string, Store>,
  text: string,
  ip: string | undefined,
): Promise<Bearer | undefined> {
  const system = systemOf('session', text)
  if (system !== undefined) {
    const store = stores.get(system)
    const session = store === undefined ? undefined : await findSession(store, text)
    return store === undefined || session === undefined
      ? undefined
      : { kind: 'session', store, session }
  }
  for (const store of stores.values()) {
    const key = await findApiKey(store, text, ip)
    if (key !== undefined) return { kind: 'key', store, key }
  }
  return undefined
}
