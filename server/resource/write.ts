// POST, PATCH and DELETE of rows given as JSON: parse, run, answer. An array is one transaction.
import { AcervoError } from '../../kernel/index.ts'
import { toTablePath } from './address.ts'
import { assertRow, parseJson, type Row } from './body.ts'
import { type Asking, type Edge, headerOf, runAsked } from './edge.ts'
import { parseKey, renderKey } from './key.ts'
import { toOnce } from './once.ts'
import { type Outcome, toEtag } from './outcome.ts'
import { wantedVersion } from './precondition.ts'
import { hasRelations } from './read.ts'

type Once = ReturnType<typeof toOnce>

export async function createRows(edge: Edge, asking: Asking, bytes: Buffer): Promise<Outcome> {
  const data = parseJson(bytes)
  const once = toOnce(asking, 'POST', bytes)
  return Array.isArray(data)
    ? createMany(edge, asking, data, once)
    : createOne(edge, asking, data, once)
}

async function createOne(edge: Edge, asking: Asking, data: unknown, once: Once): Promise<Outcome> {
  assertRow(data)
  const { table } = asking
  const { shape } = edge.parsers.row(table, asking.query)
  const answer = await runAsked(
    edge,
    asking,
    { verb: 'create', data, ...shape },
    { version: true, ...once },
  )
  const body = answer.rows[0] ?? 'null'
  const key = renderKey(table, JSON.parse(body) as Row)
  const etag = toEtag(answer, hasRelations(table, shape))
  return {
    status: 201,
    body,
    isReplayed: answer.replayed === true,
    ...(etag === undefined ? {} : { etag }),
    ...(key === undefined ? {} : { location: `${toTablePath(table)}/${key}` }),
  }
}

async function createMany(
  edge: Edge,
  asking: Asking,
  data: readonly unknown[],
  once: Once,
): Promise<Outcome> {
  edge.parsers.none(asking.table, asking.query)
  const rows = data.map((row, at): Row => {
    assertRow(row, `element ${at} of the body`)
    return row
  })
  if (rows.length === 0) return toInserted(0)
  const answer = await runAsked(edge, asking, { verb: 'createMany', data: rows }, once)
  return { ...toInserted(answer.count ?? 0), isReplayed: answer.replayed === true }
}

export async function updateRow(edge: Edge, asking: Asking, bytes: Buffer): Promise<Outcome> {
  const data = parseJson(bytes)
  assertRow(data)
  const { table } = asking
  if (Object.keys(data).length === 0)
    throw new AcervoError('ACV602', 'the body changes nothing', {
      details: 'Allowed: an object with at least one column.',
    })
  const { shape } = edge.parsers.row(table, asking.query)
  const where = parseKey(table, asking.segment)
  const version = wantedVersion(headerOf(asking, 'if-match'))
  const answer = await runAsked(
    edge,
    asking,
    { verb: 'update', where, data, ...shape, ...(version === undefined ? {} : { version }) },
    { version: true, ...toOnce(asking, 'PATCH', bytes) },
  )
  const etag = toEtag(answer, hasRelations(table, shape))
  return {
    status: 200,
    body: answer.rows[0] ?? 'null',
    isReplayed: answer.replayed === true,
    ...(etag === undefined ? {} : { etag }),
  }
}

export async function deleteRow(edge: Edge, asking: Asking): Promise<Outcome> {
  edge.parsers.none(asking.table, asking.query)
  const where = parseKey(asking.table, asking.segment)
  const version = wantedVersion(headerOf(asking, 'if-match'))
  await runAsked(edge, asking, {
    verb: 'delete',
    where,
    ...(version === undefined ? {} : { version }),
  })
  return { status: 204 }
}

function toInserted(count: number): Outcome {
  return { status: 201, body: JSON.stringify({ inserted: count }) }
}
