// Promises of the Model: what declarations become, and which are refused. Pure.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  belongsTo,
  boolean,
  check,
  counted,
  counter,
  defineDatabase,
  defineFeature,
  defineModel,
  defineSystem,
  defineTable,
  defineView,
  exclude,
  type Feature,
  index,
  instant,
  integer,
  isAcervoError,
  oneOf,
  partitioned,
  primaryKey,
  refersTo,
  searchable,
  softDeleted,
  type Table,
  tenant,
  text,
  timestamped,
  unique,
  varchar,
  vector,
} from '../index.ts'
import type { TableModel } from './model.ts'

const modelOf = (tables: Record<string, Table>, name = 'clinic') =>
  defineModel([
    defineSystem({ name, databases: [defineDatabase({ schema: `s_${name}`, name, tables })] }),
  ])

function tableOf(tables: Record<string, Table>, name: string): TableModel {
  const table = modelOf(tables).databases.get('clinic')?.tables.get(name)
  if (table === undefined) throw new Error(`no ${name}`)
  return table
}

/** The lines of the diagnosis, or none. */
function mistakesOf(build: () => unknown): string {
  try {
    build()
    return ''
  } catch (error) {
    if (!isAcervoError(error)) throw error
    expect(error.code).toBe('ACV100')
    return error.details ?? ''
  }
}

const names = (columns: readonly { name: string }[]) => columns.map((column) => column.name)

describe('keys and names', () => {
  test('a table without a key of its own gets a UUIDv7 id', () => {
    const { primaryKey: key, columns } = tableOf({ note: defineTable('notes', {}) }, 'note')
    expect(names(key)).toEqual(['id'])
    expect(columns.get('id')?.spec.default).toBe('acervo.uuid7()')
  })

  test('a declared key replaces the id', () => {
    const tag = defineTable('tags', { a: text(), b: text() }, [primaryKey('b', 'a')])
    const table = tableOf({ tag }, 'tag')
    expect(names(table.primaryKey)).toEqual(['b', 'a'])
    expect(table.columns.has('id')).toBe(false)
  })

  test('names that PostgreSQL would cut are shortened with a digest and stay apart', () => {
    const long = 'a'.repeat(60)
    const wide = defineTable(long, { first: text(), second: text() }, [
      unique(['first']),
      unique(['second']),
    ])
    const uniques = tableOf({ wide }, 'wide').uniques.map((one) => one.name)
    expect(new Set(uniques).size).toBe(2)
    for (const name of uniques) expect(name.length).toBeLessThanOrEqual(63)
  })
})

describe('qualifiers', () => {
  test('uniques of a tenant table start with the tenant and hold among live rows', () => {
    const user = defineTable('users', { email: text() }, [
      softDeleted(),
      unique(['email']),
      tenant(),
    ])
    const found = tableOf({ user }, 'user').uniques.find((one) => one.name === 'users_email_key')
    expect(names(found?.columns ?? [])).toEqual(['tenantId', 'email'])
    expect(found?.where).toBe('(deleted_at is null)')
  })

  test('the tenant is filled from the session and never updated', () => {
    const { columns } = tableOf({ note: defineTable('notes', {}, [tenant()]) }, 'note')
    const column = columns.get('tenantId')
    expect(column?.spec.default).toContain("current_setting('acervo.tenant', true)")
    expect(column?.updatable).toBe(false)
    expect(column?.spec.hidden).toBe(true)
  })

  test('two features that set one qualifier otherwise are told', () => {
    const note = defineTable('notes', { a: text(), b: text() }, [
      searchable({ a: 'A' }, { language: 'spanish' }),
      defineFeature('mine', () => [
        { kind: 'qualifier', qualifier: { type: 'search', column: 'a', configuration: 'simple' } },
      ]),
    ])
    expect(mistakesOf(() => modelOf({ note }))).toMatch(/ACV104 clinic\.note .*'search'/)
  })

  test('the order of features never changes the Model', () => {
    const features: readonly Feature[] = [
      timestamped(),
      tenant(),
      softDeleted(),
      searchable({ name: 'A' }, { language: 'spanish' }),
      unique(['name']),
      index(['name', '-createdAt']),
      check('named', "name <> ''"),
    ]
    const hashOf = (list: readonly Feature[]) =>
      modelOf({ note: defineTable('notes', { name: text() }, list) }).hash
    const wanted = hashOf(features)
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...features], { minLength: features.length }),
        (shuffled) => hashOf(shuffled) === wanted,
      ),
      { numRuns: 50 },
    )
  })
})

