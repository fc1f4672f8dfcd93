// The sizes that the specifications name, in the tables of the systems themselves: 10,000 users with a million messages,
// 500,000 chunks of 384 dimensions, five million detections over twelve months. Rows come as a restore brings them,
// past triggers and foreign keys; what is measured afterwards goes through them.
import type { Direct } from '../../kernel/database/target.ts'
import type { Model } from '../../kernel/index.ts'
import { makePartitions } from '../../kernel/migrate/index.ts'

export interface Sizes {
  readonly users: number
  readonly messages: number
  readonly chunks: number
  readonly detections: number
}

export const stated: Sizes = Object.freeze({
  users: 10_000,
  messages: 1_000_000,
  chunks: 500_000,
  detections: 5_000_000,
})

/** Of the chunks: one person has so many, some a hundredth of all each, the others the rest. */
export const shares = Object.freeze({ heavy: 0.15, hundredths: 10 })

const months = 12
const branches = 100
const cameras = 500
const people = 5_000

export type Say = (step: string, seconds: number) => void

/** Ids can be said: kind, then number. */
export const idOf = (kind: number, n: number): string =>
  `00000000-0000-400${kind}-8000-${String(n).padStart(12, '0')}`
const idSql = (kind: number, n: string): string =>
  `('00000000-0000-400${kind}-8000-' || lpad((${n})::text, 12, '0'))::uuid`

export async function loadConversations(direct: Direct, sizes: Sizes, say: Say): Promise<void> {
  await prepare(direct)
  const talks = sizes.users * 10
  await step(
    direct,
    say,
    'users and conversations',
    `
    insert into conversations.users (id, email, username, password_hash)
      select ${idSql(1, 'n')}, 'user' || n || '@example.org', 'user' || n, repeat('h', 60)
      from generate_series(1, ${sizes.users}) n;
    insert into conversations.conversations (id, user_id, title)
      select ${idSql(2, 'n')}, ${idSql(1, `1 + n % ${sizes.users}`)}, 'Conversación ' || n
      from generate_series(1, ${talks}) n`,
  )
  for (const [from, to] of parts(sizes.messages, 4))
    await step(
      direct,
      say,
      `messages to ${to}`,
      `
      insert into conversations.messages (id, conversation_id, role, content, tokens_used, created_at, tenant_id)
        select ${idSql(3, 'n')}, ${idSql(2, `1 + n % ${talks}`)}, (array['user', 'assistant'])[1 + n % 2],
          t.body || ' ' || n, 50 + n % 400,
          now() - interval '365 days' * (1 - n::float / ${sizes.messages}),
          ${idSql(1, `1 + (1 + n % ${talks}) % ${sizes.users}`)}
        from generate_series(${from}, ${to}) n join pg_temp.texts t on t.k = n % 1000`,
    )
  await step(direct, say, 'vacuum', 'vacuum (analyze) conversations.messages')
}

