// Whether these databases may stand where they are asked to: all from one place, not there yet, and with everybody
// whom a system declares together.

import { assertTogether } from '../client/together.ts'
import type { Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel, Model } from '../model/model.ts'

export interface Wish {
  readonly model: Model
  readonly databases: readonly DatabaseModel[]
  readonly targets: { of(schema: string): Target }
  readonly target: Target
}

/** Answers where they stand now. @throws ACV317, ACV411 */
export function assertApart({ model, databases, targets, target }: Wish): Target {
  const [from, ...others] = new Set(databases.map(({ schema }) => targets.of(schema)))
  if (from === undefined || others.length > 0)
    throw new AcervoError('ACV411', 'these databases stand in different places', {
      details: databases
        .map(({ name, schema }) => `${name} on ${targets.of(schema).key}`)
        .join(', '),
      hint: 'Move those of one place at a time.',
    })
  if (target.engine !== 'postgres')
    throw new AcervoError('ACV411', 'a database moves to PostgreSQL only', {
      hint: 'Name a URL that begins with postgres://.',
    })
  if (from.key === target.key)
    throw new AcervoError('ACV411', `they stand on ${target.key} already`, {
      hint: 'Name another physical database.',
    })
  const moved = new Set(databases.map(({ schema }) => schema))
  assertTogether(model, { of: (schema) => (moved.has(schema) ? target : targets.of(schema)) })
  return from
}
