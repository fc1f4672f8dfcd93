// A qualified lead becomes a client. Master data is asked first, under an id that only this lead can give: whoever
// converts it twice, at once or after a failure, speaks of one party; who is known already is found and not made again.
import { AcervoError, defineSaga, deriveId } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'

interface Results {
  readonly party: { readonly id: string }
}

export const convertLead = defineSaga<{ readonly leadId: string }, Results, Client>({
  name: 'convert-lead',
  home: 'leads',
  steps: [
    {
      name: 'party',
      run: async ({ leadId }, _, { db }) => {
        const lead = await db.leads.lead.findUnique({ where: { id: leadId } })
        if (lead?.status !== 'QUALIFIED' && lead?.status !== 'CONVERTED')
          throw new AcervoError('ACV512', 'only a qualified lead is converted', {
            details: `It is ${lead?.status ?? 'gone'}.`,
          })
        if (lead.partyId !== null) return { id: lead.partyId }
        const id = deriveId(leadId, 'party')
        const known = await db.global.party.findUnique({ where: { id } })
        if (known !== null) return { id: known.mergedIntoId ?? known.id }
        const { name: displayName, email, phone } = lead
        const party = await db.global.party.create({ data: { id, displayName, email, phone } })
        return { id: party.id }
      },
    },
    {
      name: 'conversion',
      run: async ({ leadId }, { party }, { db }) => {
        await db.leads.lead.updateMany({
          where: { id: leadId, status: 'QUALIFIED' },
          data: { status: 'CONVERTED', partyId: party.id },
        })
        return null
      },
    },
  ],
})
