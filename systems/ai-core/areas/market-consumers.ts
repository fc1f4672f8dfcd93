// What the markets do when something happens elsewhere: a form of the web becomes a lead, a merged party is followed.
import { onLeadForm } from '../leads/on-lead-form.ts'
import { followMerges } from '../merged-party.ts'

export const marketConsumers = [
  onLeadForm,
  followMerges('ecliente'),
  followMerges('customers'),
] as const
