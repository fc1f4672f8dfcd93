// succeeding: the next value of a stretch retires the one before, one after the other.
import { defineFeature } from '../../../kernel/index.ts'

export const succeeding = defineFeature('succeeding', () => [
  {
    kind: 'routine',
    name: 'succeed',
    security: 'definer',
    body: `begin
  perform from {table:metric_versions} p where p.id = new.metric_version_id for no key update;
  update {table} r set superseded_at = acervo.clock()
  where r.metric_version_id = new.metric_version_id and r.period_start = new.period_start
    and r.dimensions = new.dimensions and r.superseded_at is null
    and r.input_digest <> new.input_digest;
  return new;
end`,
    triggers: [{ name: 'succeed', when: 'before', event: 'insert', each: 'row' }],
  },
])
