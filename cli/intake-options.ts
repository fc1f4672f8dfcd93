// Flags that `import` and `export` share: who acts, and which format a file has.
import { AcervoError, type Principal } from '../kernel/index.ts'
import { type Format, formats } from '../kernel/intake/index.ts'
import type { Language } from './terminal/io.ts'
import { nearestText } from './terminal/texts.ts'

/** The operator's command line acts as a service of its own; policies apply to it as to anybody. */
export function toPrincipal(claims: string | true | undefined): Principal {
  const actor = 'service:cli'
  if (typeof claims !== 'string') return { actor }
  return { actor, claims: Object.fromEntries(claims.split(';').map(parseClaim)) }
}

/** `tenant=<id>` or `tenant=<id>,<id>`. What a claim means is not known here. */
function parseClaim(text: string): readonly [string, readonly string[]] {
  const [, name, values] = /^\s*([a-z][a-z_]*)=(.+?)\s*$/.exec(text) ?? []
  if (name === undefined || values === undefined) {
    throw new AcervoError('ACV605', `--claims holds '${text}'`, {
      details: 'allowed: name=value, several separated by ;',
      hint: 'For example --claims tenant=018f6b1e-0000-7000-8000-000000000000.',
    })
  }
  return [name, values.split(',')]
}

export function toFormat(value: string | true | undefined, language: Language): Format | undefined {
  if (typeof value !== 'string') return undefined
  const format = formats.find((known) => known === value)
  if (format !== undefined) return format
  throw new AcervoError('ACV605', `--format: ${value}`, {
    details: formats.join(', '),
    hint: nearestText(value, formats, language),
  })
}
