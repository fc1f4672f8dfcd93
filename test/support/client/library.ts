// A lending library for the tests of the client: two databases that a transaction may span, one that it may not.
import {
  belongsTo,
  counted,
  counter,
  date,
  decimal,
  defineDatabase,
  defineSystem,
  defineTable,
  defineView,
  integer,
  oneOf,
  refersTo,
  softDeleted,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'

const authors = defineTable('authors', { name: text(), bookCount: counter() }, [
  softDeleted(),
  unique(['name']),
])
const books = defineTable(
  'books',
  {
    authorId: belongsTo('authors', { onDelete: 'cascade', inverse: 'books' }),
    isbn: varchar(13),
    kind: oneOf('NOVEL', 'ESSAY').default('NOVEL'),
    price: decimal(8, 2),
    pages: integer().optional(),
    publishedOn: date().optional(),
  },
  [timestamped(), softDeleted(), unique(['isbn']), counted('authorId', { into: 'bookCount' })],
)
const shelves = defineView(
  'shelves',
  { authorId: uuid(), author: text(), books: integer() },
  `select a.id as author_id, a.name as author, count(b.id)::integer as books
     from {schema}.authors a left join {schema}.books b on b.author_id = a.id
     group by a.id`,
  { key: ['authorId'] },
)
const members = defineTable('members', {
  name: text(),
  favouriteId: refersTo('library.book').optional(),
})
const secrets = defineTable(
  'secrets',
  { word: text(), bookId: refersTo('library.book').optional() },
  [tenant(), unique(['word'])],
)

const library = defineDatabase({
  schema: 'library',
  name: 'library',
  tables: { author: authors, book: books, shelf: shelves },
})
const club = defineDatabase({ schema: 'club', name: 'club', tables: { member: members } })
const vault = defineDatabase({ schema: 'vault', name: 'vault', tables: { secret: secrets } })

export const librarySystem = defineSystem({
  name: 'library',
  databases: [library, club, vault],
  together: [['library', 'club']],
})
