// AI-CORE: one company's group, its areas as databases behind one client. Seven of them stand here.
import { defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'
import { onClaim } from './global/on-claim.ts'
import { onEnergyContract } from './global/on-energy-contract.ts'
import { onPolicy } from './global/on-policy.ts'
import { onReceipt } from './global/on-receipt.ts'
import { onSwitch } from './global/on-switch.ts'
import { newEnergyClient } from './new-client.ts'

export const aiCore = defineSystem({
  name: 'ai-core',
  databases,
  // A new client and the first policy are one act.
  together: [['sm_global', 'ss_insurance']],
  home: import.meta.dirname,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
  consumers: [onPolicy, onReceipt, onClaim, onEnergyContract, onSwitch],
  sagas: [newEnergyClient],
})
