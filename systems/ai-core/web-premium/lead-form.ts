// A form that somebody sent: once, whatever the browser repeats, and at most a few an hour from one sender. It
// becomes a lead by its event.
import {
  audited,
  belongsTo,
  boolean,
  check,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  searchable,
  text,
  unique,
  uuid,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { limitedBySender } from './limited-by-sender.ts'

export const leadForms = defineTable(
  'lead_forms',
  {
    /** Made by the browser when the form is opened: sent twice it is one form. */
    formKey: uuid(),
    pageId: belongsTo('pages', { inverse: 'forms' }).optional(),
    interest: oneOf('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'OTHER'),
    name: varchar(200),
    email: varchar(320).optional(),
    phone: varchar(40).optional(),
    message: text().optional(),
    hasConsented: boolean(),
    /** A keyed digest of the sender's address, so that the address is not kept. */
    senderDigest: varchar(64),
    sentAt: instant().defaultNow(),
  },
  [
    unique(['formKey']),
    check('reachable', 'email is not null or phone is not null'),
    check('email', "email like '%_@_%'"),
    check('consent', 'has_consented'),
    check('digest', "sender_digest ~ '^[0-9a-f]{64}$'"),
    index(['-sentAt']),
    limitedBySender(),
    withheld('update'),
    emits('LeadForm', {
      LeadFormSent: {
        payload: {
          formId: 'id',
          interest: 'interest',
          name: 'name',
          email: 'email',
          phone: 'phone',
          message: 'message',
        },
        required: ['formId', 'interest', 'name'],
      },
    }),
    audited({ subject: 'id' }),
    searchable({ name: 'A', message: 'B' }, { language: 'spanish' }),
  ],
)
