// What files and reservations do to their users' quotas: one delta for each statement and user. What grows beyond a limit
// is refused where the quota's row is locked, so that uploads at once pass it never; what shrinks always passes.
import { defineFeature, type Fact, type Feature } from '../../../kernel/index.ts'

/** Rows of one table as shares: user_id, workspace_id, context, used, reserved, trash, files. */
type Shares = (rows: string, sign: '' | '-') => string

const ofFiles: Shares = (rows, sign) =>
  `select r.user_id, r.workspace_id, r.usage_context as context, ${sign}r.size as used, 0::bigint as reserved,
    case when r.deleted_at is null then 0 else ${sign}r.size end as trash, ${sign}1 as files from ${rows} r`

const ofReservations: Shares = (rows, sign) =>
  `select r.user_id, r.workspace_id, null::text as context, 0::bigint as used, ${sign}r.size as reserved,
    0::bigint as trash, 0 as files from ${rows} r`

const ofQuota = 'q.user_id = %.user_id and q.workspace_id = %.workspace_id'
const quotaOf = (alias: string): string => ofQuota.replaceAll('%', alias)

const apply = (source: string): string => `with share as (
      ${source}
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from {table:storage_quotas} q join delta d on ${quotaOf('d')}
        order by q.id for no key update of q
    ), changed as (
      update {table:storage_quotas} q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where ${quotaOf('c')}), '{}'),
        last_calculated = acervo.now()
      from delta d where ${quotaOf('d')} and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where ${quotaOf('c')} and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;`

const renderBody = (shares: Shares): string => `declare is_beyond boolean;
begin
  if tg_op <> 'DELETE' then
    insert into {table:storage_quotas} (user_id, workspace_id)
      select distinct n.user_id, n.workspace_id from new_rows n
      where not exists (select from {table:storage_quotas} q where ${quotaOf('n')}) on conflict do nothing;
    if exists (select from new_rows n join {table:storage_quotas} q on ${quotaOf('n')}
        where n.size > q.max_file_size) then
      raise exception using errcode = 'AV304', message = 'the file is larger than the quota lets one be';
    end if;
  end if;
  if tg_op = 'INSERT' then
    ${apply(shares('new_rows', ''))}
  elsif tg_op = 'DELETE' then
    ${apply(shares('old_rows', '-'))}
  else
    ${apply(`${shares('new_rows', '')} union all ${shares('old_rows', '-')}`)}
  end if;
  if is_beyond then
    raise exception using errcode = 'AV304', message = 'the quota of storage is used up';
  end if;
  return null;
end`

function meter(name: string, shares: Shares): Feature {
  const fact: Fact = {
    kind: 'routine',
    name: `meter_${name}`,
    security: 'definer',
    underPolicies: true,
    body: renderBody(shares),
    triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
      name: `meter_${name}_${event}`,
      when: 'after',
      event,
      each: 'statement',
    })),
  }
  return defineFeature('metered', () => [fact])
}

export const metered = meter('files', ofFiles)
export const reserved = meter('reservations', ofReservations)
