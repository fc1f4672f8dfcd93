// sm_comms_sms: text messages, whom they reach and who is not written to.
import { defineDatabase } from '../../../kernel/index.ts'
import { telephone, toChannelTables } from '../channel/channel.ts'
import { messages } from './message.ts'

export const commsSms = defineDatabase({
  schema: 'sm_comms_sms',
  name: 'commsSms',
  area: 'communications',
  purpose: 'Text messages: sending, receipts and opt-outs',
  tables: { message: messages, ...toChannelTables(telephone) },
})
