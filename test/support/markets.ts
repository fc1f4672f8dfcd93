// The databases of AI-CORE's markets in three groups: a group is one template for all files that open it.
import { carriersDatabase } from '../../systems/ai-core/carriers/database.ts'
import { claims } from '../../systems/ai-core/claims/database.ts'
import { commercial } from '../../systems/ai-core/commercial/database.ts'
import { commissions } from '../../systems/ai-core/commissions/database.ts'
import { crm } from '../../systems/ai-core/crm/database.ts'
import { endorsementsDatabase } from '../../systems/ai-core/endorsements/database.ts'
import { finance } from '../../systems/ai-core/finance/database.ts'
import { marketing } from '../../systems/ai-core/marketing/database.ts'
import { objectivesDatabase } from '../../systems/ai-core/objectives/database.ts'
import { policies } from '../../systems/ai-core/policies/database.ts'
import { productsDatabase } from '../../systems/ai-core/products/database.ts'
import { quality } from '../../systems/ai-core/quality/database.ts'
import { repairs } from '../../systems/ai-core/repairs/database.ts'
import { retention } from '../../systems/ai-core/retention/database.ts'
import { strategy } from '../../systems/ai-core/strategy/database.ts'
import { telecom } from '../../systems/ai-core/telecom/database.ts'
import { vigilance } from '../../systems/ai-core/vigilance/database.ts'
import { webPremium } from '../../systems/ai-core/web-premium/database.ts'
import { workshopsDatabase } from '../../systems/ai-core/workshops/database.ts'

export const insuranceMarkets = [
  policies,
  claims,
  commissions,
  carriersDatabase,
  endorsementsDatabase,
  retention,
  vigilance,
] as const

export const serviceMarkets = [telecom, finance, repairs, workshopsDatabase] as const

export const salesMarkets = [
  crm,
  commercial,
  productsDatabase,
  marketing,
  quality,
  objectivesDatabase,
  strategy,
  webPremium,
] as const

/** A template is made once for all files of a group; the first of them waits for it. */
export const templateTimeoutMs = 240_000
