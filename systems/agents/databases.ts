// The databases of the system and the type of the client over them.
import type { DatabasesOf, Db, System } from '../../kernel/index.ts'
import { agents } from './database.ts'

export const databases = [agents] as const

export type Client = Db<DatabasesOf<readonly [System<'agents', typeof databases>]>>
