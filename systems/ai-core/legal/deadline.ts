// A day that must not be missed, of a matter or of a contract, with its ladder of reminders.
import {
  array,
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  index,
  integer,
  oneOf,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { reminderLadder } from '../reminder-ladder.ts'

export const deadlines = defineTable(
  'deadlines',
  {
    matterId: belongsTo('matters', { inverse: 'deadlines' }).optional().immutable(),
    contractId: belongsTo('legal_contracts', { inverse: 'deadlines' }).optional().immutable(),
    title: text(),
    dueOn: date(),
    remindDays: array(integer()).default([30, 14, 7, 1]),
    status: oneOf('OPEN', 'MET', 'MISSED').default('OPEN'),
  },
  [
    states('status', { next: { OPEN: ['MET', 'MISSED'], MET: ['OPEN'], MISSED: ['MET'] } }),
    check('one_subject', '(matter_id is null) <> (contract_id is null)'),
    check('days', '0 <= all (remind_days) and cardinality(remind_days) <= 20'),
    reminderLadder({
      reminders: 'reminders',
      link: 'deadline_id',
      due: 'n.due_on',
      days: 'n.remind_days',
      open: "n.status = 'OPEN'",
    }),
    index(['dueOn'], { where: "status = 'OPEN'" }),
    index(['matterId'], { where: 'matter_id is not null' }),
    index(['contractId'], { where: 'contract_id is not null' }),
    audited(),
    timestamped(),
  ],
)
