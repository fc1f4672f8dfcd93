// The databases of the office: people, money and the work within the group.
import { accounting } from '../accounting/database.ts'
import { compliance } from '../compliance/database.ts'
import { corporateFinance } from '../corporate-finance/database.ts'
import { financeAccounting } from '../finance-accounting/database.ts'
import { financeInvoicing } from '../finance-invoicing/database.ts'
import { financeTreasury } from '../finance-treasury/database.ts'
import { hr } from '../hr/database.ts'
import { hrPayroll } from '../hr-payroll/database.ts'
import { hrPerformance } from '../hr-performance/database.ts'
import { hrRecruitment } from '../hr-recruitment/database.ts'
import { hrTraining } from '../hr-training/database.ts'
import { inventory } from '../inventory/database.ts'
import { legal } from '../legal/database.ts'
import { projectsDatabase } from '../projects/database.ts'
import { scheduling } from '../scheduling/database.ts'
import { tasksDatabase } from '../tasks/database.ts'
import { techteam } from '../techteam/database.ts'
import { ticketsDatabase } from '../tickets/database.ts'
import { workflows } from '../workflows/database.ts'

export const officeDatabases = [
  hr,
  hrPayroll,
  hrRecruitment,
  hrTraining,
  hrPerformance,
  corporateFinance,
  accounting,
  financeAccounting,
  financeInvoicing,
  financeTreasury,
  inventory,
  scheduling,
  projectsDatabase,
  tasksDatabase,
  ticketsDatabase,
  workflows,
  techteam,
  legal,
  compliance,
] as const
