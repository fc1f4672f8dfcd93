// A limit that is written holds for the running month at once.
import { defineFeature } from '../../../kernel/index.ts'
import { followLimits } from './months.ts'

export const followed = defineFeature('followed', () => [
  {
    kind: 'routine',
    name: 'follow',
    security: 'definer',
    underPolicies: true,
    body: `begin
  ${followLimits}
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `follow_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  },
])
