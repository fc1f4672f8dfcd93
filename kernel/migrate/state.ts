// How far a target is, read in one round trip with the rights of a request: what was set up, which files were
// applied, which partitions stand. A server that is up to date asks nothing more.
import type { Result, Statement, Target } from '../database/target.ts'
import type { DatabaseModel } from '../model/model.ts'
import { type Ledger, ledgerStatement, toLedger } from './ledger.ts'
import { type Mark, marksStatement, toMarks } from './mark.ts'
import { findMissing, type Piece, toPiecesStatement } from './partitions.ts'
import { stateOf } from './retry.ts'
import { digestStatement } from './set-up-target.ts'

export interface TargetState {
  readonly digest: string | undefined
  readonly ledger: Ledger
  readonly missing: readonly Piece[]
  /** Of the databases asked for, by schema. */
  readonly marks: ReadonlyMap<string, Mark | undefined>
}

const empty: TargetState = Object.freeze({
  digest: undefined,
  ledger: new Map(),
  missing: [],
  marks: new Map(),
})

// No such table, schema, function, role; or a login that has no rights yet.
const newTargetStates = new Set(['42P01', '3F000', '42883', '42704', '22023', '42501'])

export async function readState(
  target: Target,
  databases: readonly DatabaseModel[],
): Promise<TargetState> {
  const pieces = toPiecesStatement(databases)
  const isWhole = target.engine !== 'embedded'
  const statements: readonly Statement[] = [
    digestStatement,
    ledgerStatement,
    marksStatement(databases.map(({ schema }) => schema)),
    ...(pieces === undefined ? [] : [pieces]),
  ]
  try {
    const [digest, ledger, marks, standing] = await target.group({ settings: {} }, statements)
    return {
      digest: digest?.rows[0]?.[0] ?? undefined,
      ledger: toLedger(ledger as Result),
      missing: standing === undefined ? [] : findMissing(databases, standing, { isWhole }),
      marks: toMarks(marks as Result),
    }
  } catch (error) {
    if (newTargetStates.has(stateOf(error) ?? '')) return empty
    throw error
  }
}
