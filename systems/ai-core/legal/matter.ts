// A dispute, claim or consultation that somebody answers for.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  index,
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

export const matters = defineTable(
  'matters',
  {
    number: varchar(40),
    title: text(),
    kind: oneOf('LITIGATION', 'CLAIM', 'ADVICE', 'REGULATORY'),
    partyId: refersTo('global.party').optional(),
    responsibleId: refersTo('hr.employee').optional(),
    status: oneOf('OPEN', 'ON_HOLD', 'WON', 'LOST', 'SETTLED', 'CLOSED').default('OPEN'),
    openedOn: date(),
    closedOn: date().optional(),
    summary: text().optional(),
  },
  [
    states('status', {
      next: {
        OPEN: ['ON_HOLD', 'WON', 'LOST', 'SETTLED', 'CLOSED'],
        ON_HOLD: ['OPEN', 'WON', 'LOST', 'SETTLED', 'CLOSED'],
        WON: [],
        LOST: [],
        SETTLED: [],
        CLOSED: [],
      },
    }),
    unique(['number']),
    check('term', 'closed_on >= opened_on'),
    check('closed', "(status in ('OPEN', 'ON_HOLD')) = (closed_on is null)"),
    index(['status', '-openedOn']),
    index(['partyId'], { where: 'party_id is not null' }),
    emits('Matter', {
      MatterOpened: { payload: { matterId: 'id', partyId: 'partyId' } },
      MatterClosed: {
        when: 'closed_on is not null',
        payload: { matterId: 'id', status: 'status' },
      },
    }),
    audited({ personal: ['summary'] }),
    timestamped(),
    softDeleted(),
    searchable({ number: 'A', title: 'A', summary: 'B' }, { language: 'spanish' }),
  ],
)
