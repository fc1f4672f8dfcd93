// What goes out does not explain what was to come in: asked of the flow, whichever of the two changes.
import { settled } from '../../../kernel/index.ts'

export const sameWay = (flow: string) =>
  settled('same_way', {
    of: flow,
    condition: `not exists (
      select from {table:bank_matches} m join {table:statement_lines} l on l.id = m.line_id
      where m.flow_id = p.id and sign(l.amount) <> sign(p.amount))`,
    message: 'what goes out does not explain what comes in',
  })
