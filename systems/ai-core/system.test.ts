// Promises of AI-CORE's declarations: the names of the specification, and what the request path may not do.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { DatabasesOf, Db } from '../../kernel/client/acervo.ts'
import { defineModel } from '../../kernel/index.ts'
import { parseMap } from '../../kernel/intake/map.ts'
import { inventory } from './inventory.ts'
import { aiCore } from './system.ts'

const model = defineModel([aiCore])

function tableOf(database: string, table: string) {
  const found = model.databases.get(database)?.tables.get(table)
  if (found === undefined) throw new Error(`no ${database}.${table}`)
  return found
}

function privilegesOf(database: string, table: string, role: 'app' | 'worker') {
  return tableOf(database, table).grants.find((grant) => grant.role === role)?.privileges
}

describe('AI-CORE', () => {
  test('its databases carry the codes of the specification under the names of its client', () => {
    const names = [...model.databases.values()].map(({ name, schema }) => `${name} ${schema}`)
    expect(names).toEqual(
      expect.arrayContaining([
        'global sm_global',
        'system sm_system',
        'auth sm_auth',
        'audit sm_audit',
        'logs sm_logs',
        'insurance ss_insurance',
        'energy se_energy',
        'aiPrompts sm_ai_prompts',
        'commsWhatsapp sm_comms_whatsapp',
      ]),
    )
  })

  test('its inventory has 66 codes, of which the script of the specification creates 45', () => {
    const origins = Object.values(inventory)
    expect(origins.length).toBe(66)
    expect(origins.filter((origin) => origin === 'script').length).toBe(45)
  })

  test('every database stands in the inventory, those that no script creates too', () => {
    for (const { schema, origin } of model.databases.values())
      expect([schema, origin]).toEqual([schema, inventory[schema]])
    const made = [...model.databases.values()].filter(({ origin }) => origin === 'inventory')
    expect(made.map(({ schema }) => schema)).toContain('sm_storage')
    expect(made.every(({ tables }) => tables.size > 0)).toBe(true)
  })

  test('its areas are the sections of the specification, the support modules by their own rows', () => {
    const sizes = [...Map.groupBy(model.databases.values(), ({ area }) => area)]
    expect(Object.fromEntries(sizes.map(([area, databases]) => [area, databases.length]))).toEqual({
      core: 5,
      insurance: 8,
      energy: 1,
      telecom: 1,
      finance: 1,
      repairs: 1,
      workshops: 1,
      hr: 5,
      analytics: 4,
      ai: 4,
      communications: 5,
      'corporate-finance': 5,
      crm: 4,
      documents: 2,
      workflows: 2,
      others: 15,
      portals: 2,
    })
  })

  test.each([
    ['global', 'party', 'parties'],
    ['insurance', 'policy', 'policies'],
    ['insurance', 'outboxEvent', 'outbox_events'],
    ['energy', 'energyContract', 'energy_contracts'],
  ])('the client reaches %s.%s', (database, table, sqlName) => {
    expect(tableOf(database, table).sqlName).toBe(sqlName)
  })

  test('the outbox takes exactly what the specification writes, and gives the id itself', () => {
    const { columns } = tableOf('insurance', 'outboxEvent')
    const required = [...columns.values()].filter(
      ({ insertable, spec }) => insertable && !spec.optional && spec.default === undefined,
    )
    expect(required.map(({ name }) => name).sort()).toEqual([
      'aggregateId',
      'aggregateType',
      'eventType',
      'payload',
    ])
    expect(columns.get('status')?.spec).toMatchObject({ default: "'PENDING'" })
    expect(columns.get('id')?.insertable).toBe(false)
  })

  test('every area has an outbox', () => {
    for (const { name, tables } of model.databases.values())
      if (name !== 'audit' && name !== 'logs')
        expect([name, tables.has('outboxEvent')]).toEqual([name, true])
  })

  test('a policy may be written with the party that it refers to', () => {
    expect(model.systems[0]?.together).toEqual([['global', 'insurance']])
    expect(tableOf('insurance', 'policy').relations.get('party')).toMatchObject({
      kind: 'reference',
      database: 'global',
      table: 'party',
    })
  })

  test.each(['app', 'worker'] as const)('as %s nobody rewrites history', (role) => {
    for (const database of ['audit', 'auth', 'system', 'insurance', 'energy'])
      expect(privilegesOf(database, 'auditEvent', role)).toEqual(['select'])
    expect(privilegesOf('audit', 'auditCheckpoint', 'app')).toEqual(['select'])
    expect(privilegesOf('audit', 'auditCheckpoint', 'worker')).toEqual(['select', 'insert'])
    for (const table of ['fact', 'matchDecision', 'featureValue'])
      expect(privilegesOf('global', table, role)).toEqual(['select', 'insert'])
    for (const table of ['sourceRecord', 'partyLink', 'inboxEvent', 'outboxEvent'])
      expect(privilegesOf('global', table, role)).not.toContain('delete')
  })

  test('what a source said is written once', () => {
    const updatable = [...tableOf('global', 'sourceRecord').columns.values()]
      .filter((column) => column.updatable)
      .map(({ name }) => name)
    expect(updatable).toEqual([
      'current',
      'originId',
      'normalised',
      'normVersion',
      'resolvedAt',
      'matchKeys',
    ])
  })

  test.each([
    ['user', 'passwordHash'],
    ['userSession', 'tokenHash'],
    ['apiKey', 'keyHash'],
  ])('answers about auth.%s leave out %s', (table, column) => {
    expect(tableOf('auth', table).columns.get(column)?.spec.hidden).toBe(true)
  })

  const maps = new URL('./maps/', import.meta.url)
  test.each(readdirSync(maps))('the map %s names columns of the party only', (name) => {
    const map = parseMap(readFileSync(new URL(name, maps), 'utf8'), name)
    const { columns } = tableOf('global', 'party')
    expect([...map.keys()].filter((field) => columns.get(field)?.insertable !== true)).toEqual([])
    expect(map.size).toBeGreaterThan(4)
  })

  test("the specification's calls have the types that a reader expects", () => {
    type Client = Db<DatabasesOf<readonly [typeof aiCore]>>
    const calls = async (db: Client) => {
      const party = await db.global.party.create({ data: { displayName: 'Ana' } })
      expectTypeOf(party.birthDate).toEqualTypeOf<string | null>()
      const policy = await db.insurance.policy.create({
        data: {
          number: 'P-1',
          partyId: party.id,
          productId: party.id,
          startsOn: '2026-01-01',
          endsOn: '2027-01-01',
          premium: '10.00',
        },
        include: { party: true, product: true, receipts: true, versions: true },
      })
      expectTypeOf(policy.party).toEqualTypeOf<typeof party | null>()
      expectTypeOf(policy.premium).toEqualTypeOf<string>()
      expectTypeOf(policy.versions[0]?.coverages[0]?.name).toEqualTypeOf<string | undefined>()
      await db.insurance.outboxEvent.create({
        data: {
          aggregateType: 'Policy',
          aggregateId: policy.id,
          eventType: 'PolicyIssued',
          payload: { partyId: party.id, policyId: policy.id },
          status: 'PENDING',
        },
      })
      const contracts = await db.energy.energyContract.findMany({ include: { brand: true } })
      expectTypeOf(contracts[0]?.brand.name).toEqualTypeOf<string | undefined>()
    }
    expectTypeOf(calls).toBeFunction()
  })
})
