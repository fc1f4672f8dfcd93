// Promises of ingestion, through the client on the real tables.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { systems } from '../../index.ts'
import {
  type IngestionBatch,
  type IngestionClient,
  type IngestionResult,
  ingest as ingestBatch,
  ingestionRowsMax,
} from './ingest.ts'

let platform: TestPlatform<typeof systems>
let db: TestPlatform<typeof systems>['db']
let requests = 0

beforeAll(async () => {
  platform = await openTestPlatform(systems)
  db = platform.db
})
beforeEach(async () => {
  await platform.query(
    'truncate sm_global.party_links, sm_global.parties, sm_global.source_records cascade',
  )
  requests = 0
})
afterAll(() => platform?.close())

function ingest(batch: IngestionBatch): Promise<IngestionResult> {
  return db.transaction(['global'], (tx) => ingestBatch(counting(tx), batch))
}

function counting({ global }: IngestionClient): IngestionClient {
  const counted = <A, R>(verb: (request: A) => R) => {
    return (request: A): R => {
      requests += 1
      return verb(request)
    }
  }
  const { sourceRecord, party, partyLink } = global
  return {
    global: {
      sourceRecord: {
        findMany: counted((request) => sourceRecord.findMany(request)),
        createMany: counted((request) => sourceRecord.createMany(request)),
        updateMany: counted((request) => sourceRecord.updateMany(request)),
      },
      party: { createMany: counted((request) => party.createMany(request)) },
      partyLink: { createMany: counted((request) => partyLink.createMany(request)) },
    },
  }
}

function toBatch(lines: readonly (readonly [string, string])[], source = 'test'): IngestionBatch {
  return {
    source,
    keys: lines.map(([key]) => key),
    rows: lines.map(([, name]) => ({ kind: 'PERSON', givenName: name })),
    payloads: lines.map(([key, name]) => ({ key, name })),
  }
}

const counts = async () => ({
  records: await db.global.sourceRecord.count(),
  parties: await db.global.party.count(),
  links: await db.global.partyLink.count(),
})

describe('ingestion', () => {
  test('each new record gets a party of its own and a link, in four requests', async () => {
    const batch = toBatch([
      ['1', 'Ana'],
      ['2', 'Ana'],
    ])
    expect(await ingest(batch)).toEqual({ added: 2, unchanged: 0 })
    expect(requests).toBe(4)
    expect(await counts()).toEqual({ records: 2, parties: 2, links: 2 })
    const [found] = await db.global.sourceRecord.findMany({
      where: { sourceKey: '1' },
      select: {
        payload: true,
        links: { select: { party: { select: { displayName: true, status: true } } } },
      },
    })
    expect(found).toEqual({
      payload: { key: '1', name: 'Ana' },
      links: [{ party: { displayName: 'Ana', status: 'UNRESOLVED' } }],
    })
  })

  test('a repeated batch adds nothing, in one request', async () => {
    const batch = toBatch([
      ['1', 'Ana'],
      ['2', 'Eva'],
    ])
    await ingest(batch)
    requests = 0
    expect(await ingest(batch)).toEqual({ added: 0, unchanged: 2 })
    expect(requests).toBe(1)
    expect(await counts()).toEqual({ records: 2, parties: 2, links: 2 })
  })

  test('a changed line is another version of the same party', async () => {
    await ingest(toBatch([['1', 'Ana']]))
    expect(await ingest(toBatch([['1', 'Anna']]))).toEqual({ added: 1, unchanged: 0 })
    expect(await counts()).toEqual({ records: 2, parties: 1, links: 2 })
  })

  test('a new version follows its record to the party that it was moved to', async () => {
    await ingest(
      toBatch([
        ['1', 'Ana'],
        ['2', 'Eva'],
      ]),
    )
    // A merge: 1's link is superseded, another leads to 2's party.
    await platform.query(
      `update sm_global.party_links l set superseded_at = l.recorded_at
      from sm_global.source_records r where r.id = l.source_record_id and r.source_key = '1'`,
    )
    await platform.query(
      `insert into sm_global.party_links (source_record_id, party_id)
      select one.id, l.party_id from sm_global.source_records one, sm_global.party_links l
      join sm_global.source_records r on r.id = l.source_record_id
      where one.source_key = '1' and r.source_key = '2'`,
    )
    await ingest(toBatch([['1', 'Anna']]))
    const links = await db.global.partyLink.findMany({ where: { supersededAt: null } })
    expect(links).toHaveLength(3)
    expect(new Set(links.map(({ partyId }) => partyId)).size).toBe(1)
  })

  test('a key that comes twice in one batch is one party, and one record where it says the same', async () => {
    const batch = toBatch([
      ['1', 'Ana'],
      ['1', 'Ana'],
      ['1', 'Anna'],
    ])
    expect(await ingest(batch)).toEqual({ added: 2, unchanged: 1 })
    expect(await counts()).toEqual({ records: 2, parties: 1, links: 2 })
  })

  test('the same key of another source is somebody else', async () => {
    await ingest(toBatch([['1', 'Ana']]))
    await ingest(toBatch([['1', 'Ana']], 'other'))
    expect(await counts()).toEqual({ records: 2, parties: 2, links: 2 })
  })

  test('a batch without a key, without a source or beyond the limit is refused before any read', async () => {
    const big = toBatch(Array.from({ length: ingestionRowsMax + 1 }, (_, at) => [`${at}`, 'x']))
    const good = toBatch([['1', 'Ana']])
    await expect(ingest(toBatch([['', 'Ana']]))).rejects.toMatchObject({ code: 'ACV205' })
    await expect(ingest(toBatch([['1', 'Ana']], ''))).rejects.toMatchObject({ code: 'ACV205' })
    await expect(ingest(big)).rejects.toMatchObject({ code: 'ACV206' })
    await expect(ingest({ ...good, payloads: [] })).rejects.toMatchObject({ code: 'ACV200' })
    expect(requests).toBe(0)
  })
})
