// The matrix: every case of every relation x who asks x in which role, on both databases. A leak is any difference
// between them, any mark of a row that the asker may not see, any change of such a row, and any right too many.
import type { TableModel } from '../../../kernel/index.ts'
import { type Aim, type Case, casesOf, type SqlRow, type Verb } from './cases.ts'
import { markOf, mine, nobodys, relationOf, type Tenant, theirs } from './fill.ts'
import type { Seen } from './prober.ts'
import { type Relation, readRelations, type World } from './world.ts'

export interface Asker {
  readonly who: 'own' | 'other' | 'none' | 'empty' | 'spoofed'
  readonly settings: Readonly<Record<string, string>>
  readonly sees: readonly Tenant[]
  /** In whose name it may write. */
  readonly writes: readonly Tenant[]
}

export const askers: readonly Asker[] = [
  { who: 'other', settings: { 'acervo.tenant': nobodys.id }, sees: [], writes: [nobodys] },
  // Beside each other: what the one's context leaves behind, the other would see.
  { who: 'own', settings: { 'acervo.tenant': mine.id }, sees: [mine], writes: [mine] },
  { who: 'none', settings: {}, sees: [], writes: [] },
  { who: 'empty', settings: { 'acervo.tenant': '' }, sees: [], writes: [] },
  {
    who: 'spoofed',
    settings: {
      'acervo.tenants': theirs.id,
      'acervo.tenant_id': theirs.id,
      'app.tenant': theirs.id,
      'acervo.actor': 'service:system',
      'acervo.elevation': theirs.id,
    },
    sees: [],
    writes: [],
  },
  { who: 'spoofed', settings: { 'acervo.tenant': `${mine.id}' or '1'='1` }, sees: [], writes: [] },
]

/** The owner is no role of a request; forced policies bind it all the same. */
export const roles = ['acervo_app', 'acervo_worker', 'acervo_readonly', 'acervo_owner'] as const
type Role = (typeof roles)[number]

export interface Leak {
  readonly why: string
  readonly role: Role
  readonly asker: Asker['who']
  readonly sql: string
  readonly seen: string
}

export interface MatrixOptions {
  /** How many cases stand for one that is made. */
  readonly oneIn?: number
  /** Only cases that name it. */
  readonly about?: RegExp
  /** The first leak ends the run. */
  readonly stopAtFirst?: boolean
  /** A client whose context outlives its transaction. */
  readonly isSession?: boolean
}

export interface Tally {
  readonly cases: number
  readonly leaks: readonly Leak[]
  readonly byVerb: Readonly<Record<string, number>>
  readonly byAim: Readonly<Record<string, number>>
  readonly relations: number
  readonly tables: readonly string[]
}

export async function runMatrix(
  full: World,
  alone: World,
  options: MatrixOptions = {},
): Promise<Tally> {
  const { oneIn = 1, about = /^/, stopAtFirst = false, isSession = false } = options
  const relations = await readRelations(full)
  const before = await digestsOf(full)
  const leaks: Leak[] = []
  const byVerb: Partial<Record<Verb, number>> = {}
  const byAim: Partial<Record<Aim, number>> = {}
  let cases = 0
  const attempt = async (one: Case, role: Role, asker: Asker): Promise<void> => {
    cases++
    byVerb[one.verb] = (byVerb[one.verb] ?? 0) + 1
    byAim[one.aim] = (byAim[one.aim] ?? 0) + 1
    const probe = { role, settings: asker.settings, sql: one.sql, isSession }
    const seen = await full.prober.attempt(probe)
    const wanted = await alone.prober.attempt(probe)
    const why =
      reasonOf(one, asker, seen, wanted) ??
      (seen.count > 0 &&
      isWrite(one.verb) &&
      (await digestOf(full, asker.writes)) !== before.get(asker)
        ? 'a row of somebody else has changed'
        : undefined)
    if (why !== undefined)
      leaks.push({
        why,
        role,
        asker: asker.who,
        sql: one.sql,
        seen: `${seen.text} / ${wanted.text}`,
      })
  }
  const pairs = [
    ...(await secretCases(full)).map((one) => [one, 'acervo_readonly'] as const),
    ...[...(await functionCases(full)), ...(await subjectCases(full, relations))].flatMap((one) =>
      roles.map((role) => [one, role] as const),
    ),
  ]
  const all = pairs.filter(([{ sql }]) => about.test(sql))
  // Far apart in turn, so that a part of them is a part of everything, and a hole is met soon.
  const chosen = Math.ceil(all.length / oneIn)
  for (let at = 0; at < chosen; at++) {
    const [one, role] = all[(at * stride) % all.length] as (typeof all)[number]
    if (role === 'acervo_owner' && !isForOwner(one)) continue
    for (const asker of askers) {
      if (role === 'acervo_readonly' && isWrite(one.verb) && asker.who !== 'own') continue
      await attempt(one, role, asker)
      if (stopAtFirst && leaks.length > 0) return tally()
    }
  }
  return tally()

  function tally(): Tally {
    const tables = relations.filter(({ kind }) => kind === 'table').map(({ name }) => name)
    return { cases, leaks, byVerb, byAim, relations: relations.length, tables }
  }
}

