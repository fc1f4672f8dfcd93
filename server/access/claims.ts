// The header acervo-claims -> claims: a dictionary of RFC 8941 (`tenant="…"`, `tenant=("…" "…")`). A bare
// uuid is taken too, although the RFC wants it quoted. What a claim means is not known here.
import { AcervoError } from '../../kernel/index.ts'

export type Claims = Readonly<Record<string, string | readonly string[]>>

const charactersMax = 4_096
const claimsMax = 16
const bare = '[A-Za-z0-9_.:/@*-]+'
const item = `"[^"\\\\\\x00-\\x1f]*"|${bare}`
// Items of a list need white space between them: otherwise one word could be split in endless ways.
const list = `\\(\\s*(?:(?:${item})(?:\\s+(?:${item}))*)?\\s*\\)`
const member = new RegExp(`\\s*([a-z][a-z_]*)=(${item}|${list})\\s*(,|$)`, 'y')
const items = new RegExp(item, 'g')

export function parseClaims(header: string): Claims {
  if (header.length > charactersMax)
    throw malformed(`Given: ${header.length} characters. Allowed: ${charactersMax}.`)
  const claims: Record<string, string | readonly string[]> = Object.create(null)
  let at = 0
  for (let count = 0; at < header.length; count++) {
    member.lastIndex = at
    const match = member.exec(header)
    if (match === null || count >= claimsMax) throw malformed(`It breaks at character ${at + 1}.`)
    const [whole, name = '', value = ''] = match
    if (name in claims) throw malformed(`'${name}' is given twice.`)
    claims[name] = toValue(value)
    at += whole.length
  }
  return Object.freeze(claims)
}

function toValue(text: string): string | readonly string[] {
  if (!text.startsWith('(')) return unquote(text)
  return Object.freeze((text.match(items) ?? []).map(unquote))
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text
}

function malformed(details: string): AcervoError {
  return new AcervoError('ACV200', 'the header acervo-claims is malformed', {
    details,
    hint: 'Write acervo-claims: tenant="0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d"',
  })
}
