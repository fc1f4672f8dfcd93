// The text after `?` -> pairs, in order. Nothing here knows what a parameter means.
import { AcervoError } from '../../kernel/index.ts'
import { limits } from './limits.ts'

export function parsePairs(text: string): readonly (readonly [string, string])[] {
  if (text === '') return []
  const parts = text.split('&', limits.parametersMax + 1)
  if (parts.length > limits.parametersMax)
    throw new AcervoError('ACV206', 'the query string holds too many parameters', {
      details: `Allowed: ${limits.parametersMax}.`,
    })
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals === -1
        ? ([decode(part), ''] as const)
        : ([decode(part.slice(0, equals)), decode(part.slice(equals + 1))] as const)
    })
}

/** `a,"b,c",d` -> three items: quotes keep a comma inside an item, and are doubled inside quotes. */
export function splitList(text: string): readonly string[] {
  if (!text.includes('"')) return text === '' ? [] : text.split(',')
  const items: string[] = []
  // One item and what ends it; sticky, so that nothing between items is skipped.
  const item = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y
  while (item.lastIndex < text.length || text.endsWith(',')) {
    const match = item.exec(text)
    if (match === null)
      throw new AcervoError('ACV200', 'a list holds an unfinished quote', {
        details: 'Allowed: a,b or "a,b",c with quotes doubled inside quotes.',
      })
    items.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') break
  }
  return items
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    throw new AcervoError('ACV200', 'the query string is not percent-encoded UTF-8')
  }
}
