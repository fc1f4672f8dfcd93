// sm_comms_voice: calls, their recordings, and who is not called.
import { defineDatabase } from '../../../kernel/index.ts'
import { telephone, toChannelTables } from '../channel/channel.ts'
import { messages } from './message.ts'
import { recordings } from './recording.ts'

export const commsVoice = defineDatabase({
  schema: 'sm_comms_voice',
  name: 'commsVoice',
  area: 'communications',
  purpose: 'Calls: dialling, outcomes, recordings and opt-outs',
  tables: { message: messages, recording: recordings, ...toChannelTables(telephone) },
})