/** A prime larger than any number of cases: no case comes twice. */
const stride = 1_000_003

const isWrite = (verb: Verb) =>
  ['insert', 'update', 'delete', 'merge', 'on conflict', 'returning'].includes(verb)

/** What an owner may do to the structure no policy stops: nobody becomes it. */
function isForOwner({ verb, isForbidden, sql }: Case): boolean {
  if (isForbidden === true || sql.startsWith('create')) return false
  return ['select', 'error text', 'insert', 'update', 'delete', 'returning'].includes(verb)
}

function reasonOf(one: Case, asker: Asker, seen: Seen, wanted: Seen): string | undefined {
  if (one.isForbidden === true && seen.state === '') return 'what nobody may do was done'
  // What a transaction's setting leaves behind is '', and whoever comes next claims nobody: no rows, and no error.
  if (asker.who === 'none' || asker.who === 'empty')
    if (seen.state === '22P02' && seen.text.includes('uuid: ""')) return 'without a claim it fails'
  const hidden = [mine, theirs].filter((tenant) => !asker.sees.includes(tenant))
  // What the asker says may be said back.
  const told = `${one.sql} ${Object.values(asker.settings).join(' ')}`
  for (const mark of hidden.flatMap((tenant) => [markOf(tenant), tenant.id]))
    if (seen.text.includes(mark) && !told.includes(mark)) return `shows ${mark}`
  if (one.isInexact === true || isUnread(asker, seen, wanted)) return undefined
  return blur(seen.text) === blur(wanted.text)
    ? undefined
    : 'differs from what it were without the others'
}

