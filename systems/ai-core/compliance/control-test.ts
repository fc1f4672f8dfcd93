// Somebody tried whether a control works. Not its owner, and what failed says what follows.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  oneOf,
  refersTo,
  text,
  timestamped,
} from '../../../kernel/index.ts'

export const controlTests = defineTable(
  'control_tests',
  {
    obligationId: belongsTo('obligations', { inverse: 'tests' }).immutable(),
    testedOn: date().immutable(),
    testerId: refersTo('hr.employee').immutable(),
    result: oneOf('PASSED', 'FAILED').immutable(),
    findings: text().optional().immutable(),
    evidenceId: belongsTo('evidences', { inverse: 'tests' }).optional().immutable(),
    nextOn: date().optional(),
  },
  [
    check('failed', "result = 'PASSED' or findings is not null"),
    check('next', 'next_on > tested_on'),
    frozen({ except: ['nextOn'], message: 'a result stays as it is: test again' }),
    index(['obligationId', '-testedOn']),
    index(['nextOn'], { where: 'next_on is not null' }),
    emits('ControlTest', {
      ControlFailed: {
        when: "result = 'FAILED'",
        payload: { testId: 'id', obligationId: 'obligationId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
