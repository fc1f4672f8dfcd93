// The words of a prompt. They are published only when their tests pass, all of them, and at least one.
import {
  array,
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  emits,
  freshGuard,
  json,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { versionColumns, versioned } from '../versioned.ts'

/** After the row is taken: a test that is being changed has locked it, or waits and finds it published. */
const proven = defineFeature('proven', () => [
  {
    kind: 'routine',
    name: 'proven',
    security: 'definer',
    body: `begin
  ${freshGuard}
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where n.status = 'PUBLISHED' and o.status <> 'PUBLISHED'
    and not coalesce((select bool_and(t.result = 'PASSED') from {table:prompt_tests} t
      where t.prompt_version_id = n.id), false)) then
    raise exception 'its tests do not all pass, or there are none' using errcode = 'AV304';
  end if;
  return null;
end`,
    triggers: [{ name: 'proven', when: 'after', event: 'update', each: 'statement' }],
  },
])

export const promptVersions = defineTable(
  'prompt_versions',
  {
    promptId: belongsTo('prompts', { inverse: 'versions' }).immutable(),
    ...versionColumns,
    template: text(),
    variables: array(text()).default([]),
    settings: json().default({}),
  },
  [
    ...versioned('prompt_versions', 'promptId'),
    check('template', "template ~ '[^[:space:]]'"),
    proven,
    emits('Prompt', {
      PromptPublished: {
        when: "status = 'PUBLISHED'",
        payload: { promptVersionId: 'id', promptId: 'promptId', version: 'version' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
