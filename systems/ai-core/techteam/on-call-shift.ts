// One turn: one person at a time.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  exclude,
  index,
  instant,
  refersTo,
  timestamped,
} from '../../../kernel/index.ts'
import { covered } from './covered.ts'

export const onCallShifts = defineTable(
  'on_call_shifts',
  {
    rotaId: belongsTo('on_call_rotas', { inverse: 'shifts' }).immutable(),
    employeeId: refersTo('hr.employee'),
    startsAt: instant(),
    endsAt: instant(),
  },
  [
    exclude('one_at_a_time', { rota_id: '=', 'tstzrange(starts_at, ends_at)': '&&' }),
    exclude('not_twice', { employee_id: '=', 'tstzrange(starts_at, ends_at)': '&&' }),
    check('term', 'ends_at > starts_at'),
    covered('rotaId'),
    index(['rotaId', 'startsAt']),
    audited(),
    timestamped(),
  ],
)
