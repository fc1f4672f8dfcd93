// What a law, a contract or ourselves ask of us by a day. It is met by evidence, never by word.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const obligations = defineTable(
  'obligations',
  {
    code: varchar(40),
    title: text(),
    description: text().optional(),
    source: oneOf('LAW', 'REGULATOR', 'CONTRACT', 'POLICY'),
    ownerId: refersTo('hr.employee').optional(),
    dueOn: date(),
    status: oneOf('OPEN', 'MET', 'WAIVED').default('OPEN'),
    waivedBecause: text().optional(),
    evidenceCount: counter(),
  },
  [
    states('status', { next: { OPEN: ['MET', 'WAIVED'], MET: ['OPEN'], WAIVED: ['OPEN'] } }),
    unique(['code']),
    check('met', "status <> 'MET' or evidence_count > 0"),
    check('waived', "(status = 'WAIVED') = (waived_because is not null)"),
    index(['dueOn'], { where: "status = 'OPEN'" }),
    emits('Obligation', {
      ObligationMet: { when: "status = 'MET'", payload: { obligationId: 'id', code: 'code' } },
      ObligationWaived: {
        when: "status = 'WAIVED'",
        payload: { obligationId: 'id', code: 'code' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ code: 'A', title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
