// The people of the demonstration, each acting for themselves, and keys that are the same each time.
import type { Client } from './databases.ts'

export interface Person {
  readonly id: string
  readonly db: Client['agents']
}

export interface Family {
  readonly carmen: Person
  readonly luis: Person
  readonly lucia: Person
}

/** Keys rise with their numbers, as those that the database makes rise with time. */
export const toKey = (number: number): string =>
  `01980000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
