// How far an earlier move of the same databases has come, by the marks on both sides.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { type Mark, marksStatement, toMarks } from '../migrate/mark.ts'
import type { Moving } from './moving.ts'

export async function readMarks(direct: Direct, schemas: readonly string[]) {
  return toMarks(await direct.query(marksStatement(schemas)))
}

/** Whether all that is left is to tell where they are. @throws ACV411 where one side is not as a move leaves it. */
export function isLeftToFinish(
  { from, target, schemas }: Moving,
  here: ReadonlyMap<string, Mark | undefined>,
  there: ReadonlyMap<string, Mark | undefined>,
): boolean {
  const left = schemas.filter((schema) => here.get(schema)?.state === 'moved')
  const elsewhere = left.find((schema) => here.get(schema)?.place !== target.key)
  const lost = left.find((schema) => !there.has(schema))
  const isMixed = left.length > 0 && left.length < schemas.length
  if (elsewhere !== undefined || lost !== undefined || isMixed)
    throw new AcervoError(
      'ACV411',
      `'${elsewhere ?? lost ?? left[0]}' has moved from ${from.key}`,
      {
        details: `It is on ${here.get(elsewhere ?? lost ?? left[0] ?? '')?.place}.`,
        hint: isMixed
          ? 'Move the same databases together as the first time.'
          : 'Name its new place in the file of ACERVO_PLACEMENT and move it from there.',
      },
    )
  if (left.length > 0) return true
  const absent = schemas.find((schema) => !here.has(schema))
  const taken = schemas.find(
    (schema) => there.has(schema) && there.get(schema)?.state !== 'arriving',
  )
  const other = schemas.find((schema) => there.get(schema)?.place !== from.key && there.has(schema))
  if (absent === undefined && taken === undefined && other === undefined) return false
  throw absent !== undefined
    ? new AcervoError('ACV411', `'${absent}' is not on ${from.key}`, {
        hint: 'Start once, so that it is made; or name another place in the file of ACERVO_PLACEMENT.',
      })
    : new AcervoError('ACV411', `'${taken ?? other}' is on the target already`, {
        details: `On ${target.key} a schema has this name, and this move did not make it.`,
        hint: 'Move to another physical database, or drop that schema if nobody needs it.',
      })
}
