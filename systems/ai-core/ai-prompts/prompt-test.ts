// What a version of a prompt has to do right, and whether it did. The tests of a version that was published are its
// proof: none is added, changed or taken away.
import {
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  freshGuard,
  instant,
  json,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

/** It shares the version's lock, which its publication takes. */
const proof = defineFeature('proof', () => {
  const refuse = (rows: string) => `perform from {table:prompt_versions} p
    where p.id in (select r.prompt_version_id from ${rows} r) order by p.id for share of p;
    if exists (select from ${rows} r join {table:prompt_versions} p on p.id = r.prompt_version_id
      where p.status <> 'DRAFT') then
      raise exception 'the tests of what was published are its proof' using errcode = 'AV304';
    end if;`
  return [
    {
      kind: 'routine',
      name: 'proof',
      security: 'definer',
      body: `begin
  ${freshGuard}
  if tg_op = 'DELETE' then
    ${refuse('old_rows')}
  else
    ${refuse('new_rows')}
  end if;
  return null;
end`,
      triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
        name: `proof_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ]
})

export const promptTests = defineTable(
  'prompt_tests',
  {
    promptVersionId: belongsTo('prompt_versions', {
      inverse: 'tests',
      onDelete: 'cascade',
    }).immutable(),
    name: varchar(160).immutable(),
    input: json(),
    expectation: json(),
    result: oneOf('PENDING', 'PASSED', 'FAILED').default('PENDING'),
    ranAt: instant().optional(),
    output: text().optional(),
  },
  [
    unique(['promptVersionId', 'name']),
    check('ran', "(result = 'PENDING') = (ran_at is null)"),
    proof,
    audited(),
    timestamped(),
  ],
)
