// Random histories of births, attachments, merges and partings against the real tables, beside a model that knows
// nothing of the database: the records, the merges that still stand, and what follows from them.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { isAcervoError, type Session, systemPrincipal } from '../../../kernel/index.ts'
import { goldenColumns } from '../../../systems/ai-core/global/golden-column.ts'
import { ingest } from '../../../systems/ai-core/global/ingest.ts'
import { normalise } from '../../../systems/ai-core/global/matching/index.ts'
import { mergeParties, replay, unmerge } from '../../../systems/ai-core/global/resolution/index.ts'
import { rules, survive, type Voice } from '../../../systems/ai-core/global/survivorship/index.ts'
import type { aiCore } from '../../../systems/ai-core/system.ts'
import type { TestPlatform } from '../../support/platform.ts'

type Platform = TestPlatform<readonly [typeof aiCore]>

export type Step =
  | { readonly do: 'merge'; readonly a: number; readonly b: number }
  | { readonly do: 'part'; readonly which: number }
  | { readonly do: 'again'; readonly which: number; readonly name: string }

export interface History {
  /** What each first record says. */
  readonly people: readonly Person[]
  readonly steps: readonly Step[]
}

interface Person {
  readonly givenName: string
  readonly city: string | null
  readonly documentNumber: string | null
}

