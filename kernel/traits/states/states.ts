// states: a row goes from one state to another only as declared, whoever writes it. Held by the database under the
// row's own lock, so that of two who move one row at once the second is judged by what the first has made of it.
import { AcervoError, nearestHint } from '../../errors/index.ts'
import type { Fact, RoutineFact } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'
import { renderGuard, renderKept, type StatesOptions, toWritten } from './states-body.ts'

export type { HistoryOptions, StatesOptions } from './states-body.ts'

/** `column` is a `oneOf` whose every word `next` names. A refusal is ACV323, with what is allowed. */
export function states<const State extends string>(
  column: string,
  options: StatesOptions<State>,
): Feature<NoColumns> {
  const machine = options as StatesOptions<string>
  return defineFeature('states', (table): readonly Fact[] => {
    assertMachine(table, column, machine)
    const { stamps = {}, initial, history } = machine
    const guard: RoutineFact = {
      kind: 'routine',
      name: 'states',
      security: 'invoker',
      body: renderGuard(table, column, machine),
      triggers: [
        { name: 'states_update', when: 'before', event: 'update', each: 'row' },
        ...(Object.keys(stamps).length === 0
          ? []
          : ([{ name: 'states_insert', when: 'before', event: 'insert', each: 'row' }] as const)),
      ],
    }
    const said: Fact = {
      kind: 'qualifier',
      qualifier: { type: 'states', column, next: machine.next, ...(initial && { initial }) },
    }
    if (initial === undefined && history === undefined) return [said, guard]
    const kept: RoutineFact = {
      kind: 'routine',
      name: 'transitions',
      // The request's role may not write a history.
      security: 'definer',
      underPolicies: true,
      body: renderKept(table, column, machine),
      writes: history === undefined ? [] : [{ table: history.table, columns: toWritten(history) }],
      triggers: [
        { name: 'transitions_insert', when: 'after', event: 'insert', each: 'statement' },
        ...(history === undefined
          ? []
          : ([
              { name: 'transitions_update', when: 'after', event: 'update', each: 'statement' },
            ] as const)),
      ],
    }
    return [said, guard, kept]
  })
}

function assertMachine(
  table: TableDraft,
  column: string,
  { next, initial = [], stamps = {}, fixed = {} }: StatesOptions<string>,
): void {
  const words = table.columns[column]?.values
  if (words === undefined)
    throw new AcervoError('ACV103', `'${column}' is no column of words`, {
      hint: 'Declare it with oneOf().',
    })
  const missing = words.filter((word) => next[word] === undefined)
  if (missing.length > 0)
    throw new AcervoError('ACV103', `it does not say what follows ${missing.join(', ')}`, {
      hint: 'A last state has an empty list.',
    })
  const keys = [next, stamps, fixed].flatMap((part) => Object.keys(part))
  const used = [...keys, ...Object.values(next).flat(), ...initial]
  const strange = used.find((word) => !words.includes(word))
  if (strange !== undefined)
    throw new AcervoError('ACV103', `'${strange}' is none of the words of '${column}'`, {
      hint: nearestHint(strange, words),
    })
  const columns = [...Object.values(stamps), ...Object.values(fixed).flat()]
  const unknown = columns.find((name) => name !== '*' && table.columns[name ?? ''] === undefined)
  if (unknown !== undefined)
    throw new AcervoError('ACV103', `the table declares no column '${unknown}'`, {
      hint: nearestHint(unknown, Object.keys(table.columns)),
    })
}
