// The oracle: what a campaign left behind, held against the log of what was acknowledged.

import { areaSchemas } from '../../support/events/areas-system.ts'
import { faultsOf, toEnvelope } from '../../support/events/stored.ts'
import type { AckLog } from './load.ts'
import type { Ask } from './prepare.ts'

export interface Verdict {
  /** Acknowledged to a writer and not in the stream. */
  readonly lost: number
  /** Rolled back and in the stream all the same. */
  readonly invented: number
  /** Copies in the stream. */
  readonly repeated: number
  /** Numbers of an aggregate that do not follow each other. */
  readonly outOfOrder: number
  /** Rows that are not PUBLISHED in the end. */
  readonly unmarked: number
  /** Aggregates whose cursor does not stand at their last number. */
  readonly misplaced: number
  /** Marks by a relay that did not hold the lease. */
  readonly foreign: number
  /** Events that more than one relay believes to have marked. */
  readonly disputed: number
  /** Events in the stream whose effect was not made exactly once. */
  readonly effects: number
}

export const innocent: Verdict = Object.freeze({
  lost: 0,
  invented: 0,
  repeated: 0,
  outOfOrder: 0,
  unmarked: 0,
  misplaced: 0,
  foreign: 0,
  disputed: 0,
  effects: 0,
})

export interface Evidence {
  readonly log: AckLog
  /** Bodies in the order of the stream. */
  readonly stored: readonly string[]
  /** By all relays together, as they say. */
  readonly marked: number
  /** As the migrator. */
  readonly query: Ask
}

export async function judge({ log, stored, marked, query }: Evidence): Promise<Verdict> {
  const envelopes = stored.map(toEnvelope)
  const keys = new Set(envelopes.map(({ data }) => String(data.key)))
  const count = async (text: string): Promise<number> => Number((await query(text))[0]?.[0])
  const made = new Map(
    (await query('select event_id, count(*) from campaign.effect group by 1')).map(
      ([id, times]) => [id as string, Number(times)] as const,
    ),
  )
  return {
    lost: [...log.acked].filter((key) => !keys.has(key)).length,
    invented: [...log.never].filter((key) => keys.has(key)).length,
    ...faultsOf(envelopes),
    unmarked: await count(unmarkedText),
    misplaced: await count(misplacedText),
    foreign: await count('select count(*) from campaign.foreign_mark'),
    disputed: Math.max(0, marked - (await count(markedText))),
    effects: new Set(envelopes.map(({ id }) => id).filter((id) => made.get(id) !== 1)).size,
  }
}

const allRows = areaSchemas
  .map(
    (schema) => `select '${schema}' as database, aggregate_type, aggregate_id, aggregate_seq, status
      from ${schema}.outbox_events`,
  )
  .join(' union all ')

export const unmarkedText = `select count(*) from (${allRows}) o where status <> 'PUBLISHED'`

const markedText = `select count(*) from (${allRows}) o where status = 'PUBLISHED'`

const misplacedText = `
  select count(*) from (
    select database, aggregate_type, aggregate_id, max(aggregate_seq) as last
    from (${allRows}) o where status = 'PUBLISHED' group by 1, 2, 3) o
  left join acervo.outbox_cursor c using (database, aggregate_type, aggregate_id)
  where c.published_seq is distinct from o.last`

/** Where the campaign's consumer writes, and a witness of every mark: who made it, and who held the lease. */
export const witnessSql = `
  drop schema if exists campaign cascade;
  create schema campaign;
  create table campaign.inbox (event_id uuid primary key);
  create table campaign.effect (event_id uuid not null);
  create table campaign.foreign_mark (holder text);
  create index on campaign.effect (event_id);
  create function campaign.witness() returns trigger language plpgsql security definer as $$
  begin
    -- A late mark touches no row, and its statement alone is no offence; writers have no such setting.
    if exists (select from changed) and current_setting('acervo.relay_holder', true) <> ''
      and current_setting('acervo.relay_holder', true) is distinct from (select holder from acervo.lease where name = 'relay:outbox') then
      insert into campaign.foreign_mark values (current_setting('acervo.relay_holder', true));
    end if;
    return null;
  end $$;
  grant usage on schema campaign to acervo_worker;
  grant select, insert on campaign.inbox, campaign.effect to acervo_worker;
  ${areaSchemas
    .map(
      (schema) => `create or replace trigger campaign_witness after update
        on ${schema}.outbox_events referencing new table as changed for each statement execute function campaign.witness()`,
    )
    .join(';\n')}`
