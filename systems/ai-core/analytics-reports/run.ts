// One making of a report: with which parameters, over the data of which moment, and the digest of what came out. What
// goes in again comes out again: a run that ends with another digest is refused, and has to fail.
import {
  belongsTo,
  check,
  defineTable,
  emits,
  exclude,
  frozen,
  index,
  instant,
  integer,
  json,
  oneOf,
  states,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'
import { checkSha256 } from '../sha256.ts'

export const runs = defineTable(
  'runs',
  {
    reportId: belongsTo('reports', { inverse: 'runs' }).immutable(),
    definitionVersion: integer().immutable(),
    parameters: json().default({}).immutable(),
    /** The data are those of this moment, whenever it runs. */
    asOf: instant().immutable(),
    status: oneOf('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED').default('QUEUED'),
    /** SHA-256 of the rows, in hexadecimal. */
    dataHash: varchar(64).optional(),
    rows: integer().optional(),
    startedAt: instant().optional(),
    endedAt: instant().optional(),
    error: text().optional(),
    askedBy: varchar(200).immutable(),
  },
  [
    exclude(
      'same_inputs_same_data',
      {
        report_id: '=',
        definition_version: '=',
        'md5(parameters::text)': '=',
        as_of: '=',
        data_hash: '<>',
      },
      { where: "status = 'SUCCEEDED'" },
    ),
    checkSha256('data_hash'),
    check(
      'succeeded',
      "(status = 'SUCCEEDED') = (data_hash is not null) and (status = 'SUCCEEDED') = (rows is not null)",
    ),
    check('failed', "(status = 'FAILED') = (error is not null)"),
    check('rows', 'rows >= 0'),
    states('status', {
      next: {
        QUEUED: ['RUNNING', 'FAILED'],
        RUNNING: ['SUCCEEDED', 'FAILED'],
        SUCCEEDED: [],
        FAILED: [],
      },
      initial: ['QUEUED'],
      stamps: { RUNNING: 'startedAt', SUCCEEDED: 'endedAt', FAILED: 'endedAt' },
    }),
    frozen({
      when: "status in ('SUCCEEDED', 'FAILED')",
      message: 'a run that ended is history',
    }),
    onlyWhile('reportId', {
      holds: "p.status = 'ACTIVE' and p.definition_version = r.definition_version",
      message: 'the report is not in use or asks something else by now',
    }),
    index(['reportId', '-asOf']),
    index(['status', 'createdAt'], { where: "status in ('QUEUED', 'RUNNING')" }),
    emits('ReportRun', {
      ReportSucceeded: {
        when: "status = 'SUCCEEDED'",
        payload: { runId: 'id', reportId: 'reportId', dataHash: 'dataHash', asOf: 'asOf' },
      },
      ReportFailed: { when: "status = 'FAILED'", payload: { runId: 'id', reportId: 'reportId' } },
    }),
    timestamped(),
  ],
)
