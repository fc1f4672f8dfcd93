// sameFile: a movement is of a coverage of its own claim.
import { defineFeature } from '../../../kernel/index.ts'

export function sameFile() {
  return defineFeature('sameFile', () => [
    {
      kind: 'routine',
      name: 'same_file',
      security: 'invoker',
      body: `begin
  if exists (
    select from new_rows n join {table:claim_coverages} c on c.id = n.coverage_id
    where c.claim_file_id <> n.claim_file_id
  ) then
    raise exception 'the coverage belongs to another claim';
  end if;
  return null;
end`,
      triggers: [{ name: 'same_file', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}
