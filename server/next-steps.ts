// What a client does next, for refusals whose place of birth knew nothing better.
import type { ErrorCode } from '../kernel/index.ts'

const read = 'GET /openapi.json and GET /docs say what this path takes.'
const later = 'Send the request again in a moment.'
const correct = 'Correct the values and send the request again.'

const steps: Partial<Record<ErrorCode, string>> = {
  ACV200: read,
  ACV201: read,
  ACV202: read,
  ACV203: read,
  ACV204: read,
  ACV205: correct,
  ACV206: 'Stay within the limit, or split the request.',
  ACV207: 'Begin again without `after`.',
  ACV208: 'Leave the column out.',
  ACV209: 'Check the key of the row, and whose rows acervo-claims names.',
  ACV210: 'Read the row again and repeat the change.',
  ACV211: read,
  ACV212: 'Ask the process that serves it.',
  ACV301: later,
  ACV302: correct,
  ACV303: correct,
  ACV304: correct,
  ACV305: 'Give it a value.',
  ACV306: 'Name in acervo-claims whose rows are meant.',
  ACV307: 'Ask for less at once, or send the request again in a moment.',
  ACV308: later,
  ACV309: later,
  ACV310: correct,
  ACV311: later,
  ACV326: later,
  ACV315: 'Write one database, and let an event carry the rest.',
  ACV323: 'Read the row again, then choose a state that may follow.',
  ACV331: 'The operator puts the key file back.',
  ACV332: 'Write nothing more about it.',
  ACV333: read,
  ACV335: later,
  ACV401: 'The operator applies them: acervo migrate apply.',
  ACV404: later,
  ACV408: 'The operator starts a newer version.',
  ACV530: 'Look at what stands there, then decide.',
  ACV531: 'Look at the decisions that stand, then decide.',
  ACV532: 'Look at what was decided.',
  ACV602: 'Send JSON as /openapi.json describes it.',
  ACV603: 'Send it in parts, or use acervo import.',
  ACV604: read,
  ACV608: correct,
  ACV609: correct,
  ACV611: 'Wait for the first answer, then send the request again.',
  ACV612: 'Send content-type: application/json.',
  ACV613: 'Wait as long as Retry-After says.',
  ACV614: later,
  ACV615: 'Use one of the methods in Allow.',
  ACV616: 'Ask the operator for a key that allows it.',
  ACV617: later,
  ACV640: 'Give an https address that is public.',
  ACV641: later,
  ACV642: 'Open the page again and send its form.',
  ACV643: 'Send it in parts.',
  ACV644: 'Send each header once, and fewer of them.',
}

export function nextStepOf(code: ErrorCode): string | undefined {
  return steps[code]
}
