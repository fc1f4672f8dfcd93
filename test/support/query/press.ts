// A small publishing house for the tests of this room: every kind of link, trait and column once.
import { defineModel } from '../../../kernel/model/define-model.ts'
import {
  array,
  belongsTo,
  bigint,
  boolean,
  bytes,
  counter,
  date,
  decimal,
  double,
  inet,
  instant,
  integer,
  json,
  oneOf,
  real,
  refersTo,
  text,
  time,
  uuid,
  varchar,
  vector,
} from '../../../kernel/table/column.ts'
import { primaryKey, unique } from '../../../kernel/table/constraint.ts'
import { defineDatabase, defineSystem } from '../../../kernel/table/database.ts'
import { defineTable, defineView } from '../../../kernel/table/table.ts'
import {
  counted,
  embedded,
  partitioned,
  searchable,
  softDeleted,
  tenant,
  timestamped,
} from '../../../kernel/traits/index.ts'

const houses = defineTable(
  'houses',
  { name: text(), country: oneOf('ES', 'PT', 'FR'), bookCount: counter() },
  [unique(['name'])],
)

const authors = defineTable(
  'authors',
  {
    name: text(),
    bornOn: date().optional(),
    rating: double().optional(),
    tags: array(text()).default([]),
    meta: json().optional(),
    secret: text().optional().hidden(),
    mentorId: belongsTo('authors', { onDelete: 'set null', inverse: 'pupils' }).optional(),
  },
  [softDeleted(), timestamped(), searchable({ name: 'A' }, { language: 'simple' })],
)

const books = defineTable(
  'books',
  {
    isbn: varchar(13),
    title: text(),
    authorId: belongsTo('authors', { onDelete: 'cascade', inverse: 'books' }),
    houseId: belongsTo('houses', { onDelete: 'set null', inverse: 'books' }).optional(),
    price: decimal(10, 2).default('9.99'),
    pages: integer().optional(),
    sold: bigint().default('0'),
    code: text().immutable().optional(),
  },
  [softDeleted(), unique(['isbn']), counted('houseId', { into: 'bookCount' })],
)

const reviews = defineTable('reviews', {
  bookId: belongsTo('books', { onDelete: 'restrict', inverse: 'reviews' }),
  stars: integer(),
  body: text().optional(),
})

const categories = defineTable(
  'categories',
  {
    name: text(),
    parentId: belongsTo('categories', { onDelete: 'cascade', inverse: 'children' }).optional(),
  },
  [softDeleted()],
)

const readings = defineTable('readings', { at: instant().defaultNow(), note: text().optional() }, [
  partitioned({ by: 'at', every: 'month' }),
])

const notes = defineTable('notes', { slug: text(), body: text().optional() }, [
  tenant(),
  unique(['slug']),
])

const passages = defineTable('passages', { body: text() }, [
  embedded({ model: 'tiny', dimensions: 3, metric: 'cosine', index: 'hnsw' }),
])

const pairs = defineTable('pairs', { a: integer(), b: integer(), note: text().optional() }, [
  primaryKey('a', 'b'),
])

const everything = defineTable('everything', {
  ofText: text(),
  ofVarchar: varchar(5),
  ofInteger: integer(),
  ofBigint: bigint(),
  ofDecimal: decimal(20, 6),
  ofReal: real(),
  ofDouble: double(),
  ofBoolean: boolean(),
  ofUuid: uuid(),
  ofInstant: instant(),
  ofDate: date(),
  ofTime: time(),
  ofInet: inet(),
  ofBytes: bytes(),
  ofJson: json(),
  ofWord: oneOf('one', 'two'),
  ofVector: vector(3),
  ofTexts: array(text()),
  ofBigints: array(bigint()),
  ofInstants: array(instant()),
  ofManyBytes: array(bytes()),
  ofNothing: text().optional(),
})

const titles = defineView(
  'titles',
  { id: uuid(), title: text(), author: text() },
  'select b.id, b.title, a.name as author from books b join authors a on a.id = b.author_id',
  { key: ['id'] },
)

const members = defineTable('members', {
  name: text(),
  favouriteId: refersTo('press.author').optional(),
})

export const press = defineModel([
  defineSystem({
    name: 'example',
    databases: [
      defineDatabase({
        schema: 'press',
        name: 'press',
        tables: {
          house: houses,
          author: authors,
          book: books,
          review: reviews,
          category: categories,
          reading: readings,
          note: notes,
          passage: passages,
          pair: pairs,
          sample: everything,
          title: titles,
        },
      }),
      defineDatabase({ schema: 'club', name: 'club', tables: { member: members } }),
    ],
    together: [['press', 'club']],
  }),
])
