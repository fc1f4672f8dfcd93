// A form of the corporate web becomes a lead: the same form, however often it is told, the same lead.

import { defineConsumer } from '../../../kernel/index.ts'

interface LeadFormSent {
  readonly formId: string
  readonly interest: string
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly message: string | null
}

interface Leads {
  readonly leads: {
    readonly lead: {
      createMany(request: { skipDuplicates: true; data: readonly object[] }): Promise<unknown>
    }
  }
}

export const onLeadForm = defineConsumer<LeadFormSent, Leads>({
  name: 'on-lead-form',
  database: 'leads',
  from: 'webPremium',
  events: ['LeadFormSent'],
  handle: async ({ payload }, { tx, makeId }) => {
    const { formId, ...form } = payload
    const data = [{ ...form, id: makeId('lead'), source: 'WEB', sourceKey: formId }]
    await tx.leads.lead.createMany({ skipDuplicates: true, data })
  },
})
