// The question's tables: the same rows without an audit, with it, and with one that keeps personal values apart.
import {
  auditDetails,
  audited,
  auditLog,
  date,
  decimal,
  defineDatabase,
  defineSystem,
  defineTable,
  type Feature,
  index,
  oneOf,
  partitioned,
  text,
  timestamped,
} from '../../kernel/index.ts'
import type { BenchPlatform } from '../fixture.ts'
import type { Arm } from '../rounds.ts'

const define = <const N extends string>(name: N, ...more: readonly Feature[]) =>
  defineTable(
    name,
    {
      name: text(),
      email: text(),
      tier: oneOf('FREE', 'TEAM', 'FIRM').default('FREE'),
      credit: decimal(12, 2).default('0'),
      since: date().optional(),
      note: text().optional(),
    },
    [timestamped(), index(['name', 'id']), ...more],
  )

export const ledger = defineSystem({
  name: 'ledger',
  databases: [
    defineDatabase({
      schema: 'bench_ledger',
      name: 'ledger',
      tables: {
        plain: define('plains'),
        audited: define('auditeds', audited()),
        apart: define('aparts', audited({ personal: ['name', 'email'] })),
        auditEvent: defineTable('audit_events', {}, [
          auditLog(),
          partitioned({ by: 'occurredAt', every: 'month' }),
        ]),
        auditDetail: defineTable('audit_details', {}, [auditDetails()]),
      },
    }),
  ],
})

export type Ledger = BenchPlatform<readonly [typeof ledger]>

/** A row made, then changed: one write each time. */
export function writer({ acervo }: Ledger, name: 'plain' | 'audited' | 'apart'): Arm {
  const db = acervo.db.as({ actor: 'user:bench', purpose: 'bench', requestId: 'r' }).ledger[name]
  const waiting: string[] = []
  let made = 0
  return {
    name,
    once: async () => {
      const id = waiting.pop()
      if (id !== undefined) {
        await db.update({ where: { id }, data: { credit: '12.50', note: 'changed' } })
        return
      }
      const at = made++
      const data = { name: `name ${at}`, email: `${at}@example.org`, credit: '1.00' }
      waiting.push(((await db.create({ data })) as { id: string }).id)
    },
  }
}
