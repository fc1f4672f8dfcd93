// A small system with encrypted columns, for promises about keys.
import { integer, text, uuid } from '../../kernel/table/column.ts'
import { index } from '../../kernel/table/constraint.ts'
import { defineDatabase, defineSystem } from '../../kernel/table/database.ts'
import { defineTable } from '../../kernel/table/table.ts'
import { encrypted } from '../../kernel/traits/encrypted/encrypted.ts'

const patients = defineTable(
  'patients',
  { name: text(), number: integer(), ssn: text(), notes: text().optional(), personId: uuid() },
  [
    encrypted({
      columns: ['ssn', 'notes'],
      subject: 'personId',
      index: { ssn: ['alphanumeric', 'lower'] },
      shown: { ssn: 4 },
    }),
    index(['number']),
  ],
)

export const patientsSystem = defineSystem({
  name: 'clinic',
  databases: [
    defineDatabase({
      schema: 'kp_care',
      name: 'care',
      area: 'care',
      purpose: 'patients',
      tables: { patient: patients },
    }),
  ],
})

export const personOf = (number: number): string =>
  `0192f0c1-2d3e-7a4b-8c5d-${number.toString(16).padStart(12, '0')}`

export const patientOf = (number: number) => ({
  name: `patient ${number}`,
  number,
  ssn: `SSN-${number}`,
  notes: `notes of ${number}`,
  personId: personOf(number),
})
