// identity: the table is a part of its system's identity store. It keeps the names of its specification and says
// which column is what; columns that it does not have are given. The work is done in kernel/identity.
import type { Fact, IdentityPart } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'
import { parts } from './parts.ts'

/** A column that says whether the holder may act: `{ column: 'status', is: 'ACTIVE', off: 'DISABLED' }`. */
export interface ActiveColumn {
  readonly column: string
  readonly is: string | boolean
  /** Written when somebody disables it. */
  readonly off: string | boolean
}

export interface UserSettings {
  readonly active?: ActiveColumn
  /** Claims of whoever signs in, from columns of the row: `{ tenant: 'branchId' }`. */
  readonly claims?: Readonly<Record<string, string>>
  /** Permissions of each value of the column `role`, where roles are no tables. */
  readonly roles?: Readonly<Record<string, readonly string[]>>
}

export interface SessionSettings {
  /** Seconds without a request (24 hours) and in all (30 days). */
  readonly idleSeconds?: number
  readonly absoluteSeconds?: number
}

export interface InvitationSettings {
  /** 7 days. */
  readonly lifeSeconds?: number
}

interface SettingsOf {
  readonly user: UserSettings
  readonly session: SessionSettings
  readonly invitation: InvitationSettings
  readonly serviceAccount: Pick<UserSettings, 'active'>
}

type Columns = Readonly<Record<string, string>>

/** `columns`: field -> the table's own column, where it has one for it. */
export function identity<P extends IdentityPart>(
  part: P,
  columns: Columns = {},
  settings: P extends keyof SettingsOf ? SettingsOf[P] : Record<string, never> = {} as never,
): Feature<NoColumns> {
  return defineFeature('identity', (table) => toFacts(table, part, columns, settings))
}

function toFacts(
  table: TableDraft,
  part: IdentityPart,
  columns: Columns,
  settings: object,
): readonly Fact[] {
  const { must, may, gives, secrets } = parts[part]
  const known = [...must, ...may, ...Object.keys(gives)]
  const given = Object.keys(gives).filter((field) => columns[field] === undefined)
  const named: Record<string, string> = {}
  for (const field of [...must, ...Object.keys(gives)]) named[field] = columns[field] ?? field
  // What is no field of the part stays in the list: the Model tells that there is no such column.
  for (const [field, column] of Object.entries(columns))
    named[field] = known.includes(field) ? column : `${part}.${field}`
  return [
    ...given.flatMap((field): readonly Fact[] =>
      gives[field] === undefined || table.columns[field] !== undefined
        ? []
        : [{ kind: 'column', name: field, column: gives[field].spec }],
    ),
    ...toConstraints(table, part, named),
    ...toKeeping(part, named),
    {
      kind: 'qualifier',
      qualifier: {
        type: 'identity',
        part,
        columns: named,
        secrets,
        settings: { ...settings },
      },
    },
  ]
}

/** What has ended is of no use any more, and tells who was where. */
function toKeeping(
  part: IdentityPart,
  { expiresAt = '', revokedAt = '', usedAt = '' }: Readonly<Record<string, string>>,
): readonly Fact[] {
  if (part === 'session') return endedFor('30 days', [expiresAt, revokedAt])
  return part === 'token' ? endedFor('1 day', [expiresAt, usedAt]) : []
}

const endedFor = (keep: string, by: readonly string[]): readonly Fact[] => [
  { kind: 'keep', by, keep, after: 'delete' },
]

function toConstraints(
  table: TableDraft,
  part: IdentityPart,
  named: Readonly<Record<string, string>>,
): readonly Fact[] {
  const unique = (fields: readonly string[], where?: string): Fact => ({
    kind: 'constraint',
    constraint: {
      type: 'unique',
      columns: fields.map((field) => named[field] ?? field),
      ...(where === undefined ? {} : { where }),
    },
  })
  switch (part) {
    case 'session':
    case 'token':
      return [unique(['tokenHash'])]
    case 'account':
      return [unique(['issuer', 'subject'])]
    case 'apiKey':
      return [unique(['prefix'])]
    case 'invitation':
      // One pending per address: the database refuses a second one.
      return [
        unique(['tokenHash']),
        unique(['email'], `${table.sql(named.status ?? 'status')} = 'PENDING'`),
      ]
    default:
      return []
  }
}