describe('links', () => {
  const parents = defineTable('parents', { name: text() }, [tenant()])

  test('a link between tenant tables carries the tenant, so a foreign row cannot be linked', () => {
    const child = defineTable(
      'children',
      { parentId: belongsTo('parents', { onDelete: 'set null', inverse: 'children' }).optional() },
      [tenant()],
    )
    const table = tableOf({ parent: parents, child }, 'child')
    expect(table.foreignKeys[0]).toMatchObject({
      columns: ['parent_id', 'tenant_id'],
      referencedColumns: ['id', 'tenant_id'],
      setNull: ['parent_id'],
    })
    const referenced = tableOf({ parent: parents, child }, 'parent').uniques[0]
    expect(new Set(names(referenced?.columns ?? []))).toEqual(new Set(['tenantId', 'id']))
  })

  test('a link to a partitioned table carries its instant', () => {
    const event = defineTable('events', { at: instant() }, [
      partitioned({ by: 'at', every: 'month' }),
    ])
    const note = defineTable('notes', { eventId: belongsTo('events').optional() })
    const table = tableOf({ event, note }, 'note')
    expect(table.columns.get('eventAt')?.spec.optional).toBe(true)
    expect(table.foreignKeys[0]?.columns).toEqual(['event_id', 'event_at'])
    expect(names(tableOf({ event, note }, 'event').primaryKey)).toEqual(['id', 'at'])
  })

  test('each link is indexed unless a key already starts with it', () => {
    const child = defineTable(
      'children',
      {
        aId: belongsTo('parents'),
        bId: belongsTo('parents'),
      },
      [unique(['aId'])],
    )
    const plain = defineTable('parents', { name: text() })
    const { indexes } = tableOf({ parent: plain, child }, 'child')
    expect(indexes.map((one) => one.elements)).toEqual([['b_id']])
  })

  test('an index over some rows stands for a link only where it leaves out those without a parent', () => {
    const child = defineTable(
      'children',
      {
        aId: belongsTo('parents').optional(),
        bId: belongsTo('parents'),
        cId: belongsTo('parents'),
        done: boolean(),
      },
      [
        index(['aId'], { where: 'a_id is not null' }),
        index(['bId'], { where: 'not done' }),
        unique(['cId'], { where: 'not done' }),
      ],
    )
    const plain = defineTable('parents', { name: text() })
    const { indexes } = tableOf({ parent: plain, child }, 'child')
    expect(indexes.slice(-2).map((one) => one.elements)).toEqual([['b_id'], ['c_id']])
    expect(indexes.map(({ name }) => name)).toEqual([
      'children_a_id_idx',
      'children_b_id_idx',
      'children_b_id_link_idx',
      'children_c_id_idx',
    ])
  })

  test('the inverse is named by the link, and only then exists', () => {
    const child = defineTable('children', {
      parentId: belongsTo('parents', { inverse: 'children' }),
      otherId: belongsTo('parents'),
    })
    const plain = defineTable('parents', { name: text() })
    const { relations } = tableOf({ parent: plain, child }, 'parent')
    expect([...relations.keys()]).toEqual(['children'])
  })
})

