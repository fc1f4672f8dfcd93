// Promises of conformance, on a small specification with one of each kind of fault and a system that answers it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import {
  belongsTo,
  check,
  corrected,
  date,
  defineDatabase,
  defineSpecification,
  defineSystem,
  defineTable,
  defineView,
  index,
  instant,
  integer,
  json,
  missing,
  oneOf,
  type Specification,
  type Specified,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../index.ts'
import { type Conformance, readConformance } from './index.ts'

const says: Specified = {
  number: '900',
  title: 'Library',
  enums: { Shelf: ['OPEN', 'Closed'] },
  tables: [
    {
      name: 'Member',
      columns: {
        id: { type: 'TEXT', null: false, default: 'cuid()' },
        email: { type: 'VARCHAR(255)', null: false },
        fullName: { type: 'VARCHAR(100)', null: true },
        role: { type: 'VARCHAR(20)', null: true, default: "'READER'" },
        joinedAt: { type: 'TIMESTAMP', null: true, default: 'CURRENT_TIMESTAMP' },
        age: { type: 'INT', null: true },
        fax: { type: 'TEXT', null: true },
        updatedAt: { type: 'TIMESTAMP', null: false },
      },
      key: ['id'],
      uniques: [['email']],
      checks: [
        { column: 'role', values: ['READER', 'LIBRARIAN'] },
        { column: 'age', expression: 'age BETWEEN 0 AND 120' },
      ],
      indexes: [
        { name: 'member_email_idx', columns: ['email'] },
        { name: 'member_recent_idx', columns: ['joinedAt'], where: '"joinedAt" > now()' },
        { name: 'member_role_idx', columns: ['role', 'age DESC'] },
      ],
    },
    {
      name: 'books',
      columns: {
        id: { type: 'UUID', null: false, default: 'gen_random_uuid()' },
        title: { type: 'TEXT', null: false },
        shelf: { type: '"Shelf"', null: false, default: "'OPEN'" },
        borrower_id: { type: 'TEXT', null: true, references: 'Member.id', onDelete: 'CASCADE' },
        due_on: { type: 'DATE', null: true },
        extra: { type: 'JSONB', null: true },
      },
      key: ['id'],
      indexes: [
        { name: 'books_lost_idx', columns: [], where: 'extra IS NULL' },
        { name: 'books_extra_gin', columns: ['extra'], method: 'gin' },
        { name: 'books_due_idx', columns: ['due_on'], where: 'due_on IS NOT NULL' },
        {
          name: 'books_title_fts',
          columns: ['title'],
          method: 'gin',
          expression: "to_tsvector('english', title)",
        },
      ],
    },
    { name: 'Loan', implied: true, columns: {}, key: [] },
  ],
  views: [{ name: 'open_books', definition: "SELECT id, title FROM books WHERE shelf = 'OPEN'" }],
  triggers: [
    { name: 'touch_member', table: 'Member', timing: 'BEFORE UPDATE', function: 'touch_row' },
  ],
  functions: [{ name: 'touch_row', body: 'BEGIN NEW.updated_at = now(); RETURN NEW; END;' }],
}

const members = defineTable(
  'members',
  {
    email: varchar(255),
    name: varchar(80).optional(),
    role: oneOf('READER', 'LIBRARIAN').default('READER'),
    joinedAt: instant().defaultNow(),
    age: integer().optional(),
    deletedAt: instant().optional(),
  },
  [
    unique(['email']),
    check('age', 'age between 0 and 120'),
    index(['joinedAt']),
    index(['-role', 'age']),
    timestamped(),
  ],
)
const books = defineTable(
  'books',
  {
    title: text(),
    shelf: oneOf('OPEN', 'CLOSED').default('OPEN'),
    borrowerId: belongsTo('members', { onDelete: 'set null' }).optional(),
    dueOn: date().optional(),
    extra: json().optional(),
  },
  [index(['extra'], { using: 'gin' }), index(['dueOn'], { where: 'due_on is not null' })],
)
const openBooks = defineView(
  'open_books',
  { id: uuid(), title: text() },
  "select id, title from books where shelf = 'OPEN'",
  { key: ['id'] },
)
const library = defineDatabase({
  schema: 'conform_library',
  name: 'library',
  tables: { member: members, book: books, openBook: openBooks },
})

const folder = mkdtempSync(join(tmpdir(), 'acervo-conformance-'))
const file = join(folder, 'specification.json')
writeFileSync(file, JSON.stringify(says))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Answers = Omit<Parameters<typeof defineSpecification>[0], 'says' | 'database'>

const recorded: Answers = {
  tables: {
    Member: { columns: { fullName: 'name' } },
    books: { values: { shelf: { Closed: 'CLOSED' } } },
  },
  stands: { 'trigger touch_member': 'touch', 'function touch_row': 'members_touch' },
  differences: {
    'Member.fullName type': corrected('names are short'),
    'Member.fax missing': missing('nobody has one'),
    'index member_recent_idx refused': corrected('O9-01'),
    'books.borrower_id link delete': corrected('O9-02'),
    'index books_title_fts missing': corrected('titles are few'),
    'index books_lost_idx refused': corrected('O9-05'),
    'table Loan missing': missing('only named'),
    'function touch_row text': corrected('the clock is acervo.now()'),
  },
}

