// The databases of AI-CORE, in the order in which they are made, and the type of the client over them.
import type { DatabasesOf, Db, System } from '../../kernel/index.ts'
import { informationDatabases } from './areas/information.ts'
import { marketDatabases } from './areas/markets.ts'
import { officeDatabases } from './areas/office.ts'
import { audit } from './audit/database.ts'
import { auth } from './auth/database.ts'
import { energy } from './energy/database.ts'
import { global } from './global/database.ts'
import { insurance } from './insurance/database.ts'
import { logs } from './logs/database.ts'
import { system } from './system/database.ts'

export const databases = [
  global,
  system,
  auth,
  audit,
  logs,
  insurance,
  energy,
  ...officeDatabases,
  ...informationDatabases,
  ...marketDatabases,
] as const

export type Client = Db<DatabasesOf<readonly [System<'ai-core', typeof databases>]>>
