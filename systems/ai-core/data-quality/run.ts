// One check of a rule. Nobody writes how it ended: that follows from how many rows it looked at, how many violations
// stand and how severe the rule was when it began.
import {
  belongsTo,
  bigint,
  check,
  counter,
  defineFeature,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'
import { severities } from './rule.ts'

/** The rule may become milder while it runs; the run does not. */
const asDeclared = defineFeature('asDeclared', () => [
  {
    kind: 'routine',
    name: 'severity',
    security: 'definer',
    body: `begin
  select p.severity into new.severity from {table:rules} p where p.id = new.rule_id;
  return new;
end`,
    triggers: [{ name: 'severity', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const runs = defineTable(
  'runs',
  {
    ruleId: belongsTo('rules', { inverse: 'runs' }).immutable(),
    severity: oneOf(...severities)
      .maintained()
      .immutable(),
    checkedRows: bigint().default('0'),
    violationCount: counter(),
    startedAt: instant().defaultNow().immutable(),
    endedAt: instant().optional(),
    /** Why it could not look at all. */
    error: text().optional(),
    outcome: oneOf('PASSED', 'WARNED', 'QUARANTINED', 'BLOCKED', 'FAILED')
      .optional()
      .generatedAs(
        `case
          when ended_at is null then null
          when error is not null then 'FAILED'
          when violation_count = 0 then 'PASSED'
          when severity = 'WARN' then 'WARNED'
          when severity = 'QUARANTINE' then 'QUARANTINED'
          else 'BLOCKED'
        end`,
      ),
  },
  [
    asDeclared,
    check('counts', 'checked_rows >= 0 and violation_count <= checked_rows or ended_at is null'),
    check('order', 'ended_at >= started_at'),
    frozen({ when: 'ended_at is not null', message: 'a run that ended is history' }),
    onlyWhile('ruleId', {
      holds: 'p.active and p.deleted_at is null',
      message: 'the rule is not in use',
    }),
    index(['ruleId', '-startedAt']),
    emits('QualityRun', {
      QualityChecked: {
        when: 'ended_at is not null',
        payload: { runId: 'id', ruleId: 'ruleId', outcome: 'outcome' },
        required: ['runId', 'ruleId'],
      },
    }),
    timestamped(),
  ],
)
