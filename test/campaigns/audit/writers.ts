// Writers without pause: rows made one by one and many at a time, changed, removed, in short and long transactions, some
// rolled back. Each change raises the row's version, so that one change without its audit row leaves a hole.
import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Context, Statement, Target } from '../../../kernel/database/target.ts'
import type { Random } from '../events/random.ts'

export interface Change {
  readonly table: 'rooms' | 'patients'
  readonly id: string
  /** Of the row after it; -1 when it is gone. */
  readonly version: number
}

export interface WriterOptions {
  readonly target: Target
  readonly random: Random
  readonly writers: number
  readonly onAcknowledged: (changes: readonly Change[]) => void
  /** How long a long transaction stays open. */
  readonly openMs: number
}

export interface Writers {
  stop(): Promise<void>
}

const context: Context = {
  settings: { 'acervo.actor': 'user:writer', 'acervo.purpose': 'campaign' },
  role: 'acervo_app',
}
const rowsMax = 40

export function startWriters({
  target,
  random,
  writers,
  onAcknowledged,
  openMs,
}: WriterOptions): Writers {
  let isStopping = false
  const write = async (): Promise<void> => {
    /** This writer's own rows and their versions, as far as it knows. */
    const known = new Map<string, Change>()
    while (!isStopping) {
      const table = random.pick(['rooms', 'patients'] as const)
      const count = random.chance(0.2) ? 1 + random.below(8) : 1
      // As the rows will be after each statement.
      const draft = new Map(known)
      const work = Array.from({ length: 1 + random.below(3) }, () => {
        const one = toWork(random, table, draft, count)
        note(draft, one.changes)
        return one
      })
      const changes = work.flatMap((one) => one.changes)
      const isUndone = random.chance(0.1)
      try {
        await target.transaction(context, async (session) => {
          for (const { statement } of work) await session.query(statement)
          if (random.chance(0.2)) await rest(random.below(openMs))
          if (isUndone) throw new Undone()
        })
        note(known, changes)
        onAcknowledged(changes)
      } catch (error) {
        // What became of it is not known: those rows are left alone from now on.
        if (!(error instanceof Undone)) for (const { id } of changes) known.delete(id)
        if (!(error instanceof Undone)) await rest(20)
      }
    }
  }
  const running = Array.from({ length: writers }, write)
  return {
    stop: async () => {
      isStopping = true
      await Promise.all(running)
    },
  }
}

/** One change that commits only after `isLate` says so, or after eight seconds: what a seal saw open. */
export async function writeLate(target: Target, isLate: () => boolean): Promise<Change> {
  const change: Change = { table: 'rooms', id: randomUUID(), version: 0 }
  const text = 'insert into t_clinic.rooms (id, version) values ($1, 0)'
  await target.transaction(context, async (session) => {
    await session.query({ text, values: [change.id] })
    const most = performance.now() + 8_000
    while (!isLate() && performance.now() < most) await rest(5)
  })
  return change
}

function note(known: Map<string, Change>, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.version < 0) known.delete(change.id)
    else known.set(change.id, change)
  }
}

class Undone extends Error {}

interface Work {
  readonly statement: Statement
  readonly changes: readonly Change[]
}

function toWork(
  random: Random,
  table: Change['table'],
  known: ReadonlyMap<string, Change>,
  count: number,
): Work {
  const own = [...known.values()].filter((one) => one.table === table)
  if (own.length < 3 || (own.length < rowsMax && random.chance(0.4))) {
    const ids = Array.from({ length: count }, () => randomUUID())
    const [columns, value] = table === 'rooms' ? ['note', `'n'`] : ['name', `'Eva'`]
    const text = `insert into t_clinic.${table} (id, version, ${columns}) select u, 0, ${value} from unnest($1::uuid[]) u`
    return {
      statement: { text, values: [ids] },
      changes: ids.map((id) => ({ table, id, version: 0 })),
    }
  }
  const chosen = [...new Set(Array.from({ length: count }, () => random.pick(own)))]
  const ids = chosen.map(({ id }) => id)
  if (random.chance(0.15)) {
    const text = `delete from t_clinic.${table} where id = any ($1::uuid[])`
    return {
      statement: { text, values: [ids] },
      changes: chosen.map((one) => ({ ...one, version: -1 })),
    }
  }
  const text = `update t_clinic.${table} set version = version + 1 where id = any ($1::uuid[])`
  return {
    statement: { text, values: [ids] },
    changes: chosen.map((one) => ({ ...one, version: one.version + 1 })),
  }
}