describe('mistakes are told all at once', () => {
  test('with table, feature, file and the nearest name', () => {
    const lines = mistakesOf(() =>
      modelOf({
        a: defineTable('as', { parentId: belongsTo('parnts'), word: oneOf('x', 'x') }, [
          unique(['wrod']),
        ]),
        parent: defineTable('parents', { 'bad-name': text(), len: varchar(0) }),
      }),
    )
    expect(lines.split('\n')).toHaveLength(5)
    expect(lines).toMatch(/ACV102 clinic\.a: 'parentId' belongs to 'parnts'.*'parents'/)
    expect(lines).toMatch(/ACV105 clinic\.a \[unique\].*'wrod'.*'word'/)
    expect(lines).toMatch(/define-model\.test\.ts/)
  })

  test.each([
    [
      'a view that names its own schema',
      () => modelOf({ v: defineView('v', { n: integer() }, 'select n from s_clinic.notes') }),
      /ACV105 clinic\.v: its query names the schema 's_clinic'/,
    ],
    ['a reserved short name', () => modelOf({}, 'health'), /ACV101/],
    [
      'a counter that is no counter',
      () => {
        const parent = defineTable('parents', { n: integer() })
        const child = defineTable('children', { parentId: belongsTo('parents') }, [
          counted('parentId', { into: 'n' }),
        ])
        return modelOf({ parent, child })
      },
      /ACV103 clinic\.child \[counted\].*'n'/,
    ],
    [
      'a kept child of a parent that deletes for good',
      () => {
        const parent = defineTable('parents', { n: counter() })
        const child = defineTable(
          'children',
          { parentId: belongsTo('parents', { onDelete: 'cascade' }) },
          [softDeleted()],
        )
        return modelOf({ parent, child })
      },
      /ACV103 clinic\.child.*softDeleted/,
    ],
    [
      'a partition by an optional column',
      () => {
        const event = defineTable('events', { at: instant().optional() }, [
          partitioned({ by: 'at', every: 'month' }),
        ])
        return modelOf({ event })
      },
      /ACV103 clinic\.event/,
    ],
    [
      'a unique of a partitioned table without its instant',
      () => {
        const event = defineTable('events', { at: instant(), key: text() }, [
          partitioned({ by: 'at', every: 'month' }),
          unique(['key']),
        ])
        return modelOf({ event })
      },
      /ACV103 clinic\.event.*events_key_key/,
    ],
    [
      'a reference to nowhere',
      () => modelOf({ note: defineTable('notes', { partyId: refersTo('globl.party') }) }),
      /ACV102.*globl/,
    ],
    [
      'set null on a required link',
      () => {
        const parent = defineTable('parents', {})
        const child = defineTable('children', {
          parentId: belongsTo('parents', { onDelete: 'set null' }),
        })
        return modelOf({ parent, child })
      },
      /ACV102 clinic\.child.*not optional/,
    ],
    [
      'a key of words that all tenants would share',
      () =>
        modelOf({ code: defineTable('codes', { word: text() }, [tenant(), primaryKey('word')]) }),
      /ACV104 clinic\.code.*tenants.*primaryKey\('tenantId', 'word'\)/,
    ],
    [
      'a trigger whose name PostgreSQL would cut',
      () => {
        const long = 'n'.repeat(60)
        const parent = defineTable('parents', { [long]: counter() })
        const links = { parentId: belongsTo('parents') }
        const child = defineTable('children', links, [counted('parentId', { into: long })])
        return modelOf({ parent, child })
      },
      /ACV101 clinic\.child.*'count_n+_insert' is longer than 63 bytes/,
    ],
    [
      'two checks of one name, with what each says',
      () =>
        modelOf({
          note: defineTable('notes', { n: integer() }, [check('n', 'n > 0'), check('n', 'n < 9')]),
        }),
      /ACV101 clinic\.note.*'notes_n_check'.*check n > 0 \/ check n < 9/,
    ],
    [
      'two indexes of one name',
      () =>
        modelOf({
          note: defineTable('notes', { n: integer(), m: integer() }, [
            index(['n'], { name: 'notes_idx' }),
            index(['m'], { name: 'notes_idx' }),
          ]),
        }),
      /ACV101 clinic\.note.*'notes_idx'.*index over n \/ index over m/,
    ],
    [
      'an index of one name in two tables',
      () =>
        modelOf({
          note: defineTable('notes', { n: integer() }, [index(['n'], { name: 'by_n' })]),
          page: defineTable('pages', { n: integer() }, [index(['n'], { name: 'by_n' })]),
        }),
      /ACV101 clinic\.page: the name 'by_n' is one of 'note' already/,
    ],
    [
      'a unique named as another table is',
      () =>
        modelOf({
          note: defineTable('notes', { n: integer() }),
          page: defineTable('pages', { n: integer() }, [unique(['n'], { name: 'notes' })]),
        }),
      /ACV101 clinic\.page: the name 'notes' is one of 'note' already/,
    ],
    [
      'two columns that trade their names',
      () => modelOf({ note: defineTable('notes', { a: text().was('b'), b: text().was('a') }) }),
      /ACV101 clinic\.note.*'a' was 'b', which is a column still/,
    ],
    [
      'two tables that trade their names',
      () =>
        modelOf({
          a: defineTable('as', {}, [], { was: 'bs' }),
          b: defineTable('bs', {}, [], { was: 'as' }),
        }),
      /ACV101 clinic\.a:.*it was 'bs', which is a table still/,
    ],
    [
      'a link to rows of tenants from rows of nobody',
      () => {
        const parent = defineTable('parents', {}, [tenant()])
        return modelOf({
          parent,
          child: defineTable('children', { parentId: belongsTo('parents') }),
        })
      },
      /ACV104 clinic\.child.*'parentId' belongs to 'parents'/,
    ],
    [
      'a column given twice',
      () => modelOf({ note: defineTable('notes', { createdAt: text() }, [timestamped()]) }),
      /ACV104.*createdAt/,
    ],
  ])('%s', (_, build, wanted) => {
    expect(mistakesOf(build)).toMatch(wanted)
  })
})

test('views come after the tables they read and offer no writes', () => {
  const view = defineView('totals', { n: integer() }, 'select count(*)::int as n from notes', {
    key: ['n'],
  })
  const model = modelOf({ total: view, note: defineTable('notes', {}) })
  const tables = [...(model.databases.get('clinic')?.tables.values() ?? [])]
  expect(tables.map((table) => table.name)).toEqual(['note', 'total'])
  expect(tables[1]?.columns.get('n')?.insertable).toBe(false)
})

test('a vector column asks for the extension, with or without the trait', () => {
  const face = defineTable('faces', { encoding: vector(128) })
  expect(modelOf({ face }).databases.get('clinic')?.objects).toEqual([
    { type: 'extension', name: 'vector' },
  ])
})

test('an exclusion asks for the extension that compares plain values', () => {
  const slot = defineTable('slots', { room: text() }, [exclude('busy', { room: '=' })])
  expect(modelOf({ slot }).databases.get('clinic')?.objects).toEqual([
    { type: 'extension', name: 'btree_gist' },
  ])
})

test('an exclusion of a tenant table holds within the tenant and among live rows', () => {
  const slot = defineTable('slots', { room: text() }, [
    exclude('busy', { room: '=' }, { where: "room <> ''" }),
    tenant(),
    softDeleted(),
  ])
  expect(tableOf({ slot }, 'slot').exclusions).toEqual([
    {
      name: 'slots_busy_excl',
      elements: [
        { expression: '"tenant_id"', operator: '=' },
        { expression: 'room', operator: '=' },
      ],
      where: "(deleted_at is null) and (room <> '')",
    },
  ])
})
