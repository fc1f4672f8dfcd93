// How many forms a sender sent in an hour: the row that those who send at once wait for, and the check that ends it.
import {
  check,
  defineTable,
  instant,
  integer,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const formsPerHourMax = 5

export const formSenders = defineTable(
  'form_senders',
  {
    senderDigest: varchar(64).maintained(),
    hour: instant().maintained(),
    formCount: integer().default(0).maintained(),
  },
  [
    unique(['senderDigest', 'hour']),
    check('forms_an_hour', `form_count <= ${formsPerHourMax}`),
    withheld('insert', 'update'),
  ],
)
