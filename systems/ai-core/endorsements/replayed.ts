// replayed: whenever a term or its endorsements change, the term is computed from its beginning: endorsements in
// the order of their days, then of their coming. The term's row is changed first, so that two replays of one
// term come one after the other and each sees the endorsements of the one before.
import { defineFeature } from '../../../kernel/index.ts'

/** `of` is the table that carries it: the term itself, or what changes it. */
export function replayed(of: 'insured_terms' | 'endorsements') {
  const events = of === 'insured_terms' ? (['insert'] as const) : (['insert', 'update'] as const)
  const terms = of === 'insured_terms' ? 'select id from new_rows' : 'select term_id from new_rows'
  return defineFeature('replayed', () => [
    {
      kind: 'routine',
      name: 'replay',
      // Nobody at run time writes what follows from endorsements.
      security: 'definer',
      body: renderReplay(terms),
      triggers: events.map((event) => ({
        name: `replay_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}

function renderReplay(terms: string): string {
  return `declare
  term {table:insured_terms};
  step record;
  annual numeric;
  last_on date;
  last_id uuid;
  days integer;
  total numeric;
  before numeric;
  at timestamptz(6);
begin
  for term in select t.* from {table:insured_terms} t where t.id in (${terms}) order by t.id loop
    update {table:insured_terms} set revision = revision + 1 where id = term.id returning * into term;
    at := acervo.clock();
    before := term.premium;
    days := (term.starts_on + interval '1 year')::date - term.starts_on;
    update {table:premium_stretches} s set superseded_at = greatest(at, s.recorded_at)
      where s.term_id = term.id and s.superseded_at is null;
    annual := term.annual_premium;
    last_on := term.starts_on;
    last_id := null;
    for step in
      select e.id, e.effective_on, e.effect, e.value from {table:endorsements} e
      where e.term_id = term.id and e.status = 'ISSUED'
      union all select null, term.ends_on, 'END', 0
      order by 2, 1 nulls last
    loop
      if step.effective_on < term.starts_on or step.effective_on > term.ends_on
        or (step.effective_on = term.ends_on and step.effect <> 'END') then
        raise exception 'an endorsement lies outside its term';
      end if;
      if step.effective_on > last_on then
        insert into {table:premium_stretches}
          (term_id, endorsement_id, valid_from, valid_to, annual_premium, charge, recorded_at)
        values (term.id, last_id, last_on, step.effective_on, annual,
          annual * (step.effective_on - last_on) / days, at);
        last_on := step.effective_on;
      end if;
      annual := case step.effect when 'ADD' then annual + step.value
        when 'MULTIPLY' then annual * step.value else annual end;
      last_id := coalesce(step.id, last_id);
    end loop;
    select round(sum(s.annual_premium * (s.valid_to - s.valid_from) / days), 2) into total
      from {table:premium_stretches} s where s.term_id = term.id and s.superseded_at is null;
    update {table:insured_terms} set premium = total where id = term.id;
    if total <> before or term.revision = 1 then
      insert into {table:premium_adjustments} (term_id, revision, amount, recorded_at)
      values (term.id, term.revision, total - before, at);
    end if;
  end loop;
  return null;
end`
}
