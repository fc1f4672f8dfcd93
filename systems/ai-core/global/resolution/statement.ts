// Static SQL with parameters, prepared once per connection under a name of its own.
import type { Session, Statement } from '../../../../kernel/index.ts'

export type Ask = (...values: readonly unknown[]) => Statement

export function defineStatement(name: string, text: string): Ask {
  return (...values) => ({ name: `resolution_${name}`, text, values })
}

export type Row = readonly (string | null)[]

export async function rowsOf(session: Session, statement: Statement): Promise<readonly Row[]> {
  return (await session.query(statement)).rows
}

/** The value of a cell that is never null. */
export function cell(row: Row | undefined, at: number): string {
  return row?.[at] ?? ''
}
