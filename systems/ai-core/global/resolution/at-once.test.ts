// Promises that hold while many write about the same people at the same time: writers, stewards and the queue of an
// import, each in transactions of its own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAcervoError, type Session, systemPrincipal } from '../../../../kernel/index.ts'
import { onEachEngine } from '../../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../../test/support/platform.ts'
import { systems } from '../../../index.ts'
import { ingest } from '../ingest.ts'
import { seededRandom } from '../matching/random.ts'
import { mergeParties, replay, resolveQueue, unmerge } from './index.ts'

const people = 12
const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const names = ['Ana', 'Luis', 'Marta', 'Javier', 'Elena', 'Pablo']
const surnames = ['García', 'Peñalver', 'Otero', 'Ibáñez']
const word = { actor: 'user:steward', reason: 'they told me' }
/** What may be answered to somebody who comes second: it is busy, is one already, cannot be, was taken back. */
const refusals = ['ACV309', 'ACV530', 'ACV531']

onEachEngine((engine) => {
  let platform: TestPlatform<typeof systems>
  beforeAll(async () => {
    platform = await openTestPlatform(systems)
  })
  afterAll(() => platform?.close())

  const act = <R>(body: (session: Session) => Promise<R>): Promise<R> =>
    platform.acervo.transaction(systemPrincipal, ['global'], (_tx, session) => body(session))
  const ask = async (text: string) => (await platform.query(text)).rows.map(([cell]) => cell ?? '')

  test('whoever comes first, links are a reading of the decisions and no document has two people', async () => {
    const { db } = platform.acervo
    const oddities: unknown[] = []
    const arrive = async (source: string, random: () => number) => {
      const rows = Array.from({ length: 10 }, () => somebody(random))
      const keys = rows.map((_, at) => String(at))
      await db.transaction(['global'], (tx) => ingest(tx, { source, keys, rows, payloads: rows }))
      await resolveQueue({ transact: act })
    }
    const work = async (worker: number): Promise<void> => {
      const random = seededRandom(worker + 1)
      const oneOf = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
      const step = async (at: number) => {
        const choice = random()
        if (choice < 0.6) return db.global.party.create({ data: somebody(random) as never })
        if (choice < 0.7) return arrive(`file-${worker}-${at}`, random)
        if (choice < 0.85) {
          const ids = await ask('select id from sm_global.parties order by id')
          const [a, b] = [oneOf(ids), oneOf(ids)]
          return a === '' ? undefined : act((session) => mergeParties(session, a, b, word))
        }
        const made = await ask(`select id from sm_global.match_decisions where kind = 'MERGE'`)
        return made.length === 0 ? undefined : act((session) => unmerge(session, oneOf(made), word))
      }
      for (let at = 0; at < 15; at++)
        await step(at).catch((error: unknown) => {
          if (!isAcervoError(error) || !refusals.includes(error.code)) oddities.push(error)
        })
    }
    await Promise.all(Array.from({ length: engine === 'postgres' ? 8 : 2 }, (_, at) => work(at)))
    await resolveQueue({ transact: act })
    expect(oddities).toEqual([])

    const log = await act((session) => replay(session))
    const links = await db.global.partyLink.findMany({
      where: { holds: true },
      select: { sourceRecordId: true, partyId: true },
      take: 10_000,
    })
    expect(links.length).toBeGreaterThan(50)
    expect(new Map(links.map((one) => [one.sourceRecordId, one.partyId]))).toEqual(log)
    expect(
      await ask(`select p.id from sm_global.party_links l
        join sm_global.source_records r on r.id = l.source_record_id and r.current
        join sm_global.parties p on p.id = l.party_id
        where l.holds group by p.id
        having count(distinct r.attributes ->> 'documentNumber') > 1 or bool_or(p.status <> 'ACTIVE')`),
    ).toEqual([])
  }, 120_000)
})

function somebody(random: () => number): Record<string, unknown> {
  const at = Math.floor(random() * people)
  const number = 20_000_000 + at * 1_111
  return {
    kind: 'PERSON',
    givenName: names[at % names.length],
    firstSurname: surnames[at % surnames.length],
    secondSurname: surnames[(at * 7 + 1) % surnames.length],
    birthDate: `19${60 + at}-0${1 + (at % 9)}-1${at % 10}`,
    ...(random() < 0.5 ? { email: `person${at}@example.com` } : {}),
    ...(random() < 0.5
      ? {
          documentType: 'DNI',
          documentNumber: `${number}${letters[number % 23]}`,
          documentCountry: 'ES',
        }
      : {}),
    ...(random() < 0.5 ? { city: 'Toledo' } : {}),
  }
}
