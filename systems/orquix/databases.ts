// The databases of the system and the type of the client over them.
import type { DatabasesOf, Db, System } from '../../kernel/index.ts'
import { orquixDatabase } from './database.ts'

export const databases = [orquixDatabase] as const

export type Client = Db<DatabasesOf<readonly [System<'orquix', typeof databases>]>>
