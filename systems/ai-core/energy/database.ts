// se_energy: contracts for electricity and gas, and the points they supply.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { energyContracts } from './energy-contract.ts'
import { partners } from './partner.ts'
import { supplyPoints } from './supply-point.ts'
import { switches } from './switch.ts'

export const energy = defineDatabase({
  schema: 'se_energy',
  name: 'energy',
  area: 'energy',
  purpose: 'Supply points, electricity and gas contracts, changes of supplier',
  tables: {
    supplyPoint: supplyPoints,
    partner: partners,
    energyContract: energyContracts,
    switch: switches,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
