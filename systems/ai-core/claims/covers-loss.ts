// coversLoss: a coverage is one that was in force on the day of the loss. The day never changes, so it is read once.
import { defineFeature } from '../../../kernel/index.ts'

export function coversLoss() {
  return defineFeature('coversLoss', () => [
    {
      kind: 'routine',
      name: 'covers_loss',
      security: 'invoker',
      body: `begin
  if exists (
    select from new_rows n join {table:claim_files} f on f.id = n.claim_file_id
    where f.loss_on < n.valid_from or f.loss_on >= n.valid_to
  ) then
    raise exception 'the coverage was not in force on the day of the loss';
  end if;
  return null;
end`,
      triggers: [{ name: 'covers_loss', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}
