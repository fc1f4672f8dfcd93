// The identity store that a command works on: the one of --system, or the only one there is.
import { type Doer, type Identity, openIdentities } from '../kernel/identity/index.ts'
import { type Acervo, AcervoError } from '../kernel/index.ts'
import type { Option, OptionValues } from './command.ts'

/** Whoever may start this command may all. */
export const operator: Doer = Object.freeze({ actor: 'service:operator' })

export const systemOption: Readonly<Record<'system', Option>> = {
  system: {
    type: 'string',
    value: 'NAME',
    meaning: {
      en: 'whose people (the only system with an identity store)',
      es: 'de qué sistema son (el único que tiene identidad)',
    },
  },
}

/** @throws ACV605 where several have one and none is named, ACV626 */
export function openStore(acervo: Acervo, options: OptionValues): Identity {
  const identities = openIdentities(acervo)
  const { systems } = identities
  const [only] = systems
  if (typeof options.system === 'string') return identities.of(options.system)
  if (systems.length === 1 && only !== undefined) return identities.of(only)
  if (systems.length === 0) return identities.of('')
  throw new AcervoError('ACV605', 'several systems have an identity store', {
    hint: `Give --system: ${systems.join(', ')}.`,
  })
}

/** `a, b` */
export function toList(value: string | true | undefined): readonly string[] {
  if (typeof value !== 'string') return []
  return value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
