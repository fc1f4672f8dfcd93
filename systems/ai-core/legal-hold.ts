// What papers and files share: while a hold stands, or until the day up to which they must be kept, they are not
// erased, neither for good nor out of sight. A hold locks what it holds: of a hold and an erasure at the same moment
// one comes first, and the other is judged by it.
import {
  belongsTo,
  check,
  defineFeature,
  type Feature,
  freshGuard,
  frozen,
  index,
  instant,
  text,
  varchar,
  withheld,
} from '../../kernel/index.ts'
import { onlyWhile } from './only-while.ts'

/** Columns of a hold on `table`; `inverse` is `holds`. */
export const holdColumns = <const Table extends string>(table: Table) => ({
  heldId: belongsTo(table, { inverse: 'holds' }).immutable(),
  reason: text().immutable(),
  /** The court, the authority or the matter that asks for it. */
  reference: varchar(120).optional(),
  placedBy: varchar(200).immutable(),
  placedAt: instant().defaultNow().immutable(),
  releasedAt: instant().optional(),
  releasedBy: varchar(200).optional(),
})

export const holdFeatures = [
  check('released', '(released_at is null) = (released_by is null)'),
  check('order', 'released_at >= placed_at'),
  index(['heldId'], { where: 'released_at is null' }),
  frozen({ when: 'released_at is not null', message: 'a released hold is history' }),
  // A hold ends by its release and not by being deleted.
  withheld('delete'),
  onlyWhile('heldId', {
    holds: 'p.deleted_at is null',
    message: 'what is gone cannot be held',
  }),
] as const

/** For the held table, which is `softDeleted` and has a `retainUntil`. `holds` is the SQL name of its holds. */
export function erasable(holds: string): Feature {
  const gone = (rows: string) => `if exists (select from (${rows}) r
      join {table:${holds}} h on h.held_id = r.id and h.released_at is null) then
      raise exception 'a legal hold stands' using errcode = 'AV304', hint = 'Release the hold first.';
    elsif exists (select from (${rows}) r where r.retain_until > (acervo.clock() at time zone 'UTC')::date) then
      raise exception 'it must be kept until a later day' using errcode = 'AV304';
    end if;`
  return defineFeature('erasable', () => [
    {
      kind: 'routine',
      name: 'erasable',
      security: 'definer',
      body: `begin
  ${freshGuard}
  if tg_op = 'DELETE' then
    ${gone('select * from old_rows')}
  else
    ${gone(`select o.* from old_rows o join new_rows n on n.id = o.id
      where n.deleted_at is not null and o.deleted_at is null`)}
    if exists (select from old_rows o join new_rows n on n.id = o.id
      where o.retain_until is not null and (n.retain_until >= o.retain_until) is not true) then
      raise exception 'the day up to which it is kept only moves away' using errcode = 'AV304';
    end if;
  end if;
  return null;
end`,
      triggers: (['update', 'delete'] as const).map((event) => ({
        name: `erasable_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}
