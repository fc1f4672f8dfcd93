// What each tenant owns: rows with fixed ids, some values that every tenant has too and some that carry a mark
// of their owner, so that a mark in an answer tells whose row it came from.
import type { Acervo } from '../../../kernel/client/acervo.ts'
import type { DatabaseMap } from '../../../kernel/client/row.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Tenant {
  readonly letter: string
  readonly id: string
}

const startedMs = Date.now()

function toTenant(letter: string): Tenant {
  return Object.freeze({ letter, id: `${letter.repeat(8)}-0000-4000-8000-${letter.repeat(12)}` })
}

export const tenants = {
  a: toTenant('a'),
  b: toTenant('b'),
  c: toTenant('c'),
} as const

/** A UUIDv7 of this run's millisecond, the same on every platform. */
function toId({ letter }: Tenant, table: number, row: number): string {
  const stamp = startedMs.toString(16).padStart(12, '0')
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${letter}00-8000-${String(table).padStart(6, '0')}${String(row).padStart(6, '0')}`
}

/** A text that only rows of this tenant hold. */
export const markOf = (tenant: Tenant): string => `mark${tenant.letter.repeat(3)}`

/** Rows by `database.model`, parents first. */
export function rowsOf(tenant: Tenant): ReadonlyMap<string, readonly Row[]> {
  const tenantId = tenant.id
  const mark = markOf(tenant)
  const price = `${1 + tenant.letter.charCodeAt(0)}000.07`
  const at = new Date(startedMs).toISOString().replace('Z', '000Z')
  const id = (table: number, row: number) => toId(tenant, table, row)
  const embedding = { a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] }[tenant.letter]
  return new Map<string, readonly Row[]>([
    [
      'shop.client',
      [
        { id: id(1, 1), tenantId, name: `Ana ${mark}`, email: `${mark}@example.com` },
        { id: id(1, 2), tenantId, name: 'Común', email: 'same@example.com' },
      ],
    ],
    [
      'shop.order',
      [
        { id: id(2, 1), tenantId, clientId: id(1, 1), number: mark, total: price },
        { id: id(2, 2), tenantId, clientId: id(1, 2), number: 'same', total: '1.00' },
        {
          id: id(2, 3),
          tenantId,
          clientId: id(1, 1),
          number: `old ${mark}`,
          total: price,
          deletedAt: at,
        },
      ],
    ],
    [
      'shop.line',
      [
        { id: id(3, 1), companyId: tenantId, orderId: id(2, 1), product: mark, quantity: 7 },
        { id: id(3, 2), companyId: tenantId, orderId: id(2, 2), product: 'same', quantity: 1 },
      ],
    ],
    [
      'shop.parcel',
      [
        { id: id(8, 1), tenantId, lineId: id(3, 1), code: mark },
        { id: id(8, 2), tenantId, lineId: id(3, 2), code: 'same' },
      ],
    ],
    [
      'shop.note',
      [
        {
          id: id(4, 1),
          tenantId,
          clientId: id(1, 1),
          body: mark,
          embedding,
          embeddingModel: 'tiny',
        },
        { id: id(4, 2), tenantId, parentId: id(4, 1), body: `reply ${mark}` },
      ],
    ],
    [
      'shop.event',
      [
        { id: id(5, 1), tenantId, at, clientId: id(1, 1), word: mark },
        { id: id(5, 2), tenantId, at, clientId: id(1, 2), word: 'same' },
      ],
    ],
    [
      'shop.booking',
      [
        {
          id: id(6, 1),
          tenantId,
          room: 'same',
          startsAt: '2026-01-01T10:00:00.000000Z',
          endsAt: '2026-01-01T11:00:00.000000Z',
          reason: mark,
        },
        {
          id: id(6, 2),
          tenantId,
          room: mark,
          startsAt: '2026-01-01T10:00:00.000000Z',
          endsAt: '2026-01-01T11:00:00.000000Z',
          reason: 'same',
        },
      ],
    ],
    ['shop.code', [mark, 'same'].map((word) => ({ tenantId, word, meaning: `${word} ${mark}` }))],
    [
      'desk.ticket',
      [
        { id: id(7, 1), tenantId, clientId: id(1, 1), title: mark },
        { id: id(7, 2), tenantId, clientId: id(1, 2), title: 'same' },
      ],
    ],
  ])
}

/** Written as each tenant writes: through its own principal. */
export async function seed(acervo: Acervo<DatabaseMap>, owners: readonly Tenant[]): Promise<void> {
  for (const tenant of owners)
    for (const [name, data] of rowsOf(tenant)) {
      const [database = '', table = ''] = name.split('.')
      const principal = { actor: 'user:seed', claims: { tenant: tenant.id } }
      await acervo.run(principal, { database, table, verb: 'createMany', data })
    }
}
