// What the use of agents costs and how much of it is allowed.
import { erasedUsage } from './erased-usage.ts'
import { modelPrices } from './model-price.ts'
import { monthlyAgentUsage } from './monthly-agent-usage.ts'
import { monthlyUsage } from './monthly-usage.ts'
import { usageAlerts } from './usage-alert.ts'
import { usageLimits } from './usage-limit.ts'
import { usageLogs } from './usage-log.ts'
import { usageReservations } from './usage-reservation.ts'
import { userUsage } from './user-usage.ts'

export const usageTables = {
  modelPrice: modelPrices,
  usageLimit: usageLimits,
  monthlyUsage,
  monthlyAgentUsage,
  usageReservation: usageReservations,
  usageLog: usageLogs,
  usageAlert: usageAlerts,
  erasedUsage,
  userUsage,
}
