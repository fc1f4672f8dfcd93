// A contract with somebody else, and the last day on which notice can be given.
import {
  audited,
  boolean,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  integer,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const legalContracts = defineTable(
  'legal_contracts',
  {
    number: varchar(40),
    title: text(),
    partyId: refersTo('global.party'),
    startsOn: date(),
    endsOn: date().optional(),
    noticeDays: integer().default(30),
    /** The last day for a notice. */
    noticeOn: date().optional().generatedAs('ends_on - notice_days'),
    renewsItself: boolean().default(false),
    status: oneOf('DRAFT', 'SIGNED', 'NOTICE_GIVEN', 'ENDED').default('DRAFT'),
    noticeGivenOn: date().optional(),
  },
  [
    states('status', {
      next: {
        DRAFT: ['SIGNED'],
        SIGNED: ['NOTICE_GIVEN', 'ENDED'],
        NOTICE_GIVEN: ['ENDED'],
        ENDED: [],
      },
    }),
    unique(['number']),
    check('term', 'ends_on > starts_on'),
    check('notice_days', 'notice_days >= 0'),
    check('notice_in_time', 'notice_given_on <= ends_on - notice_days'),
    check('notice', "status <> 'NOTICE_GIVEN' or notice_given_on is not null"),
    frozen({
      when: "status = 'ENDED'",
      message: 'an ended contract stays as it is',
    }),
    index(['noticeOn'], { where: "status = 'SIGNED'" }),
    index(['partyId']),
    emits('LegalContract', {
      ContractSigned: {
        when: "status = 'SIGNED'",
        payload: { contractId: 'id', noticeOn: 'noticeOn' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ number: 'A', title: 'A' }, { language: 'spanish' }),
  ],
)
