// One key for names that sound alike in Spanish; other languages' names lose little by it.

const rules: readonly (readonly [RegExp, string])[] = [
  [/ñ/g, 'N'],
  [/ph/g, 'f'],
  [/sch?(?=[ei])/g, 's'],
  [/ch/g, 'X'],
  [/h/g, ''],
  [/ll/g, 'y'],
  [/qu(?=[ei])/g, 'k'],
  [/gu(?=[ei])/g, 'G'],
  [/g(?=[ei])/g, 'j'],
  [/c(?=[ei])/g, 's'],
  [/[cq]/g, 'k'],
  [/z/g, 's'],
  [/x/g, 's'],
  [/v/g, 'b'],
  [/w/g, 'gu'],
  [/y$/g, 'i'],
  [/y/g, 'i'],
  [/(.)\1+/g, '$1'],
]
const cache = new Map<string, string>()
const cacheLimit = 200_000

export function soundsLike(token: string): string {
  const known = cache.get(token)
  if (known !== undefined) return known
  let key = token
  for (const [pattern, replacement] of rules) key = key.replace(pattern, replacement)
  if (key.length > 3) key = key.replace(/s$/, '')
  if (cache.size >= cacheLimit) cache.clear()
  cache.set(token, key)
  return key
}
