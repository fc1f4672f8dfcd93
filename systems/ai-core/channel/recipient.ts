// Whom a channel reaches: one address, once, with the zone by whose clock its owner is left in peace.
import {
  audited,
  check,
  defineTable,
  index,
  refersTo,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export interface Address {
  /** SQL over `address` that every address of the channel keeps. */
  readonly form: string
}

export const defineRecipients = ({ form }: Address) =>
  defineTable(
    'recipients',
    {
      address: varchar(320),
      partyId: refersTo('global.party').optional(),
      timeZone: varchar(60).default('Europe/Madrid'),
      locale: varchar(10).default('es'),
    },
    [
      unique(['address']),
      check('address', form),
      check('time_zone', "time_zone ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$'"),
      index(['partyId'], { where: 'party_id is not null' }),
      audited({ personal: ['address'] }),
      timestamped(),
      softDeleted(),
    ],
  )
