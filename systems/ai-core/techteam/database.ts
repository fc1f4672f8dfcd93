// sm_techteam: what is looked after, what went wrong with it, and who is on call.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { assets } from './asset.ts'
import { incidents } from './incident.ts'
import { onCallRotas } from './on-call-rota.ts'
import { onCallShifts } from './on-call-shift.ts'

export const techteam = defineDatabase({
  schema: 'sm_techteam',
  name: 'techteam',
  area: 'others',
  purpose: 'Assets, incidents and on-call rotas',
  tables: {
    asset: assets,
    incident: incidents,
    onCallRota: onCallRotas,
    onCallShift: onCallShifts,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
