// AI-CORE with its areas at work, and a recount of every party's facts and features from the areas' own tables that
// shares nothing with consolidation. Only tests and benches import it.
import type { Inbox } from '../../kernel/work/inbox/inbox.ts'
import { openInbox } from '../../kernel/work/inbox/inbox.ts'
import { findSubscription } from '../../kernel/work/inbox/subscription.ts'
import { rowColumns, toBody, toOutboxes, toRow } from '../../kernel/work/relay/outbox-row.ts'
import {
  type Features,
  featuresAt,
  type Moment,
} from '../../systems/ai-core/global/consolidation/index.ts'
import { aiCore } from '../../systems/ai-core/system.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export interface Areas {
  readonly platform: TestPlatform<readonly [typeof aiCore]>
  readonly inbox: Inbox
  readonly errors: readonly unknown[]
  /** A party as ingestion makes it, with a record of its own. */
  party(): Promise<string>
  /** A product to insure and a brand, with a point, to supply. */
  productId: string
  brandId: string
  supplyPoint(): Promise<string>
  /** Everything in the areas' outboxes, oldest first. */
  bodies(): Promise<readonly string[]>
  /** All of it to the inbox, as it lies. */
  deliverAll(): Promise<void>
  features(partyId: string, moment?: Moment): Promise<Features>
}

export type Query = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: readonly (readonly (string | null)[])[] }>

export async function openAreas(): Promise<Areas> {
  const platform = await openTestPlatform([aiCore])
  const { acervo, query, db } = platform
  const errors: unknown[] = []
  const subscription = findSubscription(acervo.model, 'global')
  const inbox = await openInbox({ platform: acervo, subscription, onError: (e) => errors.push(e) })
  const boxes = toOutboxes([...acervo.model.databases.values()]).filter(({ database }) =>
    subscription.sources.includes(database),
  )
  const product = await db.insurance.product.create({
    data: { code: 'TEST-1', name: 'Hogar', line: 'HOME', carrierName: 'Aseguradora' },
  })
  const brand = await db.energy.partner.create({ data: { name: 'Marca', role: 'BRAND' } })
  let points = 0
  const bodies = async () => {
    const all = boxes.map(async (box) => {
      const { rows } = await query(
        `select ${rowColumns} from ${box.table} o order by o.occurred_at, o.id`,
      )
      return rows.map((cells) => toBody(toRow(box, cells)))
    })
    return (await Promise.all(all)).flat()
  }
  return {
    platform,
    inbox,
    errors,
    productId: product.id,
    brandId: brand.id,
    party: () => makeParty(query),
    supplyPoint: async () => {
      points += 1
      const point = await db.energy.supplyPoint.create({
        data: { cups: toCups(points), commodity: 'ELECTRICITY', addressLine: 'Calle Mayor 1' },
      })
      return point.id
    },
    bodies,
    deliverAll: async () => inbox.receive(await bodies()),
    features: (partyId, moment) =>
      acervo.transaction({ actor: 'service:test' }, ['global'], (_, session) =>
        featuresAt(session, partyId, moment),
      ),
  }
}

/** With the record it was born with, and its link. */
export async function makeParty(query: Query): Promise<string> {
  const { rows } = await query(
    `with p as (insert into sm_global.parties (status) values ('ACTIVE') returning id),
      r as (insert into sm_global.source_records (source, source_key, digest, payload, origin_id, resolved_at)
        select 'test', p.id::text, repeat('a', 64), '{}', p.id, acervo.now() from p returning id, origin_id),
      l as (insert into sm_global.party_links (source_record_id, party_id) select r.id, r.origin_id from r)
    select id from p`,
  )
  return rows[0]?.[0] ?? ''
}

/** As a merge leaves it: links moved by correction, the id good as a redirect. */
export async function mergeInto(query: Query, from: string, into: string): Promise<void> {
  await query(
    `with moved as (
      update sm_global.party_links set superseded_at = acervo.now()
      where party_id = $1 and superseded_at is null and valid_to is null
      returning source_record_id, valid_from
    ), gone as (
      update sm_global.parties set status = 'MERGED', merged_into_id = $2 where id = $1
    )
    insert into sm_global.party_links (source_record_id, party_id, valid_from)
    select source_record_id, $2::uuid, valid_from from moved`,
    [from, into],
  )
}

