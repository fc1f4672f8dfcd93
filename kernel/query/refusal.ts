// What the database refused, in the words of the declaration: its constraint -> the columns a caller knows.
// Values are never told: the row that is in the way may be somebody else's.
import { AcervoError, type ErrorParts, isAcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'

/** `asked` is the table of the request; `tables` are those of its database, for rows that hang on it. */
export function explainRefusal(
  error: unknown,
  asked: TableModel,
  tables: Iterable<TableModel> = [asked],
): unknown {
  if (!isAcervoError(error)) return error
  const refused = error.cause as Refused | undefined
  const table = [...tables].find(
    ({ schema, sqlName }) => schema === refused?.schema && sqlName === refused.table,
  )
  if (refused === undefined || table === undefined) return error
  const told = explain(error, refused, table, asked)
  if (told === undefined) return error
  const { message, ...parts } = told
  return new AcervoError(error.code, message, { ...parts, cause: error.cause })
}

/** The names in an answer of the server. */
interface Refused {
  readonly code?: string
  readonly schema?: string
  readonly table?: string
  readonly column?: string
  readonly constraint?: string
}

type Told = ErrorParts & { readonly message: string }

function explain(
  { code }: AcervoError,
  refused: Refused,
  table: TableModel,
  asked: TableModel,
): Told | undefined {
  if (code === 'ACV302') return explainTaken(refused, table)
  if (code === 'ACV303') return explainLink(refused, table, asked)
  if (code === 'ACV304') return explainCheck(refused, table)
  return code === 'ACV305' ? explainMissing(refused, table) : undefined
}

function explainTaken({ constraint }: Refused, table: TableModel): Told | undefined {
  const key = { name: toObjectName([table.sqlName], 'pkey'), columns: table.primaryKey }
  const unique = [key, ...table.uniques].find(({ name }) => name === constraint)
  if (unique === undefined) {
    if (!table.exclusions.some(({ name }) => name === constraint)) return undefined
    return {
      message: `the row of '${table.name}' overlaps with an existing one`,
      details: `The constraint is ${constraint}.`,
      hint: 'Choose values that leave the other row its place.',
    }
  }
  const names = toNames(unique.columns, table)
  return {
    message: `${names} of '${table.name}' ${unique.columns.length > 1 ? 'together are' : 'is'} taken already`,
    details: `No two rows may have the same (${constraint}).`,
    hint: 'Give another value, or change the row that has it.',
  }
}

/** The table with the link is named by the server both when its row leads nowhere and when it is in the way. */
function explainLink(
  { constraint }: Refused,
  table: TableModel,
  asked: TableModel,
): Told | undefined {
  const link = table.foreignKeys.find(({ name }) => name === constraint)
  if (link === undefined) return undefined
  const columns = [...table.columns.values()].filter(({ sqlName }) =>
    link.columns.includes(sqlName),
  )
  const names = toNames(columns, table)
  if (table !== asked)
    return {
      message: `a row of '${asked.name}' is still in use by '${table.name}'`,
      details: `It is named in ${names} (${constraint}).`,
      hint: 'Delete those rows first, or let them name another one.',
    }
  return {
    message: `${names} of '${table.name}' leads to no row, or the row is still in use`,
    details: `The link goes to ${link.references} (${constraint}).`,
    hint: 'Create that row first, or correct the value.',
  }
}

function explainCheck({ constraint }: Refused, table: TableModel): Told | undefined {
  const check = table.checks.find(({ name }) => name === constraint)
  if (check === undefined) return undefined
  return {
    message: `the row of '${table.name}' does not meet its check`,
    details: `Required: ${check.expression} (${constraint}).`,
    hint: 'Correct the columns that the check names.',
  }
}

function explainMissing({ column }: Refused, table: TableModel): Told | undefined {
  const found = [...table.columns.values()].find(({ sqlName }) => sqlName === column)
  if (found === undefined) return undefined
  return {
    message: `'${found.name}' of '${table.name}' is missing`,
    details: 'It may not be null.',
    hint: 'Give it a value.',
  }
}

/** Whose the rows are goes without saying. */
function toNames(columns: readonly ColumnModel[], { keyPrefix }: TableModel): string {
  const told = columns.filter((column) => column !== keyPrefix)
  // Of a blind index the client knows the column that it stands for.
  const nameOf = ({ name, spec: { codec } }: ColumnModel) =>
    codec?.form === 'blind' ? codec.of : name
  return (told.length === 0 ? columns : told).map((column) => `'${nameOf(column)}'`).join(', ')
}
