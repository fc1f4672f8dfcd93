// What a client begins, only who is not blocked begins: an appointment, a conversation, a new password. What was begun
// goes on, and visitors whom nobody knows are not meant.
import { lockedBy } from '../../kernel/index.ts'

export const ofActiveClient = lockedBy('clientId', {
  when: "status <> 'ACTIVE'",
  events: ['insert'],
  message: 'the client is blocked or deleted',
})