/** A claim that is no id is refused when it is read first; a plan that needs no row does not read it. */
function isUnread(asker: Asker, seen: Seen, wanted: Seen): boolean {
  const isBroken = asker.settings['acervo.tenant']?.includes("'") === true
  return isBroken && [seen, wanted].some(({ state }) => state === '22P02')
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const known = /^(([abc])\2{7}-|[0-9a-f]{8}-[0-9a-f]{4}-7[abc]00-8000-0)/

/** New ids are no two alike. */
function blur(text: string): string {
  return text
    .replaceAll(uuid, (id) => (known.test(id) ? id : 'ID'))
    .replaceAll(/leak\(\)|pg_temp_\d+/g, '')
}

async function digestsOf(world: World): Promise<ReadonlyMap<Asker, string>> {
  const digests = new Map<Asker, string>()
  for (const asker of askers) digests.set(asker, await digestOf(world, asker.writes))
  return digests
}

const digestTexts = new WeakMap<World, string>()

/** Of every row that is not `owners`', across all tables. */
async function digestOf(world: World, owners: readonly Tenant[]): Promise<string> {
  const text = digestTexts.get(world) ?? renderDigest(world)
  digestTexts.set(world, text)
  const ids = [...owners, { id: '00000000-0000-0000-0000-000000000000' }].map(({ id }) => `'${id}'`)
  const rows = await world.prober.read(text.replaceAll('{owners}', ids.join(', ')))
  return rows[0]?.[0] ?? ''
}

function renderDigest({ databases }: World): string {
  const tables = databases.flatMap((database) => [...database.tables.values()])
  const parts = tables.flatMap((table: TableModel) =>
    table.kind !== 'table' || table.keyPrefix === undefined
      ? []
      : [
          `select t::text as line from ${relationOf(table)} t where "${table.keyPrefix.sqlName}" not in ({owners})`,
        ],
  )
  return `select md5(string_agg(line, '|' order by line)) from (${parts.join(' union all ')}) x`
}

async function subjectCases(
  world: World,
  relations: readonly Relation[],
): Promise<readonly Case[]> {
  const tables = world.databases.flatMap((database) => [...database.tables.values()])
  const cases: Case[] = []
  for (const relation of relations) {
    const bare = relation.name.replace(/_y\d{4}m\d\d"?$/, '').replaceAll('"', '')
    const table = tables.find(({ schema, sqlName }) => `${schema}.${sqlName}` === bare)
    const from =
      relation.kind === 'partition' && table !== undefined ? relationOf(table) : relation.name
    const rowOf = async (tenant: Tenant): Promise<SqlRow> => {
      // A view that adds up shows nobody's mark: what it tells of others is a difference between the worlds.
      const [where, order] =
        relation.own === ''
          ? ['true', `t::text like '%${markOf(tenant)}%' desc, t::text`]
          : [`"${relation.own}" = '${tenant.id}'`, 't::text']
      const list = relation.columns.map((column) => `t."${column}"::text`).join(', ')
      const [row = []] = await world.prober.read(
        `select ${list} from ${from} t where ${where} order by ${order} limit 1`,
      )
      return Object.fromEntries(relation.columns.map((column, at) => [column, row[at] ?? null]))
    }
    const subject = { relation, table, victim: await rowOf(theirs), own: await rowOf(mine) }
    // A view may read what only triggers write; it is asked all the same.
    if (relation.own !== '' && subject.victim[relation.own] === null)
      throw new Error(`${relation.name} has no row of the victim: nothing would be tried`)
    cases.push(...casesOf(subject))
  }
  return cases
}

/** Called, and put under a table of one's own: with their owner's rights they would write what they are not asked to. */
async function functionCases(world: World): Promise<readonly Case[]> {
  const schemas = ['acervo', ...world.databases.map(({ schema }) => schema)].map(
    (name) => `'${name}'`,
  )
  const rows = await world.prober.read(`
    select format('%I.%I', n.nspname, p.proname), p.prorettype = 'trigger'::regtype, p.pronargs, p.prosecdef
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in (${schemas.join(', ')}) and p.prokind = 'f'
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`)
  return rows.flatMap(([name, isTrigger, args, isDefiner]): Case[] => {
    const nulls = Array.from({ length: Number(args) }, () => 'null').join(', ')
    const calls: Case[] = [
      {
        verb: 'select',
        aim: 'function',
        sql: `select x::text from ${name}(${nulls}) x`,
        // The kernel's own tell the time and make ids: no two answers are alike.
        isInexact: name?.startsWith('acervo.') === true,
      },
      {
        verb: 'explain',
        aim: 'function',
        sql: `explain (costs off) select ${name}(${nulls})`,
        isInexact: true,
      },
    ]
    if (isTrigger !== 't') return calls
    const forged = `create temp table forged (id uuid); create trigger forged after insert on forged
      referencing new table as new_rows for each statement execute function ${name}()`
    return [
      ...calls,
      { verb: 'insert', aim: 'function', sql: forged, isForbidden: isDefiner === 't' },
    ]
  })
}

/** Hashes, tokens and vectors: no report reads them, whosever they are. */
async function secretCases(world: World): Promise<readonly Case[]> {
  const tables = world.databases.flatMap((database) => [...database.tables.values()])
  return tables.flatMap((table) =>
    table.kind !== 'table'
      ? []
      : [...table.columns.values()]
          .filter(
            (column) =>
              column.spec.hidden === true &&
              column !== table.keyPrefix &&
              !table.primaryKey.includes(column),
          )
          .flatMap(({ sqlName }): Case[] => [
            {
              verb: 'select',
              aim: 'table',
              sql: `select "${sqlName}" from ${relationOf(table)}`,
              isForbidden: true,
            },
            {
              verb: 'select',
              aim: 'table',
              sql: `select count("${sqlName}") from ${relationOf(table)}`,
              isForbidden: true,
            },
            {
              verb: 'select',
              aim: 'table',
              sql: `select t::text from ${relationOf(table)} t`,
              isForbidden: true,
            },
            {
              verb: 'select',
              aim: 'table',
              sql: `select 1 from ${relationOf(table)} where "${sqlName}" is null`,
              isForbidden: true,
            },
          ]),
  )
}
