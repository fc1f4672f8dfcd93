// Who asks, and the settings that carry it to the database. Claims are opaque here: the trait that
// reads a claim knows what it means.

import type { Context } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'

export interface Principal {
  /** `user:<id>`, `key:<id>`, `service:<name>`. */
  readonly actor: string
  /** Read by policies as the setting `acervo.<claim>`; several values are joined by commas. */
  readonly claims?: Readonly<Record<string, string | readonly string[]>>
  readonly purpose?: string
  readonly requestId?: string
  /** `global.party:read`, `global.*:*`, `*:read`; without a list the principal is the process itself. */
  readonly permissions?: readonly string[]
  /** The agent that acts for the actor, its run and the tool it called: kept with what it changed. */
  readonly agent?: { readonly id: string; readonly run?: string; readonly tool?: string }
  /** How many rows it may be given or write; counted under the name of the holder. */
  readonly limits?: RowLimits
}

export interface RowLimits {
  readonly holder: string
  readonly rowsPerRequest?: number
  readonly rowsPerDay?: number
}

/** The process's own principal: it sees no tenant's rows unless a claim names the tenant. */
export const systemPrincipal: Principal = Object.freeze({ actor: 'service:system' })

const claimName = /^[a-z][a-z_]{0,39}$/
const kept: ReadonlySet<string> = new Set([
  'actor',
  'purpose',
  'request_id',
  'agent',
  'agent_run',
  'agent_tool',
  'fake_now',
  'rotation',
])
const valueLengthMax = 1000

/** @throws ACV200 when a claim could be mistaken for another or for a list. */
export function toContext(principal: Principal): Context {
  const settings: Record<string, string> = { 'acervo.actor': plain('actor', principal.actor) }
  if (principal.purpose !== undefined)
    settings['acervo.purpose'] = plain('purpose', principal.purpose)
  if (principal.requestId !== undefined)
    settings['acervo.request_id'] = plain('request id', principal.requestId)
  const { id, run, tool } = principal.agent ?? {}
  if (id !== undefined) settings['acervo.agent'] = plain('agent', id)
  if (run !== undefined) settings['acervo.agent_run'] = plain("agent's run", run)
  if (tool !== undefined) settings['acervo.agent_tool'] = plain("agent's tool", tool)
  for (const [name, value] of Object.entries(principal.claims ?? {})) {
    if (!claimName.test(name) || kept.has(name))
      throw new AcervoError('ACV200', `'${name}' cannot be the name of a claim`, {
        hint: 'Claims are lower-case words with underscores, such as tenant.',
      })
    const values = typeof value === 'string' ? [value] : value
    settings[`acervo.${name}`] = values.map((one) => toListItem(name, one)).join(',')
  }
  return { settings }
}

// A comma inside one value would silently make it two tenants.
function toListItem(name: string, value: string): string {
  if (value.includes(','))
    throw new AcervoError('ACV200', `the claim '${name}' holds a comma`, {
      hint: 'Give several values as an array.',
    })
  return plain(name, value)
}

function plain(name: string, value: string): string {
  if (value.length > valueLengthMax || value.includes('\0'))
    throw new AcervoError('ACV200', `the ${name} of the principal is too long or holds a zero byte`)
  return value
}
