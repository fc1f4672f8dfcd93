// What is chosen as one: most columns alone, a document and an address whole, because parts of two addresses
// make an address where nobody lives.
import { type GoldenColumn, goldenColumns } from '../golden-column.ts'

export interface Attribute {
  readonly name: string
  readonly columns: readonly GoldenColumn[]
}

const groups: Readonly<Record<string, readonly GoldenColumn[]>> = {
  document: ['documentType', 'documentNumber', 'documentCountry'],
  address: ['addressLine', 'postcode', 'city', 'province', 'country'],
}
const grouped = new Set(Object.values(groups).flat())

export const attributes: readonly Attribute[] = [
  ...goldenColumns
    .filter((column) => !grouped.has(column))
    .map((column) => ({ name: column, columns: [column] })),
  ...Object.entries(groups).map(([name, columns]) => ({ name, columns })),
]
