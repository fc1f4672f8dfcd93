// A map that forgets its oldest entry when it is full. Not a general cache: no times, no counts.

export interface BoundedCache<V> {
  get(key: string): V | undefined
  set(key: string, value: V): V
}

export function boundedCache<V>(entriesMax: number): BoundedCache<V> {
  const entries = new Map<string, V>()
  return Object.freeze({
    get: (key: string) => entries.get(key),
    set(key: string, value: V) {
      const oldest = entries.size >= entriesMax ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      entries.set(key, value)
      return value
    },
  })
}
