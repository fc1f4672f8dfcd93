// What is said: sessions of chat, conversations with agents, messages and what came with them.
import { chatSessions } from './chat-session.ts'
import { conversations } from './conversation.ts'
import { conversationShares } from './conversation-share.ts'
import { messages } from './message.ts'
import { messageAttachments } from './message-attachment.ts'

export const chatTables = {
  chatSession: chatSessions,
  conversation: conversations,
  conversationShare: conversationShares,
  message: messages,
  messageAttachment: messageAttachments,
}
