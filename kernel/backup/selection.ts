// Which tables, columns and rows of the platform a backup holds, by what was asked: everything, some databases, some
// tables, rows by a condition, with embeddings or without. Pure.
import { codedOf } from '../model/coded.ts'
import type { ColumnModel, DatabaseModel, TableModel } from '../model/model.ts'
import type { TableShape } from '../move/table-shape.ts'
import type { FileKey, Manifest } from './manifest.ts'

export interface Selection {
  readonly databases: readonly DatabaseModel[]
  /** Only these; all where it is left out. */
  readonly tables?: readonly TableWish[]
  readonly embeddings: Manifest['embeddings']
}

export interface TableWish {
  readonly table: TableModel
  /** SQL over its columns; `t` is the table. */
  readonly where?: string
}

export interface ChosenTable {
  readonly shape: TableShape
  readonly where?: string
  /** Tables with encrypted columns may have a key of their own. */
  readonly key: FileKey
}

export function isPartial({ tables, embeddings }: Selection): boolean {
  return tables !== undefined || embeddings === 'only'
}

/** The catalog quotes where SQL needs it. */
export const bare = (name: string): string => name.replaceAll('"', '')

/** `shapes`: what the catalog has. */
export function chooseTables(
  selection: Selection,
  database: DatabaseModel,
  shapes: readonly TableShape[],
): readonly ChosenTable[] {
  return [...database.tables.values()].flatMap((table) => {
    const shape = shapes.find((one) => bare(one.table) === `${table.schema}.${table.sqlName}`)
    const wish = selection.tables?.find((one) => one.table === table)
    const isLeft = selection.tables !== undefined && wish === undefined
    const vectors = vectorsOf(table)
    if (shape === undefined || isLeft || (selection.embeddings === 'only' && vectors.size === 0))
      return []
    const columns =
      selection.embeddings === 'without'
        ? shape.columns.filter(({ name }) => !vectors.has(bare(name)))
        : shape.columns
    return [
      {
        shape: { table: shape.table, columns },
        ...(wish?.where === undefined ? {} : { where: wish.where }),
        key: codedOf(table) === undefined ? 'main' : 'apart',
      },
    ]
  })
}

/** Vectors that can be made again, and who made them: columns that may be empty. */
function vectorsOf({ columns }: TableModel): ReadonlySet<string> {
  const vectors = [...columns.values()].filter(isVector)
  const makers = vectors.flatMap(({ name }) => columns.get(`${name}Model`) ?? [])
  return new Set([...vectors, ...makers].map(({ sqlName }) => sqlName))
}

const isVector = ({ spec }: ColumnModel): boolean =>
  spec.type.name === 'vector' && spec.optional === true

/** Tables that stand there and that no declaration has: no file would make them again. */
export function findUndeclared(
  databases: readonly DatabaseModel[],
  shapes: readonly TableShape[],
): readonly string[] {
  const declared = new Set(
    databases.flatMap(({ tables }) =>
      [...tables.values()].map(({ schema, sqlName }) => `${schema}.${sqlName}`),
    ),
  )
  return shapes.map(({ table }) => table).filter((table) => !declared.has(bare(table)))
}
