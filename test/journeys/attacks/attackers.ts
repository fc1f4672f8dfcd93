// Who attacks: principals with a claim of their own, without one, and with claims that try to be something else.
import type { Principal } from '../../../kernel/index.ts'
import { type Tenant, tenants } from './rows.ts'

export interface Attacker {
  readonly who: string
  readonly claims?: Principal['claims']
  readonly purpose?: string
  readonly sees: readonly Tenant[]
  /** The claim cannot be read: an error that says only that is an answer, too. */
  readonly mayFail?: true
  /** Makes one request in so many: who sees nothing meets the same few lines each time. */
  readonly oneIn?: number
}

const { a, b, c } = tenants

export const attackers: readonly Attacker[] = [
  { who: 'a tenant', claims: { tenant: a.id }, sees: [a] },
  { who: 'another tenant', claims: { tenant: b.id.toUpperCase() }, sees: [b] },
  { who: 'somebody with two tenants', claims: { tenant: [a.id, c.id] }, sees: [a, c] },
  { who: 'nobody', sees: [] },
  { who: 'an empty claim', claims: { tenant: '' }, sees: [], oneIn: 3 },
  { who: 'an empty list', claims: { tenant: [] }, sees: [], oneIn: 5 },
  { who: 'a malformed claim', claims: { tenant: 'nonsense' }, sees: [], mayFail: true, oneIn: 5 },
  {
    who: 'a claim that is SQL',
    claims: { tenant: `${a.id}' or '1'='1` },
    sees: [],
    mayFail: true,
    oneIn: 5,
  },
  { who: 'a list with a hole', claims: { tenant: [a.id, ''] }, sees: [], mayFail: true, oneIn: 5 },
  {
    who: 'spoofed settings',
    claims: { tenants: b.id, tenant_id: b.id, role: 'acervo_owner', row_security: 'off' },
    purpose: `x', true), set_config('acervo.tenant', '${b.id}`,
    sees: [],
    oneIn: 3,
  },
]
