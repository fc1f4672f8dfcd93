// What somebody has or had. Which it is, and what is done about it, is encrypted.
import { date, defineTable, index, json, oneOf, text, varchar } from '../../../kernel/index.ts'
import { ofHealthProfile, profileLinks } from './of-health-profile.ts'

export const medicalConditions = defineTable(
  'medical_conditions',
  {
    ...profileLinks('conditions'),
    name: varchar(255),
    type: oneOf('crónica', 'aguda', 'genética'),
    severity: oneOf('leve', 'moderada', 'severa'),
    diagnosedDate: date().optional(),
    diagnosedBy: varchar(255).optional(),
    status: oneOf('activa', 'remisión', 'curada').default('activa'),
    notes: text().optional(),
    treatment: json().optional(),
  },
  [
    index(['healthProfileId']),
    index(['status']),
    ...ofHealthProfile('name', 'diagnosedDate', 'diagnosedBy', 'notes', 'treatment'),
  ],
)
