// Each rule that holds for every system, where it applies: none lacks a case, and none goes beyond it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import {
  belongsTo,
  bigint,
  boolean,
  decimal,
  defineDatabase,
  defineSpecification,
  defineSystem,
  defineTable,
  defineView,
  encrypted,
  hashed,
  index,
  instant,
  oneOf,
  partitioned,
  refersTo,
  type Specified,
  searchable,
  softDeleted,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../index.ts'
import { type Conformance, readConformance } from './index.ts'
import { rules } from './rules.ts'

const id = { type: 'UUID', null: false } as const
const says: Specified = {
  number: '920',
  title: 'Rules',
  enums: { Colour: ['Red', 'Blue'] },
  tables: [
    {
      name: 'Person',
      columns: {
        id: { type: 'TEXT', null: false, default: 'cuid()' },
        email: { type: 'VARCHAR(120)', null: false },
        ssn: { type: 'VARCHAR(30)', null: true },
        token: { type: 'VARCHAR(64)', null: true },
        score: { type: 'FLOAT', null: true },
        visits: { type: 'INT', null: true, default: '0' },
        amount: { type: 'DECIMAL(10,2)', null: true },
        note: { type: 'VARCHAR', null: true },
        bio: { type: 'TEXT', null: true },
        kind: { type: 'VARCHAR(10)', null: true, documented: ['A', 'B'] },
        colour: { type: '"Colour"', null: true },
        seen: { type: 'TIMESTAMP', null: true },
        updated_at: { type: 'TIMESTAMPTZ', null: false },
      },
      key: ['id'],
      uniques: [['email'], ['ssn']],
      indexes: [
        { name: 'person_ssn', columns: ['ssn'] },
        { name: 'person_email', columns: ['email'] },
        {
          name: 'person_bio',
          columns: ['bio'],
          method: 'gin',
          expression: "to_tsvector('english', bio)",
        },
        { name: 'person_kind', columns: ['kind'] },
        { name: 'person_kind', columns: ['kind'] },
      ],
    },
    { name: 'events', columns: { id, at: { type: 'TIMESTAMPTZ', null: false } }, key: ['id'] },
    { name: 'reports', columns: { id }, key: ['id'], indexes: [{ name: 'r', columns: ['id'] }] },
    { name: 'tags', implied: true, columns: { name: { type: 'TEXT' } }, key: [] },
    {
      name: 'notes',
      columns: {
        person_id: { ...id, references: 'Person.id', onDelete: 'CASCADE' },
        shop_id: { ...id, references: 'shops.id', onDelete: 'CASCADE' },
      },
      key: [],
    },
    { name: 'shops', databases: ['conform_there'], columns: { id }, key: ['id'] },
  ],
  triggers: [{ name: 'touch_person', table: 'Person', timing: 'BEFORE UPDATE', function: 'f' }],
}

const people = defineTable(
  'people',
  {
    email: varchar(120),
    ssn: varchar(30).optional(),
    token: varchar(64).optional().hidden(),
    score: decimal(5, 2).optional(),
    visits: bigint().default('0'),
    amount: decimal(20, 10).optional(),
    note: text().optional(),
    bio: text().optional(),
    kind: oneOf('A', 'B', 'C').optional(),
    colour: oneOf('RED', 'BLUE').optional(),
    seen: instant().optional(),
    active: boolean().default(true),
  },
  [
    unique(['email']),
    unique(['ssn']),
    index(['kind']),
    tenant(),
    softDeleted(),
    encrypted({ columns: ['ssn'], index: { ssn: [] } }),
    hashed({ columns: ['token'] }),
    searchable({ bio: 'A' }, { language: 'spanish' }),
    timestamped(),
  ],
)
const events = defineTable('events', { at: instant().defaultNow() }, [
  partitioned({ by: 'at', every: 'month' }),
])
const reports = defineView('reports', { id: uuid() }, 'select id from events', { key: ['id'] })
const tags = defineTable('tags', { name: varchar(40) })
const notes = defineTable(
  'notes',
  {
    personId: belongsTo('people', { onDelete: 'cascade' }),
    shopId: refersTo('there.shop'),
  },
  [tenant()],
)
const shops = defineTable('shops', {})

const folder = mkdtempSync(join(tmpdir(), 'acervo-rules-'))
const file = join(folder, 'specification.json')
writeFileSync(file, JSON.stringify(says))

const system = defineSystem({
  name: 'rules',
  databases: [
    defineDatabase({
      schema: 'conform_here',
      name: 'here',
      tables: { person: people, event: events, report: reports, tag: tags, note: notes },
    }),
    defineDatabase({ schema: 'conform_there', name: 'there', tables: { shop: shops } }),
  ],
  specification: async () =>
    defineSpecification({
      says: pathToFileURL(file),
      database: 'here',
      tables: { Person: { values: { colour: { Red: 'RED', Blue: 'BLUE' } } } },
      stands: { 'trigger touch_person': 'touch' },
    }),
})

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  let found: Conformance
  beforeAll(async () => {
    platform = await openTestPlatform([system])
    const { acervo, targets } = platform
    const all = await readConformance({ systems: [system], model: acervo.model, targets })
    found = all[0] as Conformance
  })
  afterAll(async () => {
    await platform?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const differences = () => found.items.flatMap((item) => item.differences)

  test('what follows from a trait or a habit needs no record', () => {
    expect(differences().filter((one) => one.class === 'unrecorded')).toEqual([])
    expect(found.conforms).toBe(true)
  })

  test('each rule has its cases, and a link within a tenant is the link that was asked for', () => {
    const byRule = Object.groupBy(differences(), ({ rule }) => rule ?? 'none')
    const keys = Object.entries(byRule).map(([rule, all]) => [rule, all?.map(({ key }) => key)])
    expect(Object.fromEntries(keys)).toEqual({
      bounded: ['tags.name type'],
      counter: ['Person.visits type'],
      covered: ['index person_email other'],
      defaulted: ['Person.visits null'],
      documented: ['Person.kind values documented'],
      encrypted: ['Person.ssn type'],
      enumeration: ['Person.kind type', 'Person.colour type'],
      filled: [
        'Person.updated_at default',
        'events.id default',
        'events.at default',
        'shops.id default',
      ],
      float: ['Person.score type'],
      hashed: ['Person.token type'],
      key: ['Person.id type', 'Person.id default'],
      live: ['Person unique (email) where', 'Person unique (ssn) where'],
      name: ['table Person name'],
      partitioned: ['events key columns'],
      reading: ['reports key missing', 'index r missing'],
      reference: ['notes.shop_id link missing'],
      repeated: ['index person_kind again repeated'],
      search: ['index person_bio other'],
      stand: ['trigger touch_person name'],
      unbounded: ['Person.note type'],
      value: ['Person.colour values words'],
      widened: ['Person.amount type'],
      zone: ['Person.seen type'],
    })
    expect(Object.keys(byRule).toSorted()).toEqual(Object.keys(rules).toSorted())
  })
})
