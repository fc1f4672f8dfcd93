// What holds for every system: differences that follow from how the kernel declares things, said once. A system's
// specification says which oddity each of them answers there.
import type { DifferenceClass } from '../table/specification.ts'

interface Rule {
  readonly class: DifferenceClass
  readonly because: string
}

const define = <Name extends string>(rules: Readonly<Record<Name, Rule>>) => Object.freeze(rules)

export const rules = define({
  name: {
    class: 'renamed',
    because: 'tables are plural and columns snake_case in SQL, models and columns camelCase',
  },
  value: { class: 'renamed', because: 'a value of an enumeration has another word' },
  stand: { class: 'renamed', because: 'a routine of a trait or of the noun does this' },
  key: { class: 'retyped', because: 'identifiers are UUIDs, version 7 from the database' },
  zone: { class: 'retyped', because: 'a point in time has its zone' },
  enumeration: { class: 'retyped', because: 'an enumeration is text with a check of its values' },
  unbounded: { class: 'retyped', because: 'a text without a length is text' },
  bounded: { class: 'retyped', because: 'a text that is only implied has a length here' },
  float: { class: 'retyped', because: 'money and shares are exact numbers' },
  encrypted: { class: 'retyped', because: 'it is encrypted' },
  hashed: { class: 'retyped', because: 'only a hash of it is kept' },
  counter: { class: 'retyped', because: 'a counter has 64 bits' },
  widened: { class: 'retyped', because: 'an exact number has room for more digits' },
  defaulted: { class: 'corrected', because: 'a column with a default is never null' },
  filled: { class: 'corrected', because: 'the database fills what a writer may leave out' },
  documented: { class: 'corrected', because: 'the values that the text lists are checked' },
  live: { class: 'corrected', because: 'a value is free again once its row is deleted' },
  covered: {
    class: 'corrected',
    because: 'another index or a unique begins with the same columns',
  },
  repeated: { class: 'corrected', because: 'one index is enough where two are the same' },
  search: {
    class: 'corrected',
    because: 'full text is searched in a stored vector of the right language',
  },
  partitioned: {
    class: 'corrected',
    because: 'the key of a partitioned table holds the instant of its partition',
  },
  reference: {
    class: 'corrected',
    because: 'a link to another database is a reference without foreign key',
  },
  reading: {
    class: 'corrected',
    because: 'it is a reading of other tables, which have constraints and indexes of their own',
  },
} as const)

export type RuleName = keyof typeof rules
