// If-Match and If-None-Match -> versions of rows.
import { AcervoError } from '../../kernel/index.ts'

const tagForm = /^\s*(?:W\/)?"([^"]*)"\s*$/

/** The version that a write asks for; undefined where any will do. */
export function wantedVersion(ifMatch: string | undefined): string | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const match = tagForm.exec(ifMatch)
  // A weak tag never matches (RFC 9110), and several versions cannot all be the row's.
  if (match?.[1] !== undefined && !ifMatch.trim().startsWith('W/') && /^\d{1,20}$/.test(match[1]))
    return match[1]
  throw new AcervoError('ACV210', 'If-Match holds no version of this row', {
    details: `Given: ${ifMatch.slice(0, 80)}. Allowed: one ETag as the server sent it, or *.`,
    hint: 'Read the row again and use its ETag.',
  })
}

export function isUnchanged(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