const place = fc.nat({ max: 1000 })
const name = fc.constantFrom('Ana', 'Anna', 'Ane', 'Eva', 'Luz')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('merge'), a: place, b: place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('part'), which: place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again'), which: place, name }) },
)
export const histories: fc.Arbitrary<History> = fc.record({
  people: fc.array(
    fc.record({
      givenName: name,
      city: fc.constantFrom('Toledo', 'Illescas', null),
      documentNumber: fc.constantFrom('12345678Z', '87654321X', null, null, null),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 10 }),
})

interface ModelRecord {
  readonly id: string
  readonly originId: string
  readonly key: string
  attributes: Readonly<Record<string, unknown>>
  voice: Voice
  isCurrent: boolean
}

interface Edge {
  readonly decisionId: string
  readonly fromId: string
  readonly intoId: string
}

export async function runHistory(platform: Platform, history: History): Promise<void> {
  const run = new HistoryRun(platform, history.people)
  await run.begin()
  for (const one of history.steps) await run.take(one)
  await run.check()
}

const word = { actor: 'user:steward', reason: 'because' }

class HistoryRun {
  readonly #platform: Platform
  readonly #people: readonly Person[]
  readonly #source = randomUUID()
  #records: ModelRecord[] = []
  /** Merges that stand, in the order in which they were made. */
  #edges: Edge[] = []
  /** Parties whose golden columns a decision has made: the others wait for resolution. */
  readonly #computed = new Set<string>()

  constructor(platform: Platform, people: readonly Person[]) {
    this.#platform = platform
    this.#people = people
  }

  async begin(): Promise<void> {
    await this.#ingest(this.#people.map((person, at) => [String(at), toRow(person)] as const))
    await this.#reload()
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'merge') return this.#merge(step.a, step.b)
    if (step.do === 'again') return this.#sayAgain(step.which, step.name)
    const edge = this.#edges[step.which % Math.max(1, this.#edges.length)]
    if (edge === undefined) return
    const { decisionId } = edge
    await this.#transact((session) => unmerge(session, decisionId, word))
    this.#edges = this.#edges.filter((one) => one !== edge)
    this.#computed.add(edge.fromId).add(this.#rootOf(edge.intoId))
    await this.check()
  }

  /** Any id that ever stood may be named: old ones lead on. */
  async #merge(a: number, b: number): Promise<void> {
    const ids = [...new Set(this.#records.map(({ originId }) => originId))]
    const [left = '', right = ''] = [ids[a % ids.length], ids[b % ids.length]]
    const [x, y] = [this.#rootOf(left), this.#rootOf(right)]
    const [intoId, fromId] = x < y ? [x, y] : [y, x]
    const isRefused = x === y || this.#contradict(x, y)
    try {
      const made = await this.#transact((session) => mergeParties(session, left, right, word))
      expect([isRefused, made.partyId]).toEqual([false, intoId])
      this.#edges.push({ decisionId: made.decisionId, fromId, intoId })
      this.#computed.add(fromId).add(intoId)
    } catch (error) {
      if (!isAcervoError(error) || error.code !== 'ACV530') throw error
      expect(isRefused).toBe(true)
    }
  }

  async #sayAgain(which: number, name: string): Promise<void> {
    const current = this.#records.filter(({ isCurrent }) => isCurrent)
    const record = current[which % current.length]
    if (record === undefined) return
    const versions = this.#records.filter(({ key }) => key === record.key)
    // An old version that is said again waits where it was.
    for (const { originId } of versions) this.#computed.delete(this.#rootOf(originId))
    await this.#ingest([[record.key, { ...record.attributes, givenName: name }]])
    await this.#reload()
    // Had no merge been, every version would stand with the first.
    const origins = this.#records.filter(({ key }) => key === record.key)
    expect(new Set(origins.map(({ originId }) => originId)).size).toBe(1)
  }

  /** Partition, redirects and golden columns are what the standing merges alone would have made. */
  async check(): Promise<void> {
    const ids = [...new Set(this.#records.map(({ originId }) => originId))]
    const { rows: links } = await this.#platform.query(
      `select l.source_record_id, l.party_id from sm_global.party_links l
      where l.source_record_id = any($1::uuid[]) and l.superseded_at is null and l.valid_to is null`,
      [this.#records.map(({ id }) => id)],
    )
    const expected = this.#records.map(({ id, originId }) => [id, this.#rootOf(originId)])
    expect(new Map(links as [string, string][])).toEqual(new Map(expected as [string, string][]))
    const { rows } = await this.#platform.query(
      `select to_jsonb(p) from sm_global.parties p where p.id = any($1::uuid[])`,
      [ids],
    )
    for (const [text] of rows) {
      const party = JSON.parse(text ?? '') as Record<string, unknown>
      const id = party.id as string
      const edge = this.#edges.find(({ fromId }) => fromId === id)
      if (!this.#computed.has(id)) continue
      expect([id, party.merged_into_id]).toEqual([id, edge?.intoId ?? null])
      expect(toColumns(party)).toEqual(edge === undefined ? this.#golden(id) : toColumns({}))
    }
    const replayed = await this.#transact((session) => replay(session))
    for (const [record, party] of expected) expect(replayed.get(record ?? '')).toBe(party)
  }

  #golden(partyId: string): Record<string, unknown> {
    const voices = this.#records
      .filter(({ isCurrent, originId }) => isCurrent && this.#rootOf(originId) === partyId)
      .map(({ voice }) => voice)
    const { columns } = survive(voices, rules, new Date().toISOString())
    const snake = (column: string) => column.replaceAll(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)
    return toColumns(
      Object.fromEntries(Object.entries(columns).map(([column, value]) => [snake(column), value])),
    )
  }

  #rootOf(id: string): string {
    const edge = this.#edges.find(({ fromId }) => fromId === id)
    return edge === undefined ? id : this.#rootOf(edge.intoId)
  }

  #contradict(x: string, y: string): boolean {
    const numbersOf = (id: string) =>
      this.#records
        .filter(({ isCurrent, originId }) => isCurrent && this.#rootOf(originId) === id)
        .flatMap(({ attributes }) => attributes.documentNumber ?? [])
    const others = numbersOf(y)
    return numbersOf(x).some((number) => others.some((other) => other !== number))
  }

  async #ingest(lines: readonly (readonly [string, Record<string, unknown>])[]): Promise<void> {
    await this.#platform.db.transaction(['global'], (tx) =>
      ingest(tx, {
        source: this.#source,
        keys: lines.map(([key]) => key),
        rows: lines.map(([, row]) => row),
        payloads: lines.map(([, row]) => row),
      }),
    )
  }

  async #reload(): Promise<void> {
    const { rows } = await this.#platform.query(
      `select id, origin_id, source_key, attributes, current,
        to_json(received_at at time zone 'UTC') #>> '{}' || 'Z'
      from sm_global.source_records where source = $1 order by id`,
      [this.#source],
    )
    this.#records = rows.map(([id, originId, key, attributes, current, receivedAt]) => {
      const said = JSON.parse(attributes ?? '') as Record<string, unknown>
      const documents = normalise(said).documents
      const isWrong = documents?.every(({ valid }) => !valid) ?? false
      return {
        id: id ?? '',
        originId: originId ?? '',
        key: key ?? '',
        attributes: said,
        isCurrent: current === 't',
        voice: {
          recordId: id ?? '',
          source: this.#source,
          receivedAt: receivedAt ?? '',
          attributes: said,
          ...(isWrong ? { invalid: ['document'] } : {}),
        },
      }
    })
  }

  #transact<R>(body: (session: Session) => Promise<R>): Promise<R> {
    return this.#platform.acervo.transaction(systemPrincipal, ['global'], (_tx, session) =>
      body(session),
    )
  }
}

function toRow({ givenName, city, documentNumber }: Person): Record<string, unknown> {
  return {
    kind: 'PERSON',
    givenName,
    ...(city === null ? {} : { city }),
    ...(documentNumber === null
      ? {}
      : { documentType: 'DNI', documentNumber, documentCountry: 'ES' }),
  }
}

function toColumns(party: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = goldenColumns
    .filter((column) => column !== 'kind')
    .map((column) => column.replaceAll(/[A-Z]/g, (a) => `_${a.toLowerCase()}`))
  return Object.fromEntries(names.map((column) => [column, party[column] ?? null]))
}
