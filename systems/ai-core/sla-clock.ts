// An SLA clock: by when something is to be done. It stands still while the work waits for somebody else, and what it
// stood still is added to the time left. Kept by the database, whoever moves the status.
import {
  check,
  defineFeature,
  type Fact,
  type Feature,
  index,
  instant,
  integer,
} from '../../kernel/index.ts'

export interface SlaClockOptions {
  /** SQL over SQL names: the clock stands still. */
  readonly waits: string
  /** SQL over SQL names: the work is done, the clock has stopped. */
  readonly done: string
}
export function slaClock({ waits, done }: SlaClockOptions): Feature<typeof columns> {
  return defineFeature('slaClock', (table) => [
    ...Object.entries(columns).map(
      ([name, { spec }]): Fact => ({ kind: 'column', name, column: spec }),
    ),
    ...[
      check('sla_minutes', 'sla_minutes > 0'),
      index(['slaDueAt'], { where: 'sla_stopped_at is null and sla_waits_since is null' }),
    ].flatMap((feature) => feature.facts(table)),
    {
      kind: 'routine',
      name: 'sla_clock',
      security: 'invoker',
      body: `declare
  at timestamptz(6) := acervo.now();
  is_done boolean := (select ${done} from (select new.*) r);
  waits boolean := (select ${waits} from (select new.*) r);
begin
  if tg_op = 'INSERT' then
    new.sla_due_at := at + make_interval(mins => new.sla_minutes);
    new.sla_waits_since := null;
    new.sla_stopped_at := null;
  elsif new.sla_minutes is distinct from old.sla_minutes then
    new.sla_due_at := coalesce(
      old.sla_due_at + make_interval(mins => new.sla_minutes - old.sla_minutes),
      at + make_interval(mins => new.sla_minutes));
  end if;
  if new.sla_waits_since is not null and (is_done or not waits) then
    new.sla_due_at := new.sla_due_at + (at - new.sla_waits_since);
    new.sla_waits_since := null;
  elsif new.sla_waits_since is null and waits and not is_done then
    new.sla_waits_since := at;
  end if;
  new.sla_stopped_at := case when is_done then coalesce(new.sla_stopped_at, at) end;
  return new;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `sla_clock_${event}`,
        when: 'before' as const,
        event,
        each: 'row' as const,
      })),
    },
  ])
}
const columns = {
  /** How long it may take; without it nothing is promised. */
  slaMinutes: integer().optional(),
  slaDueAt: instant().optional().maintained(),
  slaWaitsSince: instant().optional().maintained(),
  slaStoppedAt: instant().optional().maintained(),
}
