// Labelled files as the import would hand them to the matcher; the label never goes with the record.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { normalise, type PartyRecord } from '../../systems/ai-core/global/matching/index.ts'

const folder = join(import.meta.dirname, '../../../shared/data/people')
const maps = join(import.meta.dirname, '../../systems/ai-core/maps')

type ColumnMap = Readonly<
  Record<string, string | { readonly column?: string; readonly constant?: string }>
>

export interface LabelledFile {
  readonly name: string
  readonly records: readonly PartyRecord[]
  /** The true party of each record, by record id. */
  readonly truth: ReadonlyMap<string, string>
  /** Time to normalise all records. */
  readonly seconds: number
}

export interface Source {
  readonly name: string
  /** A file of systems/ai-core/maps, or a map. */
  readonly map: string | ColumnMap
  readonly label: (row: Readonly<Record<string, string>>) => string
}

const febrl: ColumnMap = {
  kind: { constant: 'PERSON' },
  givenName: 'given_name',
  firstSurname: 'surname',
  birthDate: 'date_of_birth',
  addressLine: 'address',
  city: 'suburb',
  postcode: 'postcode',
  province: 'state',
  documentNumber: 'soc_sec_id',
}

const childcare: ColumnMap = {
  kind: { constant: 'ORGANISATION' },
  legalName: 'Site name',
  addressLine: 'Address',
  postcode: 'Zip',
  phone: 'Phone',
}

export const sources: Readonly<Record<string, Source>> = {
  historical_50k: {
    name: 'historical_50k',
    map: 'historical-50k.json',
    label: ({ cluster = '' }) => cluster,
  },
  fake_1000: { name: 'fake_1000', map: 'fake-1000.json', label: ({ cluster = '' }) => cluster },
  febrl1: { name: 'febrl1', map: febrl, label: entityOf },
  febrl2: { name: 'febrl2', map: febrl, label: entityOf },
  childcare_sites: {
    name: 'childcare_sites',
    map: childcare,
    label: (row) => row['True Id'] ?? '',
  },
}

function entityOf(row: Readonly<Record<string, string>>): string {
  return /rec-(\d+)-/.exec(row.rec_id ?? '')?.[1] ?? ''
}

/** Undefined where the file is not there. */
export function loadLabelled({ name, map, label }: Source): LabelledFile | undefined {
  const file = join(folder, `${name}.csv`)
  if (!existsSync(file)) return undefined
  const rows = parse(readFileSync(file), {
    columns: (header: string[]) => header.map((column) => column.trim()),
    trim: true,
    bom: true,
    relax_column_count: true,
  }) as Record<string, string>[]
  const columns = typeof map === 'string' ? readMap(map) : map
  const truth = new Map(rows.map((row, at) => [`${at}`, label(row)]))
  const start = performance.now()
  const records = rows.map((row, at) => ({
    id: `${at}`,
    source: name,
    fields: normalise(mapped(row, columns)),
  }))
  return { name, records, truth, seconds: (performance.now() - start) / 1000 }
}

function readMap(name: string): ColumnMap {
  return JSON.parse(readFileSync(join(maps, name), 'utf8')) as ColumnMap
}

/** A number and a street in two columns are one line of an address. */
function mapped(row: Record<string, string>, map: ColumnMap): Record<string, string> {
  const whole = { ...row, address: `${row.street_number ?? ''} ${row.address_1 ?? ''}`.trim() }
  const fields: Record<string, string> = {}
  for (const [field, from] of Object.entries(map)) {
    const column = typeof from === 'string' ? from : from.column
    const value =
      column === undefined
        ? (from as { constant?: string }).constant
        : (whole as Record<string, string>)[column]
    if (value !== undefined && value !== '') fields[field] = value
  }
  return fields
}
