// Promises of the markets' declarations: the codes of the specification under the names of the client, a log and an
// outbox in each, and no way for a request to write what the database keeps.
import { expect, test } from 'vitest'
import { defineModel } from '../../../kernel/index.ts'
import { systems } from '../../index.ts'
import { marketDatabases } from './markets.ts'

const model = defineModel(systems)

test('each code of the specification has its database under the name of the client', () => {
  expect(Object.fromEntries(marketDatabases.map(({ schema, name }) => [schema, name]))).toEqual({
    ss_policies: 'policies',
    ss_claims: 'claims',
    ss_commissions: 'commissions',
    ss_carriers: 'carriers',
    ss_endorsements: 'endorsements',
    ss_retention: 'retention',
    ss_vigilance: 'vigilance',
    st_telecom: 'telecom',
    sf_finance: 'finance',
    sr_repairs: 'repairs',
    sw_workshops: 'workshops',
    sm_crm: 'crm',
    sm_leads: 'leads',
    sm_customers: 'customers',
    sm_commercial: 'commercial',
    sm_marketing: 'marketing',
    sm_objectives: 'objectives',
    sm_products: 'products',
    sm_quality: 'quality',
    sm_strategy: 'strategy',
    soriano_ecliente: 'ecliente',
    soriano_web_premium: 'webPremium',
  })
})

test.each(marketDatabases.map(({ name }) => name))(
  '%s tells others and keeps who did what',
  (name) => {
    const { tables } = model.databases.get(name) ?? { tables: new Map() }
    expect([tables.has('outboxEvent'), tables.has('auditEvent')]).toEqual([true, true])
  },
)

test('of what the database keeps, a request may write nothing', () => {
  const kept: Readonly<Record<string, readonly string[]>> = {
    'endorsements.insuredTerm': ['premium', 'revision'],
    'endorsements.premiumStretch': ['charge', 'annualPremium'],
    'claims.claimFile': ['reserve', 'paid'],
    'commissions.commissionEntry': ['agentId', 'rate', 'amount'],
    'commissions.settlement': ['total'],
    'vigilance.fraudCase': ['openedBy', 'decidedBy'],
    'finance.instalment': ['payment', 'interest', 'principal', 'balance'],
    'objectives.keyResult': ['currentValue', 'progress'],
    'quality.nonConformity': ['verifiedBy', 'closedBy'],
  }
  const writable = Object.entries(kept).flatMap(([place, columns]) => {
    const [database = '', table = ''] = place.split('.')
    const found = model.databases.get(database)?.tables.get(table)
    const may = found?.grants
      .filter(({ role }) => role !== 'readonly')
      .some(({ privileges }) => privileges.includes('insert'))
    return columns.filter((name) => {
      const column = found?.columns.get(name)
      return column === undefined || (may === true && (column.insertable || column.updatable))
    })
  })
  expect(writable).toEqual([])
})
