// What an area reported about a subject whose person is not known yet: a payment that came before its policy. It
// becomes a fact as soon as somebody says whose the subject is.
import {
  bigint,
  defineTable,
  index,
  instant,
  json,
  unique,
  uuid,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const openFacts = defineTable(
  'open_facts',
  {
    area: varchar(40),
    kind: varchar(120),
    subjectType: varchar(80),
    subjectId: varchar(200),
    sequence: bigint(),
    /** Where the person will come from. */
    rootType: varchar(80),
    rootId: varchar(200),
    payload: json(),
    validFrom: instant(),
    recordedAt: instant(),
    eventId: uuid(),
  },
  [
    unique(['eventId']),
    index(['area', 'rootType', 'rootId']),
    index(['area', 'subjectType', 'subjectId', 'sequence']),
    withheld('update'),
  ],
)
