// A table of moments: what a row of another table was from one instant to another and who made it so, written by
// `historied` alone. A row has one moment at a time.
import { index, instant, unique, varchar, withheld } from '../../kernel/index.ts'

export function momentColumns() {
  return {
    changedBy: varchar(200).optional(),
    validFrom: instant(),
    validTo: instant().optional(),
  }
}

export function momentLife(link: string) {
  return [
    unique([link], {
      name: `one_open_${link.replace(/Id$/, '').toLowerCase()}_moment_key`,
      where: 'valid_to is null',
    }),
    index([link, '-validFrom']),
    withheld('insert', 'update', 'delete'),
  ] as const
}
