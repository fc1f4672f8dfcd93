// A context as SET LOCAL statements, for servers that pass these on to their nodes and set_config() not (Citus, with
// citus.propagate_set_commands = local). SET takes no parameters: names are checked, values are quoted literals.
import { toContextStatement } from './context.ts'
import { quoteIdentifier, quoteLiteral } from './sql.ts'
import type { Context, Statement } from './target.ts'

/** To be sent inside an explicit transaction: outside of one SET LOCAL does nothing, without an error. */
export function toSetLocalStatements(context: Context): readonly Statement[] {
  // The other form knows which names and values are fit.
  toContextStatement(context)
  const settings = Object.entries(context.settings).map(([name, value]) => {
    const quoted = name.split('.').map(quoteIdentifier).join('.')
    return `set local ${quoted} = ${quoteLiteral(value).trimStart()}`
  })
  const role = context.role === undefined ? [] : [`set local role ${quoteIdentifier(context.role)}`]
  return [...settings, ...role].map((text) => ({ text, values: [] }))
}
