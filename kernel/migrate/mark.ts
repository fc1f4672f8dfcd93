// A mark on a logical database that is not to be used where it stands: it has moved away, or is on its way here.
// It is the comment of its schema: no table of ours has to be there, a dump carries it along, and psql shows it.
import { runtimeRoles } from '../database/roles.ts'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Result, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'

export interface Mark {
  readonly state: 'moved' | 'arriving'
  /** Where to, or where from. */
  readonly place: string
}

export function marksStatement(schemas: readonly string[]): Statement {
  return {
    text: `select n.nspname, obj_description(n.oid, 'pg_namespace') from pg_namespace n
      where n.nspname = any (string_to_array($1, ','))`,
    values: [schemas.join(',')],
  }
}

/** By schema; of schemas that are there, undefined where nothing is said. */
export function toMarks({ rows }: Result): ReadonlyMap<string, Mark | undefined> {
  return new Map(rows.map(([schema, comment]) => [schema ?? '', toMark(comment ?? '')]))
}

const form = /^acervo: (moved to|arriving from) (.+)$/

function toMark(comment: string): Mark | undefined {
  const [, state, place = ''] = form.exec(comment) ?? []
  if (state === undefined) return undefined
  return { state: state === 'moved to' ? 'moved' : 'arriving', place }
}

export function renderArriving(schema: string, from: string): string {
  return `comment on schema ${quoteIdentifier(schema)} is ${quoteLiteral(`acervo: arriving from ${from}`)}`
}

/** Whoever still runs on the old place is refused too, not only whoever starts. */
export function renderMoved(schema: string, to: string): string {
  const name = quoteIdentifier(schema)
  return `comment on schema ${name} is ${quoteLiteral(`acervo: moved to ${to}`)};
revoke usage on schema ${name} from ${runtimeRoles.join(', ')}`
}

export function renderUnmarked(schema: string): string {
  const name = quoteIdentifier(schema)
  return `comment on schema ${name} is null;
grant usage on schema ${name} to ${runtimeRoles.join(', ')}`
}

/** @throws ACV410 */
export function assertUnmarked(marks: ReadonlyMap<string, Mark | undefined>, target: string): void {
  for (const [schema, mark] of marks) {
    if (mark?.state === 'moved')
      throw new AcervoError('ACV410', `'${schema}' has moved from ${target} to ${mark.place}`, {
        details: 'What stands here is what it was then; nothing has been written here since.',
        hint: 'Name its new place in the file of ACERVO_PLACEMENT; acervo move wrote one, and says where if it is run again.',
      })
    if (mark?.state === 'arriving')
      throw new AcervoError('ACV410', `'${schema}' is on its way to ${target}`, {
        details: `A move from ${mark.place} has not come to its end.`,
        hint: 'Run the same acervo move again: it finishes, or begins anew.',
      })
  }
}
