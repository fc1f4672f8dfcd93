// sm_comms_email: e-mails, whom they reach and who is not written to.
import { defineDatabase } from '../../../kernel/index.ts'
import { toChannelTables } from '../channel/channel.ts'
import { messages } from './message.ts'

export const commsEmail = defineDatabase({
  schema: 'sm_comms_email',
  name: 'commsEmail',
  area: 'communications',
  purpose: 'E-mails: sending, receipts, bounces and opt-outs',
  tables: {
    message: messages,
    ...toChannelTables({
      form: "address = lower(address) and address ~ '^[^@[:space:]]+@[^@[:space:]]+[.][a-z]{2,}$'",
    }),
  },
})
