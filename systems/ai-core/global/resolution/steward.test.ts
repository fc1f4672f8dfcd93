// Promises to a steward: what is merged can be seen, explained and taken back; what was parted stays apart.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Session, systemPrincipal } from '../../../../kernel/index.ts'
import { onEachEngine } from '../../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../../test/support/platform.ts'
import { systems } from '../../../index.ts'
import { ingest } from '../ingest.ts'
import {
  decideReview,
  explainParty,
  findParties,
  listReviews,
  mergeParties,
  replay,
  resolveQueue,
  showParty,
  unmerge,
} from './index.ts'

const ana = {
  kind: 'PERSON',
  givenName: 'Ana',
  firstSurname: 'García',
  secondSurname: 'Peñalver',
  birthDate: '1984-02-29',
  email: 'ana.garcia@example.com',
  phone: '+34600000101',
  city: 'Toledo',
} as const
const luis = { kind: 'PERSON', givenName: 'Luis', firstSurname: 'Otero', city: 'Vigo' } as const
const word = { actor: 'user:steward', reason: 'they told me' }
const dni = (documentNumber: string) => ({
  documentType: 'DNI',
  documentNumber,
  documentCountry: 'ES',
})

onEachEngine(() => {
  let platform: TestPlatform<typeof systems>
  let db: TestPlatform<typeof systems>['db']
  beforeAll(async () => {
    platform = await openTestPlatform(systems)
    db = platform.db
  })
  beforeEach(() =>
    platform.query(
      `truncate sm_global.parties, sm_global.source_records, sm_global.match_keys, sm_global.recent_keys,
        sm_global.match_rechecks, sm_global.outbox_events cascade`,
    ),
  )
  afterAll(() => platform?.close())

  const act = <R>(body: (session: Session) => Promise<R>): Promise<R> =>
    platform.acervo.transaction(systemPrincipal, ['global'], (_tx, session) => body(session))
  const create = async (data: object) => (await db.global.party.create({ data })).id
  const arrive = async (source: string, rows: Readonly<Record<string, object>>) => {
    await db.transaction(['global'], (tx) =>
      ingest(tx, {
        source,
        keys: Object.keys(rows),
        rows: Object.values(rows) as Record<string, unknown>[],
        payloads: Object.values(rows) as Record<string, unknown>[],
      }),
    )
    return resolveQueue({ transact: act })
  }
  const partiesNow = async () => {
    const links = await db.global.partyLink.findMany({
      where: { holds: true },
      select: { partyId: true, sourceRecord: { select: { sourceKey: true } } },
    })
    return Object.fromEntries(
      links.map(({ partyId, sourceRecord }) => [sourceRecord.sourceKey, partyId]),
    )
  }

  test('a version that came after a merge leaves with its record when the merge is taken back', async () => {
    await arrive('crm', { 1: ana })
    await arrive('web', { 7: luis })
    const { 1: a = '', 7: b = '' } = await partiesNow()
    const { decisionId } = await act((session) => mergeParties(session, a, b, word))
    await arrive('web', { 7: { ...luis, city: 'Lugo' } })
    expect((await db.global.party.findMany({ where: { status: 'ACTIVE' } })).length).toBe(1)
    await act((session) => unmerge(session, decisionId, word))
    const found = await db.global.party.findMany({
      where: { status: 'ACTIVE' },
      select: { id: true, givenName: true, city: true },
      orderBy: { givenName: 'asc' },
    })
    expect(found).toEqual([
      { id: a, givenName: 'Ana', city: 'Toledo' },
      { id: b, givenName: 'Luis', city: 'Lugo' },
    ])
  })

  test('a transaction that began before the links it ends, and waited, merges all the same', async () => {
    const [a, b] = [await create(ana), await create(luis)]
    const at = (time: string) => (session: Session) =>
      session.query({ text: `select set_config('acervo.fake_now', $1, true)`, values: [time] })
    const { partyId } = await act(async (session) => {
      await at('2020-01-01T00:00:00Z')(session)
      return mergeParties(session, b, a, word)
    })
    expect(partyId).toBe(a)
    const links = await db.global.partyLink.findMany({ where: { sourceRecord: { originId: b } } })
    const [ended, holding] = [links.find((l) => !l.holds), links.find((l) => l.holds)]
    expect(ended).toMatchObject({ partyId: b, supersededAt: ended?.recordedAt })
    expect(holding).toMatchObject({ partyId: a, recordedAt: ended?.supersededAt })
  })

  test('a golden value holds since it last changed, and what was never seen leaves no row', async () => {
    const known = { ...ana, ...dni('12345678Z'), email: null }
    const id = await create({ ...known, email: 'ana@example.com' })
    const sinceOf = async () => {
      const { provenance } = await act((session) => showParty(session, id))
      return Object.fromEntries(provenance.map(({ attribute, since }) => [attribute, since]))
    }
    const before = await sinceOf()
    expect(await create({ ...known, city: 'Illescas' })).toBe(id)
    const after = await sinceOf()
    expect(after.email).toBe(before.email)
    expect((after.address ?? '') > (before.address ?? '')).toBe(true)
    const rows = () => db.global.goldenRecord.findMany({ where: { partyId: id } })
    expect(await rows()).toHaveLength(2)
    await db.transaction(['global'], async (tx) => {
      await tx.global.party.create({ data: { ...known, city: 'Ocaña' } as never })
      await tx.global.party.create({ data: { ...known, city: 'Yepes' } as never })
    })
    expect(await rows()).toHaveLength(3)
    expect((await sinceOf()).email).toBe(before.email)
  })

  test('a merge joins two parties, and either id shows the one that stays', async () => {
    const [a, b] = [await create(ana), await create(luis)]
    const { partyId } = await act((session) => mergeParties(session, b, a, word))
    expect(partyId).toBe(a)
    const shown = await act((session) => showParty(session, b))
    expect(shown).toMatchObject({ id: a, askedId: b, status: 'ACTIVE', mergedIds: [b] })
    expect(shown.sources).toHaveLength(2)
    expect(shown.history[0]).toMatchObject({
      kind: 'MERGE',
      decidedBy: 'user:steward',
      undone: false,
    })
    const given = shown.provenance.find(({ attribute }) => attribute === 'givenName')
    expect(given?.losing).toHaveLength(1)
    const found = await act((session) => findParties(session, 'penalver'))
    expect(found.map(({ id, records }) => [id, records])).toEqual([[a, 2]])
  })

  test('taken back, both are as they were, and the matcher keeps them apart', async () => {
    const [a, b] = [await create(ana), await create({ ...luis, firstSurname: 'Gil' })]
    const before = await db.global.party.findMany({ orderBy: { id: 'asc' } })
    const { decisionId } = await act((session) => mergeParties(session, a, b, word))
    const parted = await act((session) => unmerge(session, decisionId, word))
    expect(parted.partyIds).toEqual([a, b])
    const shown = await db.global.party.findMany({ orderBy: { id: 'asc' } })
    const plain = (rows: typeof before) =>
      rows.map((row) => ({ ...row, updatedAt: null, partedFromId: null }))
    expect(plain(shown)).toEqual(plain(before))
    await expect(act((session) => unmerge(session, decisionId, word))).rejects.toMatchObject({
      code: 'ACV531',
    })
    expect(await db.global.matchDecision.count({ where: { kind: 'VETO' } })).toBe(1)
  })

  test('what a person parted the matcher does not join again', async () => {
    await arrive('crm', { one: ana })
    await arrive('web', { two: ana })
    const together = await partiesNow()
    expect(together.one).toBe(together.two)
    const [merge] = await db.global.matchDecision.findMany({ where: { kind: 'MERGE' } })
    await act((session) => unmerge(session, merge?.id ?? '', word))
    await arrive('web', { two: { ...ana, city: 'Illescas' } })
    const apart = await partiesNow()
    expect(apart.one).not.toBe(apart.two)
  })

  test('an attached record leaves with a party of its own', async () => {
    const a = await create(ana)
    expect(await create({ ...ana, city: 'Illescas' })).toBe(a)
    const [link] = await db.global.matchDecision.findMany({ where: { kind: 'LINK' } })
    const { partyIds } = await act((session) => unmerge(session, link?.id ?? '', word))
    const fresh = await db.global.party.findUnique({ where: { id: partyIds[1] } })
    expect(fresh).toMatchObject({ status: 'ACTIVE', city: 'Illescas', partedFromId: a })
    expect(new Set(Object.values(await partiesNow())).size).toBe(2)
    const links = await db.global.partyLink.findMany({ where: { holds: true } })
    const replayed = await act((session) => replay(session))
    for (const { sourceRecordId, partyId } of links)
      expect(replayed.get(sourceRecordId)).toBe(partyId)
  })

  test('valid documents that differ are never one, whoever asks', async () => {
    const a = await create({ ...ana, ...dni('12345678Z') })
    const b = await create({ ...luis, ...dni('87654321X') })
    const asked = act((session) => mergeParties(session, a, b, word))
    await expect(asked).rejects.toMatchObject({ code: 'ACV530' })
    const company = await create({ kind: 'ORGANISATION', legalName: 'Otero, S.L.' })
    const mixed = act((session) => mergeParties(session, a, company, word))
    await expect(mixed).rejects.toMatchObject({ code: 'ACV530' })
    const same = act((session) => mergeParties(session, a, a, word))
    await expect(same).rejects.toMatchObject({ code: 'ACV530' })
  })

  test('a source that gives its record another document moves it out of the party', async () => {
    await arrive('crm', { one: { ...ana, ...dni('12345678Z') } })
    await arrive('web', { two: { ...ana, ...dni('12345678Z') } })
    const together = await partiesNow()
    expect(together.one).toBe(together.two)
    await arrive('web', { two: { ...ana, ...dni('87654321X') } })
    const holds = await db.global.partyLink.findMany({
      where: { holds: true, sourceRecord: { current: true } },
      select: { partyId: true },
    })
    expect(new Set(holds.map(({ partyId }) => partyId)).size).toBe(2)
    const shown = await act((session) => showParty(session, together.one ?? ''))
    expect(shown.golden.documentNumber).toBe('12345678Z')
  })

  test('a party explains each merge that holds by its comparisons', async () => {
    await arrive('crm', { one: ana })
    await arrive('web', { two: ana })
    const { one = '' } = await partiesNow()
    const explained = await act((session) => explainParty(session, one))
    expect(explained).toMatchObject({ id: one, records: 2 })
    const [pair] = explained.merges[0]?.pairs ?? []
    expect(pair?.bits).toBeGreaterThan(0)
    expect(pair?.comparisons.map(({ name }) => name)).toContain('birthDate')
  })

  test('a question is answered once: yes joins, no parts for good', async () => {
    const ids = [await create(ana), await create(luis), await create({ ...luis, givenName: 'Eva' })]
    const ask = (a = '', b = '') =>
      platform.query(
        `insert into sm_global.match_reviews (party_id, other_party_id, bits, evidence, model_version)
        values ($1, $2, 1, '[]', 0)`,
        [a, b],
      )
    await ask(ids[0], ids[1])
    await ask(ids[0], ids[2])
    const [first, second] = await act((session) => listReviews(session))
    const decide = (id = '', answer: 'accept' | 'reject') =>
      act((session) => decideReview(session, id, answer, word))
    await decide(first?.id, 'accept')
    await expect(decide(first?.id, 'accept')).rejects.toMatchObject({ code: 'ACV532' })
    await decide(second?.id, 'reject')
    expect(await act((session) => listReviews(session))).toEqual([])
    const kinds = await db.global.matchDecision.findMany({ select: { kind: true } })
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['MERGE', 'VETO'])
  })

  test('others hear of each party once: created, merged, parted', async () => {
    const [a, b] = [await create(ana), await create(luis)]
    const { decisionId } = await act((session) => mergeParties(session, a, b, word))
    await act((session) => unmerge(session, decisionId, word))
    const events = await db.global.outboxEvent.findMany({ orderBy: { id: 'asc' } })
    const of = (id: string) =>
      events.filter(({ aggregateId }) => aggregateId === id).map(({ eventType }) => eventType)
    expect(of(b)).toEqual(['PartyCreated', 'PartyMerged', 'PartyUnmerged', 'PartyChanged'])
    expect(of(a)[0]).toBe('PartyCreated')
  })
})
