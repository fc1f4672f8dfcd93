// What somebody does not stand, and how badly.
import { date, defineTable, index, oneOf, text, varchar } from '../../../kernel/index.ts'
import { ofHealthProfile, profileLinks } from './of-health-profile.ts'

export const allergies = defineTable(
  'allergies',
  {
    ...profileLinks('allergies'),
    allergen: varchar(255),
    type: oneOf('medicamento', 'alimento', 'ambiental', 'otro'),
    severity: oneOf('leve', 'moderada', 'severa', 'anafiláctica'),
    reaction: text().optional(),
    diagnosedDate: date().optional(),
    notes: text().optional(),
  },
  [
    index(['healthProfileId']),
    index(['severity']),
    ...ofHealthProfile('allergen', 'reaction', 'diagnosedDate', 'notes'),
  ],
)
