// Who is on call during a stretch of time, in turns.
import {
  audited,
  check,
  defineTable,
  emits,
  instant,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { covered } from './covered.ts'

export const onCallRotas = defineTable(
  'on_call_rotas',
  {
    name: varchar(120),
    startsAt: instant(),
    endsAt: instant(),
    status: oneOf('DRAFT', 'PUBLISHED').default('DRAFT'),
  },
  [
    unique(['name', 'startsAt']),
    check('term', 'ends_at > starts_at'),
    covered('id'),
    emits('OnCallRota', {
      RotaPublished: { when: "status = 'PUBLISHED'", payload: { rotaId: 'id', name: 'name' } },
    }),
    audited(),
    timestamped(),
  ],
)
