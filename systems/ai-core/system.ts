// AI-CORE: one company's group, its areas as databases behind one client.
import { defineBackup, defineSystem } from '../../kernel/index.ts'
import { informationConsumers } from './areas/information.ts'
import { marketConsumers } from './areas/market-consumers.ts'
import { officeConsumers, officeJobs } from './areas/office-work.ts'
import { type Client, databases } from './databases.ts'
import { onClaim } from './global/on-claim.ts'
import { onEnergyContract } from './global/on-energy-contract.ts'
import { onPolicy } from './global/on-policy.ts'
import { onReceipt } from './global/on-receipt.ts'
import { onSwitch } from './global/on-switch.ts'
import { inventory } from './inventory.ts'
import { convertLead } from './leads/convert-lead.ts'
import { newEnergyClient } from './new-client.ts'

export const aiCore = defineSystem({
  name: 'ai-core',
  databases,
  // A new client and the first policy are one act.
  together: [['sm_global', 'ss_insurance']],
  origins: inventory,
  home: import.meta.dirname,
  demo: async (db: Client) => (await import('./demo/index.ts')).demo(db),
  consumers: [
    onPolicy,
    onReceipt,
    onClaim,
    onEnergyContract,
    onSwitch,
    ...officeConsumers,
    ...informationConsumers,
    ...marketConsumers,
  ],
  jobs: [...officeJobs],
  sagas: [newEnergyClient, convertLead],
  backups: [defineBackup({ label: 'daily', cron: '0 2 * * *', keepDays: 30 })],
  specification: async () => (await import('./specification.ts')).specification,
})