/** Its exact inverse: what was born with `from` goes back. */
export async function partFrom(query: Query, from: string): Promise<void> {
  await query(
    `with moved as (
      update sm_global.party_links l set superseded_at = acervo.now()
      from sm_global.source_records r
      where r.id = l.source_record_id and r.origin_id = $1 and l.superseded_at is null and l.valid_to is null
      returning l.source_record_id, l.valid_from
    ), back as (
      update sm_global.parties set status = 'ACTIVE', merged_into_id = null where id = $1
    )
    insert into sm_global.party_links (source_record_id, party_id, valid_from)
    select source_record_id, $1::uuid, valid_from from moved`,
    [from],
  )
}

export interface Recounted extends Omit<Features, 'lastContactAt'> {
  readonly facts: number
}

/** By party that stands: merged ones count for whoever they were merged into. */
export async function recount(query: Query): Promise<ReadonlyMap<string, Recounted>> {
  const { rows } = await query(recountText)
  return new Map(
    rows.map(([id, policies, premiums, claims, receipts, contracts, facts]) => [
      id ?? '',
      {
        policiesInForce: Number(policies),
        premiumYear: JSON.parse(premiums ?? '{}') as Record<string, string>,
        openClaims: Number(claims),
        unpaidReceipts: Number(receipts),
        energyContracts: Number(contracts),
        facts: Number(facts),
      },
    ]),
  )
}

const recountText = `
  with recursive home as (
    select id, id as at from sm_global.parties where status <> 'MERGED'
    union all
    select p.id, home.at from sm_global.parties p join home on p.merged_into_id = home.id
  ), policy as (
    select p.*, home.at as party from ss_insurance.policies p join home on home.id = p.party_id
  ), event as (
    select home.at as party from ss_insurance.outbox_events e join home
      on home.id::text = coalesce(e.payload->>'partyId',
        (select p.party_id::text from ss_insurance.policies p where p.id::text = e.payload->>'policyId'),
        (select p.party_id::text from ss_insurance.policies p where p.id::text = e.aggregate_id))
    union all
    select home.at from se_energy.outbox_events e join home
      on home.id::text = coalesce(e.payload->>'partyId',
        (select c.party_id::text from se_energy.energy_contracts c where c.id::text = e.payload->>'contractId'))
  )
  select h.at,
    (select count(*) from policy p where p.party = h.at and p.deleted_at is null
      and p.status in ('ISSUED', 'IN_FORCE')),
    (select coalesce(jsonb_object_agg(m.currency, m.total), '{}') from (
      select p.currency, sum(p.premium)::text as total from policy p
      where p.party = h.at and p.deleted_at is null and p.status in ('ISSUED', 'IN_FORCE')
      group by p.currency) m),
    (select count(*) from ss_insurance.claims c left join home on home.id = c.claimant_id
      join policy p on p.id = c.policy_id where coalesce(home.at, p.party) = h.at
        and c.deleted_at is null and c.status not in ('PAID', 'REJECTED', 'CLOSED')),
    (select count(*) from ss_insurance.receipts r join policy p on p.id = r.policy_id
      where p.party = h.at and r.status in ('PENDING', 'RETURNED')),
    (select count(*) from se_energy.energy_contracts c join home on home.id = c.party_id
      where home.at = h.at and c.status = 'ACTIVATED'),
    (select count(*) from event e where e.party = h.at)
  from (select distinct at from home) h`

/** What master data says of a party, in the form of the recount. */
export async function consolidated(
  areas: Pick<Areas, 'features' | 'platform'>,
  partyId: string,
): Promise<Recounted> {
  const { lastContactAt: _, ...features } = await areas.features(partyId)
  const { rows } = await areas.platform.query(
    `select count(*) from sm_global.facts f join sm_global.party_links l
      on l.source_record_id = f.source_record_id and l.valid_to is null and l.superseded_at is null
    where l.party_id = $1`,
    [partyId],
  )
  return { ...features, facts: Number(rows[0]?.[0]) }
}

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'

function toCups(number: number): string {
  const digits = String(number).padStart(16, '0')
  const rest = Number(BigInt(digits) % 529n)
  return `ES${digits}${letters.charAt(Math.floor(rest / 23))}${letters.charAt(rest % 23)}`
}
