// sm_marketing: campaigns, whom they go to, what was sent, who does not want it.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { audienceMembers } from './audience-member.ts'
import { campaigns } from './campaign.ts'
import { optOuts } from './opt-out.ts'
import { sends } from './send.ts'

export const marketing = defineDatabase({
  schema: 'sm_marketing',
  name: 'marketing',
  area: 'others',
  purpose: 'Campaigns, audiences, sends and opt-outs',
  tables: {
    campaign: campaigns,
    audienceMember: audienceMembers,
    send: sends,
    optOut: optOuts,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
