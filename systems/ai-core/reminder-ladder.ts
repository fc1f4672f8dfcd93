// A reminder ladder: so many days before a day somebody is reminded, again and again. The rungs are rows that follow
// the day by themselves; those sent stay.
import { defineFeature, type Feature } from '../../kernel/index.ts'

export interface ReminderLadderOptions {
  /** SQL names: of the reminders, of their link to this table. */
  readonly reminders: string
  readonly link: string
  /** SQL over the row `n`: the day; the array of days before it; whether anybody is reminded still. */
  readonly due: string
  readonly days: string
  readonly open: string
}
export function reminderLadder(options: ReminderLadderOptions): Feature {
  const { reminders, link, due, days, open } = options
  return defineFeature('reminderLadder', () => [
    {
      kind: 'routine',
      name: 'ladder',
      // Rungs are the database's: no request adds one.
      security: 'definer',
      body: `begin
  delete from {table:${reminders}} r using new_rows n
  where r.${link} = n.id and r.sent_at is null
    and (not (${open}) or r.days_before <> all (${days}) or r.remind_on <> ${due} - r.days_before);
  insert into {table:${reminders}} (${link}, days_before, remind_on)
  select n.id, d.days, ${due} - d.days from new_rows n cross join lateral
    (select distinct days from unnest(${days}) u(days)) d
  where ${open} order by n.id, d.days
  on conflict (${link}, days_before) do nothing;
  return null;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `ladder_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}
