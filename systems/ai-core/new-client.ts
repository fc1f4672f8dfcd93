// A new client with the first contract. Master data and insurance are declared together, so party and policy are one
// transaction; energy may lie on another server, so there it is a saga, and what was begun is taken back.
import type { CreateData } from '../../kernel/index.ts'
import { defineSaga } from '../../kernel/index.ts'
import type { Client, databases } from './databases.ts'

type Tables<N extends string> = Extract<(typeof databases)[number], { name: N }>['tables']
type PartyData = CreateData<Tables<'global'>['party']>
type PolicyData = Omit<CreateData<Tables<'insurance'>['policy']>, 'partyId'>
type SwitchData = CreateData<Tables<'energy'>['switch']>
type ContractData = Omit<CreateData<Tables<'energy'>['energyContract']>, 'partyId'>

/** Both or neither. Master data hears of the policy by the event that issuing it emits. */
export function createClientWithPolicy(db: Client, party: PartyData, policy: PolicyData) {
  return db.transaction(['global', 'insurance'], async (tx) => {
    const born = await tx.global.party.create({ data: party })
    const issued = await tx.insurance.policy.create({ data: { ...policy, partyId: born.id } })
    return { party: born, policy: issued }
  })
}

export interface NewEnergyClient {
  readonly party: PartyData
  readonly contract: ContractData
  /** Where the point is supplied by somebody else today. */
  readonly change?: Pick<SwitchData, 'toSupplierId' | 'fromSupplierId' | 'withdrawableUntil'>
}

interface Results {
  readonly party: { readonly id: string }
  readonly contract: { readonly id: string }
}

/**
 * Every step does the same at every try, by ids of its own making. What is taken back is the contract and the change
 * of supplier; the person stays, as whatever a source has said stays.
 */
export const newEnergyClient = defineSaga<NewEnergyClient, Results, Client>({
  name: 'new-energy-client',
  home: 'global',
  steps: [
    {
      name: 'party',
      run: async ({ party }, _, { db, makeId }) => {
        const id = makeId('party')
        const known = await db.global.party.findUnique({ where: { id } })
        // Master data may know the person already, under another id.
        return { id: (known ?? (await db.global.party.create({ data: { ...party, id } }))).id }
      },
    },
    {
      name: 'contract',
      run: async ({ contract }, { party }, { db, makeId }) => {
        const id = makeId('contract')
        const { energyContract } = db.energy
        const known = await energyContract.findUnique({ where: { id } })
        if (known === null)
          await energyContract.create({ data: { ...contract, id, partyId: party.id } })
        return { id }
      },
      compensate: async (_, __, { db, makeId }) => {
        await db.energy.energyContract.deleteMany({ where: { id: makeId('contract') } })
      },
    },
    {
      name: 'change',
      run: async ({ contract, change }, { contract: { id: contractId } }, { db, makeId }) => {
        if (change === undefined) return null
        const id = makeId('change')
        const known = await db.energy.switch.findUnique({ where: { id } })
        const { supplyPointId } = contract
        if (known === null)
          await db.energy.switch.create({ data: { ...change, id, contractId, supplyPointId } })
        return { id }
      },
      compensate: async (_, __, { db, makeId }) => {
        await db.energy.switch.deleteMany({ where: { id: makeId('change') } })
      },
    },
  ],
})
