// The databases of the areas that sell and serve, of the clients' portals and of what supports sales, in the order in
// which they are made.
import { carriersDatabase } from '../carriers/database.ts'
import { claims } from '../claims/database.ts'
import { commercial } from '../commercial/database.ts'
import { commissions } from '../commissions/database.ts'
import { crm } from '../crm/database.ts'
import { customersDatabase } from '../customers/database.ts'
import { ecliente } from '../ecliente/database.ts'
import { endorsementsDatabase } from '../endorsements/database.ts'
import { finance } from '../finance/database.ts'
import { leadsDatabase } from '../leads/database.ts'
import { marketing } from '../marketing/database.ts'
import { objectivesDatabase } from '../objectives/database.ts'
import { policies } from '../policies/database.ts'
import { productsDatabase } from '../products/database.ts'
import { quality } from '../quality/database.ts'
import { repairs } from '../repairs/database.ts'
import { retention } from '../retention/database.ts'
import { strategy } from '../strategy/database.ts'
import { telecom } from '../telecom/database.ts'
import { vigilance } from '../vigilance/database.ts'
import { webPremium } from '../web-premium/database.ts'
import { workshopsDatabase } from '../workshops/database.ts'

export const marketDatabases = [
  policies,
  claims,
  commissions,
  carriersDatabase,
  endorsementsDatabase,
  retention,
  vigilance,
  telecom,
  finance,
  repairs,
  workshopsDatabase,
  crm,
  leadsDatabase,
  customersDatabase,
  commercial,
  marketing,
  objectivesDatabase,
  productsDatabase,
  quality,
  strategy,
  ecliente,
  webPremium,
] as const