export async function loadChunks(direct: Direct, sizes: Sizes, say: Say): Promise<void> {
  await prepare(direct)
  const heavy = Math.round(sizes.chunks * shares.heavy)
  const hundredth = sizes.chunks / 100
  const rest = heavy + hundredth * shares.hundredths
  await step(
    direct,
    say,
    'people and projects',
    `
    insert into orquix.users (id, email, name)
      select ${idSql(1, 'n')}, 'person' || n || '@example.org', 'Person ' || n from generate_series(1, ${people}) n;
    insert into orquix.projects (id, user_id, name, description)
      select ${idSql(2, 'n')}, ${idSql(1, 'n')}, 'Proyecto ' || n, 'Descripción' from generate_series(1, ${people}) n;
    drop index orquix.context_chunks_content_embedding_hnsw_idx;
    create temp table centres as select c, array_agg((random() - 0.5)::real) as v
      from generate_series(0, 255) c, generate_series(1, 384) d group by c;
    analyze centres`,
  )
  // Texts lie in clusters: 256 of them, and each fragment a little beside its centre.
  const owner = `case when n <= ${heavy} then 1 when n <= ${rest} then 2 + (n - ${heavy} - 1) / ${hundredth}
    else ${shares.hundredths + 2} + n % ${people - shares.hundredths - 1} end`
  for (const [from, to] of parts(sizes.chunks, 5))
    await step(
      direct,
      say,
      `chunks to ${to}`,
      `
      insert into orquix.context_chunks (id, project_id, user_id, content_text, source_type, source_identifier,
          content_embedding, content_embedding_model, created_at)
        select ${idSql(3, 'n')}, ${idSql(2, owner)}, ${idSql(1, owner)}, t.body || ' ' || n, 'file', 'f' || n % 977,
          (select array_agg(x + (random()::real - 0.5::real) * 0.6::real) from unnest(c.v) x where n > 0)::real[]::acervo.vector(384),
          'all-MiniLM-L6-v2', now() - interval '365 days' * (1 - n::float / ${sizes.chunks})
        from generate_series(${from}, ${to}) n join pg_temp.texts t on t.k = n % 1000
          join pg_temp.centres c on c.c = (n::bigint * 7919) % 256`,
    )
  await step(
    direct,
    say,
    'vector index',
    `
    set maintenance_work_mem = '3GB'; set max_parallel_maintenance_workers = 0;
    create index context_chunks_content_embedding_hnsw_idx on orquix.context_chunks
      using hnsw (content_embedding acervo.vector_cosine_ops)`,
  )
  await step(direct, say, 'analyze chunks', 'vacuum (analyze) orquix.context_chunks')
}

export async function loadDetections(
  direct: Direct,
  model: Model,
  sizes: Sizes,
  say: Say,
): Promise<void> {
  await prepare(direct)
  const past = Array.from({ length: months + 1 }, (_, back) => monthBefore(back))
  const databases = [...model.databases.values()].filter(({ schema }) => schema === 'banking')
  await makePartitions(direct, databases, { months: past })
  await step(
    direct,
    say,
    'branches and cameras',
    `
    insert into banking.branches (id, name, code)
      select ${idSql(1, 'n')}, 'Branch ' || n, 'B' || n from generate_series(1, ${branches}) n;
    insert into banking.cameras (id, branch_id, name)
      select ${idSql(2, 'n')}, ${idSql(1, `1 + n % ${branches}`)}, 'Camera ' || n from generate_series(1, ${cameras}) n`,
  )
  for (const [from, to] of parts(sizes.detections, 10))
    await step(
      direct,
      say,
      `detections to ${to}`,
      `
      insert into banking.detection_events (id, camera_id, status, confidence, liveness, occurred_at, tenant_id)
        select acervo.uuid7(s.at), ${idSql(2, `1 + n % ${cameras}`)},
          (array['MATCHED', 'NEW_FACE', 'UNKNOWN'])[1 + n % 3], (n % 100) / 100.0, 'PASSED', s.at,
          ${idSql(1, `1 + (1 + n % ${cameras}) % ${branches}`)}
        from generate_series(${from}, ${to}) n
          cross join lateral (select date_trunc('milliseconds',
            now() - interval '365 days' * (1 - n::float / ${sizes.detections}))::timestamptz(6) as at) s`,
    )
  await step(direct, say, 'vacuum detections', 'vacuum (analyze) banking.detection_events')
}

/** A thousand texts of thirty words each, out of three hundred. */
async function prepare(direct: Direct): Promise<void> {
  await direct.script(`set session_replication_role = replica; set synchronous_commit = off; select setseed(0.5);
    create temp table if not exists texts as
      select k, (select string_agg('palabra' || (random() * 300)::int, ' ') from generate_series(1, 30) w where k >= 0) as body
      from generate_series(0, 999) k;
    analyze texts`)
}

async function step(direct: Direct, say: Say, name: string, text: string): Promise<void> {
  const started = performance.now()
  await direct.script(text)
  say(name, (performance.now() - started) / 1000)
}

function parts(total: number, count: number): readonly (readonly [number, number])[] {
  const size = Math.ceil(total / count)
  return Array.from(
    { length: count },
    (_, at) => [at * size + 1, Math.min(total, (at + 1) * size)] as const,
  )
}

function monthBefore(back: number): string {
  const day = new Date()
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 1))
    .toISOString()
    .slice(0, 7)
}
