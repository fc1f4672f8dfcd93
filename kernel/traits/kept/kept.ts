// kept: a condition over several tables that, once true, stays true after every statement. It takes one lock for the
// whole condition before the statement begins, so that two statements that break it only together come one after
// the other. Each table that the condition reads carries it.
import { quoteLiteral } from '../../database/sql.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'
import { freshGuard } from '../fresh-guard.ts'

/**
 * `condition` is a query that finds a row while all is well; `{table:name}` names tables of the database. A statement
 * that leaves it without one is refused (ACV304) with `message`.
 */
export function kept(name: string, condition: string, message: string): Feature<NoColumns> {
  return defineFeature('kept', () => [
    ...before(name, condition),
    ...after(name, condition, message),
  ])
}

function before(name: string, condition: string): readonly Fact[] {
  return [
    {
      kind: 'routine',
      name: `keep_${name}`,
      security: 'definer',
      // The lock comes before the question: what another transaction has just taken away is seen.
      // A repeatable read would still answer from before the lock.
      body: `begin
  ${freshGuard}
  perform pg_advisory_xact_lock(hashtextextended('{schema}.${name}', 7411));
  if exists (${condition}) then perform set_config('acervo.kept_${name}', '{schema}', true); end if;
  return null;
end`,
      triggers: (['update', 'delete'] as const).map((event) => ({
        name: `keep_${name}_${event}`,
        when: 'before' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ]
}

function after(name: string, condition: string, message: string): readonly Fact[] {
  return [
    {
      kind: 'routine',
      name: `kept_${name}`,
      security: 'definer',
      body: `begin
  if current_setting('acervo.kept_${name}', true) = '{schema}' and not exists (${condition}) then
    raise exception using errcode = 'AV304', message = ${quoteLiteral(message)};
  end if;
  return null;
end`,
      triggers: (['update', 'delete'] as const).map((event) => ({
        name: `kept_${name}_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ]
}
