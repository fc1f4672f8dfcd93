// An energy contract is reported to master data; switches that came before it find their person.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { handledBy } from './when-asked.ts'

export const onEnergyContract = defineConsumer({
  name: 'on-energy-contract',
  database: 'global',
  from: 'energy',
  events: [
    'ContractRequested',
    'ContractAccepted',
    'ContractActivated',
    'ContractClosed',
    'ContractChanged',
    'ContractRemoved',
  ],
  makes: consolidated,
  handle: handledBy(({ consolidate, energyContract, supplierSwitch }) =>
    consolidate(energyContract, [supplierSwitch]),
  ),
})
