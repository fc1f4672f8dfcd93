// Somebody who may become a client. Converted it is a party of master data: an existing one or a new one, never a
// second row of the same person.
import {
  audited,
  check,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const leads = defineTable(
  'leads',
  {
    source: oneOf('WEB', 'PHONE', 'REFERRAL', 'CAMPAIGN', 'PARTNER', 'IMPORT'),
    /** What the source calls it: the same lead twice is one. */
    sourceKey: varchar(200),
    interest: oneOf('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'OTHER'),
    name: varchar(200),
    email: varchar(320).optional(),
    phone: varchar(40).optional(),
    message: text().optional(),
    owner: varchar(200).optional(),
    status: oneOf('NEW', 'CONTACTED', 'QUALIFIED', 'CONVERTED', 'LOST').default('NEW'),
    partyId: refersTo('global.party').optional(),
    convertedAt: instant().optional(),
    lostReason: text().optional(),
  },
  [
    unique(['source', 'sourceKey']),
    check('reachable', 'email is not null or phone is not null'),
    check('converted', "(status = 'CONVERTED') = (party_id is not null)"),
    check('lost', "(status = 'LOST') = (lost_reason is not null)"),
    index(['status', 'createdAt']),
    index(['partyId'], { where: 'party_id is not null' }),
    states('status', {
      next: {
        NEW: ['CONTACTED', 'QUALIFIED', 'LOST'],
        CONTACTED: ['QUALIFIED', 'LOST'],
        QUALIFIED: ['CONVERTED', 'LOST'],
        CONVERTED: [],
        LOST: ['CONTACTED'],
      },
      initial: ['NEW', 'CONTACTED'],
      stamps: { CONVERTED: 'convertedAt' },
    }),
    frozen({
      when: "status = 'CONVERTED'",
      except: ['owner'],
      message: 'a lead that was converted stays as it is',
    }),
    emits('Lead', {
      LeadReceived: { payload: { leadId: 'id', source: 'source', interest: 'interest' } },
      LeadConverted: {
        when: "status = 'CONVERTED'",
        payload: { leadId: 'id', partyId: 'partyId', interest: 'interest' },
      },
    }),
    audited({ personal: ['name', 'email', 'phone', 'message'] }),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', email: 'B', message: 'C' }, { language: 'spanish' }),
  ],
)
