// The list of systems: the one place to add another.
import { agentsSystem } from './agents/system.ts'
import { aiCore } from './ai-core/system.ts'
import { banking } from './banking/system.ts'
import { conversationPlatform } from './conversations/system.ts'
import { orquix } from './orquix/system.ts'

export const systems = [aiCore, agentsSystem, banking, conversationPlatform, orquix] as const
