// The databases of the system and the type of the client over them.
import type { DatabasesOf, Db, System } from '../../kernel/index.ts'
import { conversationsDatabase } from './database.ts'

export const databases = [conversationsDatabase] as const

export type Client = Db<DatabasesOf<readonly [System<'conversations', typeof databases>]>>
