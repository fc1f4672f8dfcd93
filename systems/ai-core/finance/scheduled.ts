// scheduled: a loan's schedule is made again, from its beginning, whenever what it follows from changes. The loan's row
// is changed first, so that two who repay at once come one after the other and the second meets what the first left.
// Interest is rounded to the cent each month, the last instalment takes the rest: principal is repaid exactly.
import { defineFeature } from '../../../kernel/index.ts'

type Table = 'loans' | 'early_repayments' | 'rate_revisions'

export function scheduled(of: Table) {
  const isLoan = of === 'loans'
  const terms = (alias: string) =>
    `${alias}.principal, ${alias}.annual_rate, ${alias}.months, ${alias}.first_due_on, ${alias}.opening_fee`
  const changed = `select n.id from new_rows n join old_rows o on o.id = n.id
      where (${terms('n')}) is distinct from (${terms('o')})`
  return defineFeature('scheduled', () => [
    ...(isLoan ? [routine('schedule_again', changed, ['update'])] : []),
    routine('schedule', isLoan ? 'select id from new_rows' : 'select loan_id from new_rows', [
      'insert',
    ]),
  ])
}

function routine(name: string, ids: string, events: readonly ('insert' | 'update')[]) {
  return {
    kind: 'routine' as const,
    name,
    // Nobody at run time writes a schedule.
    security: 'definer' as const,
    body: renderSchedule(ids),
    triggers: events.map((event) => ({
      // After the sums that the same statement brings up to date ('count_...'), and before 'locked_by_...': a lock
      // taken in share mode first would have to be raised.
      name: `derive_schedule_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  }
}

/** P·r/(1−(1+r)^−n), to the cent. */
const annuity = (balance: string, rate: string, months: string) =>
  `(case when ${rate} = 0 then round(${balance} / ${months}, 2)
      else round(${balance} * (${rate} / 1200) / (1 - power(1 + ${rate} / 1200, - ${months}::numeric)), 2) end)`

function renderSchedule(ids: string): string {
  return `declare
  loan {table:loans};
  early record;
  line {table:instalments};
  lines {table:instalments}[];
  revised numeric;
  balance numeric;
  rate numeric;
  pay numeric;
  first_pay numeric;
  interest numeric;
  part numeric;
  remaining integer;
  n integer;
  low double precision;
  high double precision;
  mid double precision;
begin
  for loan in select l.* from {table:loans} l where l.id in (${ids}) order by l.id loop
    update {table:loans} set revision = revision + 1 where id = loan.id returning * into loan;
    balance := loan.principal;
    rate := loan.annual_rate;
    remaining := loan.months;
    pay := ${annuity('balance', 'rate', 'remaining')};
    first_pay := pay;
    n := 0;
    lines := '{}';
    loop
      for early in
        select e.amount, e.effect from {table:early_repayments} e
        where e.loan_id = loan.id and e.after_number = n order by e.recorded_at, e.id
      loop
        if early.amount > balance then
          raise exception 'more is repaid than is owed';
        end if;
        balance := balance - early.amount;
        if balance > 0 and early.effect = 'SMALLER_INSTALMENT' then
          pay := ${annuity('balance', 'rate', 'remaining')};
        elsif balance > 0 then
          part := balance;
          for months in 1 .. remaining loop
            part := part + round(part * rate / 1200, 2) - pay;
            if part <= 0 then
              remaining := months;
              exit;
            end if;
          end loop;
        end if;
      end loop;
      exit when balance = 0 or remaining = 0;
      n := n + 1;
      select r.index_value + loan.spread into revised from {table:rate_revisions} r
        where r.loan_id = loan.id and r.from_number = n;
      if found then
        rate := greatest(revised, 0);
        pay := ${annuity('balance', 'rate', 'remaining')};
      end if;
      interest := round(balance * rate / 1200, 2);
      part := case when remaining = 1 then balance else least(pay - interest, balance) end;
      balance := balance - part;
      remaining := remaining - 1;
      line.number := n;
      line.due_on := (loan.first_due_on + (n - 1) * interval '1 month')::date;
      line.annual_rate := rate;
      line.payment := interest + part;
      line.interest := interest;
      line.principal := part;
      line.balance := balance;
      lines := lines || line;
    end loop;
    -- One statement: what watches instalments is asked once and not once for each.
    insert into {table:instalments} as i
      (loan_id, number, due_on, annual_rate, payment, interest, principal, balance)
    select loan.id, l.number, l.due_on, l.annual_rate, l.payment, l.interest, l.principal, l.balance
    from unnest(lines) l
    on conflict (loan_id, number) do update set due_on = excluded.due_on,
      annual_rate = excluded.annual_rate, payment = excluded.payment,
      interest = excluded.interest, principal = excluded.principal, balance = excluded.balance
    where (i.due_on, i.annual_rate, i.payment, i.interest, i.principal, i.balance) is distinct from
      (excluded.due_on, excluded.annual_rate, excluded.payment, excluded.interest,
       excluded.principal, excluded.balance);
    if exists (select from {table:early_repayments} e where e.loan_id = loan.id and e.after_number > n) then
      raise exception 'it is repaid after the loan is over';
    end if;
    delete from {table:instalments} i where i.loan_id = loan.id and i.number > n;
    if loan.early_principal = 0 then
      low := -0.9;
      high := 1;
      for step in 1 .. 60 loop
        mid := (low + high) / 2;
        if (select sum(i.payment::float8 / power(1 + mid, i.number)) from {table:instalments} i
            where i.loan_id = loan.id) > (loan.principal - loan.opening_fee)::float8 then
          low := mid;
        else
          high := mid;
        end if;
      end loop;
      update {table:loans} set instalment = first_pay,
        tae = round(((power(1 + mid, 12) - 1) * 100)::numeric, 4) where id = loan.id;
    end if;
  end loop;
  return null;
end`
}
