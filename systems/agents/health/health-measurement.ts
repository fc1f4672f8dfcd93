// One measurement. Its value is encrypted, so that its shape and range are held where rows enter, not by the database.
import { defineTable, index, instant, json, oneOf, text } from '../../../kernel/index.ts'
import { ofHealthProfile, profileLinks } from './of-health-profile.ts'

const between = (minimum: number, maximum: number) => ({ type: 'number', minimum, maximum })

const shape = (
  properties: Readonly<Record<string, object>>,
  required = Object.keys(properties),
) => ({ type: 'object', properties, required, additionalProperties: false })

/** In the units that the names say; what lies outside is a slip of the pen or of the unit. */
const value = {
  oneOf: [
    shape({ kg: between(0.2, 650) }),
    shape({ cm: between(20, 280) }),
    shape({ systolic: between(40, 300), diastolic: between(20, 200) }),
    shape({ mg_dl: between(10, 1500), fasting: { type: 'boolean' } }, ['mg_dl']),
    shape({ bpm: between(20, 300) }),
    shape({ celsius: between(25, 45) }),
    shape({ percent: between(30, 100) }),
  ],
}

export type Measured =
  | { readonly kg: number }
  | { readonly cm: number }
  | { readonly systolic: number; readonly diastolic: number }
  | { readonly mg_dl: number; readonly fasting?: boolean }
  | { readonly bpm: number }
  | { readonly celsius: number }
  | { readonly percent: number }

export const healthMeasurements = defineTable(
  'health_measurements',
  {
    ...profileLinks('measurements'),
    type: oneOf(
      'weight',
      'height',
      'blood_pressure',
      'glucose',
      'heart_rate',
      'temperature',
      'oxygen_saturation',
    ),
    value: json<Measured>(value),
    measuredAt: instant().defaultNow(),
    notes: text().optional(),
  },
  [
    index(['healthProfileId']),
    index(['type', '-measuredAt']),
    ...ofHealthProfile('value', 'notes'),
  ],
)
