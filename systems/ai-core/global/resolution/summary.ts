// Parties in one line each, as lists show them.
import type { Session } from '../../../../kernel/index.ts'
import { cell, defineStatement, type Row } from './statement.ts'
import type { PartySummary } from './view.ts'

const shown = `p.id, p.kind, p.status, p.display_name, p.birth_date, p.document_number, p.email,
  p.phone, p.city, (select count(*) from sm_global.party_links l
    join sm_global.source_records r on r.id = l.source_record_id
    where l.party_id = p.id and l.holds and r.current)`

// Exact identifiers stand above words. A document may be written with spaces, a phone with or without its prefix.
const askFound = defineStatement(
  'find_parties',
  `with exact as (
    select p.id, 1 as place from sm_global.parties p where p.status <> 'MERGED' and p.document_number
      = upper(regexp_replace($1::text, '[^0-9A-Za-z]', '', 'g'))
    union select p.id, 1 from sm_global.parties p where p.status <> 'MERGED' and p.email = lower($1::text)
    union select p.id, 1 from sm_global.parties p where p.status <> 'MERGED' and p.phone = any($2::text[])
  ), worded as (
    select p.id, 2 as place, ts_rank(p.search_vector, w.query) as rank
    from websearch_to_tsquery('acervo.simple_unaccent', $1::text) w(query)
    join sm_global.parties p on p.search_vector @@ w.query where p.status <> 'MERGED'
    order by rank desc, p.id limit $3::int
  ), found as (
    select id, min(place) as place, max(rank) as rank from (
      select id, place, 1::real as rank from exact union all select * from worded
    ) every group by id
  )
  select ${shown} from found f join sm_global.parties p using (id)
  order by f.place, f.rank desc, p.id limit $3::int`,
)
const askSummaries = defineStatement(
  'summaries',
  `select ${shown} from sm_global.parties p where p.id = any($1::uuid[])`,
)

/** By words of the name, document, email or phone, the best first; merged parties answer no more. */
export async function findParties(
  session: Session,
  q: string,
  limit = 20,
): Promise<readonly PartySummary[]> {
  const words = q.trim()
  if (words === '') return []
  const { rows } = await session.query(askFound(words, toPhones(words), limit))
  return rows.map(toSummary)
}

export async function loadSummaries(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PartySummary>> {
  const { rows } = await session.query(askSummaries([...new Set(ids)]))
  return new Map(rows.map((row) => [cell(row, 0), toSummary(row)]))
}

function toSummary(row: Row): PartySummary {
  return {
    id: cell(row, 0),
    kind: cell(row, 1),
    status: cell(row, 2),
    displayName: row[3] ?? null,
    birthDate: row[4] ?? null,
    documentNumber: row[5] ?? null,
    email: row[6] ?? null,
    phone: row[7] ?? null,
    city: row[8] ?? null,
    records: Number(cell(row, 9)),
  }
}

/** As the golden column may hold it: parties keep phones as their sources wrote them. */
function toPhones(words: string): readonly string[] {
  const digits = words.replaceAll(/[^0-9]/g, '')
  if (digits.length < 6) return []
  return [words, digits, `+${digits}`, `+34${digits}`]
}
