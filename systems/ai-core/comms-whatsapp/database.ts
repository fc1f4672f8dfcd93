// sm_comms_whatsapp: WhatsApp messages both ways, and who is not written to.
import { defineDatabase } from '../../../kernel/index.ts'
import { telephone, toChannelTables } from '../channel/channel.ts'
import { inboundMessages } from './inbound-message.ts'
import { messages } from './message.ts'

export const commsWhatsapp = defineDatabase({
  schema: 'sm_comms_whatsapp',
  name: 'commsWhatsapp',
  area: 'communications',
  purpose: 'WhatsApp messages: templates, answers within a day, receipts and opt-outs',
  tables: { message: messages, inboundMessage: inboundMessages, ...toChannelTables(telephone) },
})
