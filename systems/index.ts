// The list of systems: the one place to add another.
import { aiCore } from './ai-core/system.ts'

export const systems = [aiCore] as const
