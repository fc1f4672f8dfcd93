// Promises that AI-CORE's database itself keeps, whoever writes: each test breaks one and sees which
// constraint refuses. Written as the migrator, whom no policy holds.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { systems } from '../index.ts'

let platform: TestPlatform<typeof systems>

beforeAll(async () => {
  platform = await openTestPlatform(systems)
})
afterAll(() => platform?.close())

type Values = Readonly<Record<string, string | null>>

/** Inserts a row with a new id and answers the id. */
async function insert(table: string, values: Values): Promise<string> {
  const id = randomUUID()
  const row = { id, ...values }
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 1}`)
  const text = `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`
  await platform.query(text, Object.values(row))
  return id
}

async function expectRefusal(work: Promise<unknown>, constraint: string): Promise<void> {
  await expect(work).rejects.toMatchObject({
    details: expect.stringContaining(`constraint ${constraint},`),
  })
}

const party = () => insert('sm_global.parties', {})
const record = async () =>
  insert('sm_global.source_records', {
    origin_id: await party(),
    source: 'test',
    source_key: randomUUID(),
    digest: 'a'.repeat(64),
    payload: '{}',
  })
const product = () =>
  insert('ss_insurance.products', {
    code: `T-${Date.now()}-${Math.floor(Math.random() * 1e9)}`,
    name: 'Hogar',
    line: 'HOME',
    carrier_name: 'X',
  })
const policy = async (values: Values = {}) =>
  insert('ss_insurance.policies', {
    number: randomUUID(),
    party_id: randomUUID(),
    product_id: await product(),
    starts_on: '2026-01-01',
    ends_on: '2027-01-01',
    premium: '100.00',
    ...values,
  })

test('a source record belongs to one party at a time', async () => {
  const source_record_id = await record()
  const link = async (valid_from: string, valid_to: string | null) =>
    insert('sm_global.party_links', {
      source_record_id,
      party_id: await party(),
      valid_from,
      valid_to,
    })
  await link('2026-01-01', '2026-02-01')
  await link('2026-02-01', null)
  await expectRefusal(link('2026-01-15', '2026-01-16'), 'party_links_one_party_at_a_time_excl')
  await expectRefusal(link('2026-03-01', null), 'party_links_one_party_at_a_time_excl')
})

test('a superseded link makes room for its correction', async () => {
  const source_record_id = await record()
  const [first, second] = [await party(), await party()]
  const link = { source_record_id, valid_from: '2026-01-01' }
  const id = await insert('sm_global.party_links', { ...link, party_id: first })
  const text = 'update sm_global.party_links set superseded_at = recorded_at where id = $1'
  await platform.query(text, [id])
  await insert('sm_global.party_links', { ...link, party_id: second })
})

test('the same version of a record is kept once, another version beside it', async () => {
  const version = { source: 's', source_key: 'k', payload: '{}', origin_id: await party() }
  await insert('sm_global.source_records', {
    ...version,
    current: 'false',
    digest: 'b'.repeat(64),
  })
  await insert('sm_global.source_records', { ...version, digest: 'c'.repeat(64) })
  await expectRefusal(
    insert('sm_global.source_records', {
      ...version,
      current: 'false',
      digest: 'b'.repeat(64),
    }),
    'source_records_source_source_key_digest_key',
  )
  await expectRefusal(
    insert('sm_global.source_records', { ...version, digest: 'd'.repeat(64) }),
    'source_records_current_key',
  )
})

test('a merged party says where it went, and only a merged one does', async () => {
  const into = await party()
  await insert('sm_global.parties', { status: 'MERGED', merged_into_id: into })
  await expectRefusal(insert('sm_global.parties', { status: 'MERGED' }), 'parties_merge_check')
  await expectRefusal(
    insert('sm_global.parties', { status: 'ACTIVE', merged_into_id: into }),
    'parties_merge_check',
  )
})

test('a party has one golden record at a time', async () => {
  const partyId = await party()
  const add = (from: string, to: string | null) =>
    platform.query(
      `insert into sm_global.golden_records (party_id, attributes, valid_from, valid_to)
       values ($1, '{}', $2, $3)`,
      [partyId, from, to],
    )
  await add('2025-01-01', '2026-01-01')
  await add('2026-01-01', null)
  await expectRefusal(add('2026-06-01', null), 'golden_records_now_key')
})

test('an event makes one fact and enters the inbox once', async () => {
  const event_id = randomUUID()
  const fact = async () =>
    insert('sm_global.facts', {
      source_record_id: await record(),
      area: 'insurance',
      kind: 'policy',
      subject_type: 'Policy',
      subject_id: '1',
      sequence: '1',
      root_type: 'Policy',
      root_id: '1',
      payload: '{}',
      valid_from: '2026-01-01',
      event_id,
    })
  await fact()
  await expectRefusal(fact(), 'facts_event_id_key')
  const arrival = () =>
    insert('sm_global.inbox_events', {
      source: 'insurance',
      event_id,
      event_type: 'PolicyIssued',
      aggregate_type: 'Policy',
      aggregate_id: '1',
      aggregate_seq: '1',
      envelope: '{}',
      occurred_at: '2026-01-01',
    })
  await arrival()
  await expectRefusal(arrival(), 'inbox_events_source_event_id_key')
})

test("a steward's decision has a reason and an unmerge names what it undoes", async () => {
  const pair = { party_id: await party(), other_party_id: await party(), decided_by: 'x' }
  const merge = { ...pair, kind: 'MERGE', origin: 'AUTOMATIC' }
  const merged = await insert('sm_global.match_decisions', merge)
  await expectRefusal(
    insert('sm_global.match_decisions', { ...merge, origin: 'STEWARD' }),
    'match_decisions_steward_check',
  )
  await expectRefusal(
    insert('sm_global.match_decisions', { ...merge, kind: 'UNMERGE' }),
    'match_decisions_undo_check',
  )
  await insert('sm_global.match_decisions', { ...merge, kind: 'UNMERGE', undoes_id: merged })
})

test('a day has one version of a policy', async () => {
  const policy_id = await policy()
  const version = (number: string, valid_from: string, valid_to: string | null) =>
    insert('ss_insurance.policy_versions', {
      policy_id,
      version: number,
      valid_from,
      valid_to,
      premium: '100.00',
    })
  await version('1', '2026-01-01', '2026-07-01')
  await version('2', '2026-07-01', null)
  await expectRefusal(
    version('3', '2026-06-30', '2026-07-01'),
    'policy_versions_one_version_a_day_excl',
  )
  await expectRefusal(version('3', '2028-01-01', null), 'policy_versions_one_version_a_day_excl')
})

test('a policy ends after it starts and its number is taken once', async () => {
  await expectRefusal(policy({ ends_on: '2026-01-01' }), 'policies_term_check')
  await policy({ number: 'P-1' })
  await expectRefusal(policy({ number: 'P-1' }), 'policies_number_key')
})

test('a policy asks once for a period, and its counters follow', async () => {
  const policy_id = await policy()
  const receipt = (period_start: string, status: string) =>
    insert('ss_insurance.receipts', {
      policy_id,
      period_start,
      period_end: '2027-01-01',
      due_on: period_start,
      amount: '50.00',
      status,
      paid_on: status === 'PAID' ? period_start : null,
    })
  await receipt('2026-01-01', 'PAID')
  await receipt('2026-07-01', 'PENDING')
  await expectRefusal(receipt('2026-07-01', 'PENDING'), 'receipts_policy_id_period_start_key')
  const { rows } = await platform.query(
    'select receipt_count, pending_receipt_count from ss_insurance.policies where id = $1',
    [policy_id],
  )
  expect(rows).toEqual([['2', '1']])
})

test('a claim is not reported before the loss', async () => {
  const claim = (reported_at: string) =>
    insert('ss_insurance.claims', {
      number: randomUUID(),
      policy_id: policyId,
      loss_on: '2026-05-10',
      reported_at,
    })
  const policyId = await policy()
  await claim('2026-05-10T00:00:00Z')
  await expectRefusal(claim('2026-05-09T23:59:59Z'), 'claims_reported_check')
})

const point = (cups: string) =>
  insert('se_energy.supply_points', { cups, commodity: 'ELECTRICITY', address_line: 'Mayor 1' })
const partner = (role: string) => insert('se_energy.partners', { name: randomUUID(), role })

test('a CUPS with wrong control letters, or none at all, is refused', async () => {
  await point('ES1234123456789012JY1F')
  await expectRefusal(point('ES1234123456789012XY1F'), 'supply_points_cups_check')
  await expectRefusal(point('not a number at all'), 'supply_points_cups_check')
  await expectRefusal(point('ES1234123456789012JY1T'), 'supply_points_cups_check')
})

test('one change of supplier is in flight at a supply point', async () => {
  const request = {
    supply_point_id: await point('ES0291000000000001DN'),
    to_supplier_id: await partner('SUPPLIER'),
  }
  const first = await insert('se_energy.switches', request)
  const move = (status: string) =>
    platform.query('update se_energy.switches set status = $1 where id = $2', [status, first])
  await expectRefusal(insert('se_energy.switches', request), 'switches_one_in_flight_key')
  await move('ACCEPTED')
  await expectRefusal(insert('se_energy.switches', request), 'switches_one_in_flight_key')
  await move('WITHDRAWN')
  await insert('se_energy.switches', request)
})

test('a supply point has one active contract, and power goes with electricity', async () => {
  const contract = {
    party_id: randomUUID(),
    supply_point_id: await point('ES9999999999999999SA'),
    brand_id: await partner('BRAND'),
    starts_on: '2026-01-01',
    status: 'ACTIVATED',
  }
  const power = { tariff: '2.0TD', power_p1_kw: '4.6', power_p2_kw: '4.6' }
  const add = (values: Values) =>
    insert('se_energy.energy_contracts', { ...contract, number: randomUUID(), ...values })
  await add(power)
  await expectRefusal(add(power), 'energy_contracts_one_active_key')
  const closed = { status: 'CLOSED' }
  await add({ ...closed, tariff: 'RL.1' })
  await expectRefusal(
    add({ ...closed, ...power, tariff: 'RL.1' }),
    'energy_contracts_power_by_tariff_check',
  )
  await expectRefusal(
    add({ ...closed, ...power, power_p2_kw: null }),
    'energy_contracts_power_by_tariff_check',
  )
})

test('an API key has exactly one holder', async () => {
  const key = { name: 'x', prefix: 'acv_1', key_hash: `\\x${'00'.repeat(32)}`, last_four: 'abcd' }
  await expectRefusal(insert('sm_auth.api_keys', key), 'api_keys_one_holder_check')
})

test('the request path can neither add nor change an audit row', async () => {
  for (const [database, text] of [
    [
      'sm_auth',
      `insert into sm_auth.audit_events (transaction_id, operation, table_name, actor)
        values (1, 'DELETE', 'users', 'user:x')`,
    ],
    ['sm_auth', `update sm_auth.audit_events set actor = 'x'`],
    ['sm_auth', 'delete from sm_auth.audit_events'],
    ['sm_audit', 'delete from sm_audit.audit_checkpoints'],
  ] as const)
    await expect(
      platform.targets.of(database).group({ settings: {} }, [{ text, values: [] }]),
    ).rejects.toMatchObject({ code: 'ACV306' })
})