function answer(answers: Answers) {
  const specification: Specification = defineSpecification({
    says: pathToFileURL(file),
    database: 'library',
    ...answers,
  })
  return defineSystem({
    name: 'library',
    databases: [library],
    specification: async () => specification,
  })
}

onEachEngine(() => {
  let platform: TestPlatform<readonly [ReturnType<typeof answer>]>
  beforeAll(async () => {
    platform = await openTestPlatform([answer({})])
  })
  afterAll(() => platform?.close())

  async function read(answers: Answers): Promise<Conformance> {
    const { acervo, targets } = platform
    const system = answer(answers)
    const [found] = await readConformance({ systems: [system], model: acervo.model, targets })
    return found as Conformance
  }
  const unrecorded = ({ items }: Conformance) =>
    items
      .flatMap(({ differences }) => differences)
      .filter((one) => one.class === 'unrecorded')
      .map(({ key }) => key)

  const classOf = ({ items }: Conformance, key: string) =>
    items.find((item) => item.key === key)?.class

  test('every difference that nobody wrote down is told by its key', async () => {
    const found = await read({})
    expect(unrecorded(found)).toEqual([
      'Member.fullName missing',
      'Member.fax missing',
      'index member_recent_idx refused',
      'books.shelf values other',
      'books.borrower_id link delete',
      'index books_lost_idx refused',
      'index books_title_fts missing',
      'table Loan missing',
      'trigger touch_member missing',
      'function touch_row missing',
    ])
    expect(found.conforms).toBe(false)
  })

  test('what follows from how everything is declared needs no record', async () => {
    const found = await read(recorded)
    const rules = found.items.flatMap(({ differences }) => differences.map(({ rule }) => rule))
    expect([...new Set(rules)].toSorted()).toEqual([
      'covered',
      'defaulted',
      'enumeration',
      'filled',
      'key',
      'name',
      'stand',
      'value',
      'zone',
      undefined,
    ])
    expect(classOf(found, 'Member.id')).toBe('retyped')
    expect(classOf(found, 'table Member')).toBe('renamed')
    expect(classOf(found, 'Member.role')).toBe('corrected')
  })

  test('with all on record it conforms, and the counts say how', async () => {
    const found = await read(recorded)
    expect(unrecorded(found)).toEqual([])
    expect(found.stale).toEqual([])
    expect(found.conforms).toBe(true)
    expect(found.counts).toEqual({
      same: 16,
      corrected: 10,
      renamed: 3,
      retyped: 3,
      missing: 2,
      extra: 2,
      unrecorded: 0,
    })
  })

  test('a record of what does not differ is stale, and so is an answer nobody asked for', async () => {
    const differences = { ...recorded.differences, 'Member.email type': corrected('no') }
    const found = await read({
      ...recorded,
      differences,
      answers: { zone: 'O9-03', live: 'O9-04' },
    })
    expect(found.stale).toEqual(['Member.email type', 'answers.live'])
    expect(found.conforms).toBe(false)
    const zoned = found.items.find(({ key }) => key === 'Member.joinedAt')?.differences
    expect(zoned?.map(({ because }) => because?.split(':')[0])).toContain('O9-03')
  })

  test('the longest pattern that fits is the record', async () => {
    const differences = {
      '*': corrected('anything'),
      'Member.*': corrected('a member'),
      'Member.f*': missing('nobody has one'),
    }
    const found = await read({ ...recorded, differences })
    const because = (key: string) =>
      found.items.flatMap((item) => item.differences).find((one) => one.key === key)?.because
    expect(because('Member.fax missing')).toBe('nobody has one')
    expect(because('Member.id type')).toBe('a member')
    expect(because('table Loan missing')).toBe('anything')
  })

  test('a name that leads nowhere is told at once', async () => {
    const tables = { Member: { columns: { fullName: 'nothing' } }, Nobody: 'library.member' }
    await expect(read({ tables, answers: { zones: 'O9-03' } })).rejects.toMatchObject({
      code: 'ACV100',
      details:
        'tables.Member: member has no column nothing\ntables.Nobody: the specification has no such table\nanswers.zones: there is no such rule',
    })
  })

  test('what was changed by hand shows, though no declaration changed', async () => {
    const alter = (sql: string) => platform.query(`alter table conform_library.books ${sql}`)
    try {
      await alter('alter column title drop not null')
      expect(unrecorded(await read(recorded))).toEqual(['books.title null'])
    } finally {
      await alter('alter column title set not null')
    }
  })

  test('nothing of it stays behind', async () => {
    await read(recorded)
    const { rows } = await platform.query(
      "select nspname from pg_namespace where nspname like 'acervo_scratch%'",
    )
    expect(rows).toEqual([])
  })
})
