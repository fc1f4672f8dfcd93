// How many rows an agent may be given or write: by request and by day. Rows inside rows count too, so that an include is
// no way around. Principals without limits pay nothing.
import { AcervoError } from '../errors/index.ts'
import type { Caller } from '../query/caller.ts'
import type { Answer, Request } from '../query/request.ts'
import { transaction } from '../query/transaction.ts'
import type { Principal, RowLimits } from './principal.ts'

type Run<R> = () => Promise<R>

/** @throws ACV628; what was written by then is undone. */
export async function withinLimits<R extends Answer>(
  caller: Caller,
  { limits }: Principal,
  request: Request,
  run: Run<R>,
): Promise<R> {
  if (limits === undefined) return run()
  const asked = Array.isArray(request.data) ? request.data.length : (request.take ?? 0)
  assertRequest(limits, asked)
  const counted = async (): Promise<R> => {
    const answer = await run()
    assertRequest(limits, countOf(answer))
    return answer
  }
  return charged(caller, limits, request.database, counted, countOf)
}

/** The same for what an action answers. */
export async function withinLimitsOf<R>(
  caller: Caller,
  { limits }: Principal,
  database: string,
  run: Run<R>,
  toText: (done: R) => string,
): Promise<R> {
  if (limits === undefined) return run()
  const count = (done: R) => Math.max(1, countObjects(JSON.parse(toText(done))))
  const counted = async (): Promise<R> => {
    const done = await run()
    assertRequest(limits, count(done))
    return done
  }
  return charged(caller, limits, database, counted, count)
}

/** Counted in the transaction of the request itself: what is refused was not done. */
function charged<R>(
  caller: Caller,
  { holder, rowsPerDay }: RowLimits,
  database: string,
  run: Run<R>,
  count: (done: R) => number,
): Promise<R> {
  return transaction(caller, [database], async (session) => {
    const done = await run()
    if (rowsPerDay === undefined) return done
    const { rows } = await session.query({
      text: 'select acervo.row_use_add($1, $2)',
      values: [holder, count(done)],
      name: 'acervo_row_use_add',
    })
    if (Number(rows[0]?.[0]) > rowsPerDay)
      throw new AcervoError('ACV628', 'the rows of this day are used up', {
        details: `Allowed: ${rowsPerDay} a day, counted from midnight UTC.`,
        hint: 'Ask for less, or tomorrow.',
      })
    return done
  })
}

function assertRequest({ rowsPerRequest }: RowLimits, rows: number): void {
  if (rowsPerRequest === undefined || rows <= rowsPerRequest) return
  throw new AcervoError('ACV628', `the request is about ${rows} rows`, {
    details: `Allowed: ${rowsPerRequest} in one request, those inside other rows included.`,
    hint: 'Give take (in REST limit), and filter more closely.',
  })
}

function countOf({ rows, count }: Answer): number {
  const objects = rows.reduce((sum, row) => sum + countObjects(JSON.parse(row)), 0)
  return Math.max(1, objects, count ?? 0)
}

/** Objects that are rows or could be: every object but those inside a json column cannot be told apart, so all. */
function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countObjects(one), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, one) => sum + countObjects(one), 1)
}
