// Old ids keep working: from any id to the party that answers for it.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import { cell, defineStatement } from './statement.ts'

const askRoots = defineStatement(
  'roots',
  `with recursive up(id, root) as (
    select x, x from unnest($1::uuid[]) as x
    union all
    select up.id, p.merged_into_id from up join sm_global.parties p on p.id = up.root
    where p.merged_into_id is not null
  )
  select up.id, up.root from up join sm_global.parties p on p.id = up.root
  where p.merged_into_id is null`,
)

/** Id -> its party; ids that no party has are left out. */
export async function findRoots(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query(askRoots([...new Set(ids)]))
  return new Map(rows.map((row) => [cell(row, 0), cell(row, 1)]))
}

/** @throws ACV209 when no party has the id. */
export async function findRoot(session: Session, id: string): Promise<string> {
  const root = isUuid(id)
    ? (await findRoots(session, [id.toLowerCase()])).get(id.toLowerCase())
    : undefined
  if (root !== undefined) return root
  throw new AcervoError('ACV209', `there is no party '${id}'`, {
    hint: 'Look for it by name, document, email or phone.',
  })
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
