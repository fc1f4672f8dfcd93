// Where a saga stands, in the target of its home: read and written under a hold, so that two processes never run one
// saga at the same time.
import { randomUUID } from 'node:crypto'
import type { Context, Target } from '../../database/target.ts'
import { namedText } from '../named-statement.ts'

export type SagaState = 'RUNNING' | 'DONE' | 'COMPENSATING' | 'COMPENSATED' | 'STUCK'

export interface SagaRow {
  readonly id: string
  readonly name: string
  readonly state: SagaState
  /** Steps that have been done; while compensating, those that are left to take back. */
  readonly step: number
  readonly input: unknown
  /** By the name of the step. */
  readonly results: Readonly<Record<string, unknown>>
  readonly error: string | null
}

export interface SagaStore {
  /** Nothing happens where it is there already. */
  begin(id: string, name: string, input: unknown): Promise<void>
  read(id: string): Promise<SagaRow | undefined>
  /** Undefined where somebody else holds it, or nothing is left to do. */
  hold(id: string): Promise<SagaRow | undefined>
  /** False where the hold has been lost meanwhile. */
  save(row: Pick<SagaRow, 'id' | 'state' | 'step' | 'results' | 'error'>): Promise<boolean>
  /** Ids of sagas of this name that nobody holds and that are not at their end. */
  open(name: string): Promise<readonly string[]>
}

const holdMs = 30_000
const context: Context = Object.freeze({
  settings: { 'acervo.actor': 'service:saga' },
  role: 'acervo_worker',
})
const columns = 's.id, s.name, s.state, s.step, s.input, s.results, s.error'
const isFree = '(s.held_until is null or s.held_until < acervo.clock())'
const isOpen = "s.state in ('RUNNING', 'COMPENSATING')"

const begin = namedText(`
  insert into acervo.saga (id, name, state, step, input, results, created_at, updated_at)
  values ($1::uuid, $2, 'RUNNING', 0, $3::jsonb, '{}', acervo.clock(), acervo.clock())
  on conflict (id) do nothing`)
const read = namedText(`select ${columns} from acervo.saga s where s.id = $1::uuid`)
const hold = namedText(`
  update acervo.saga s set holder = $2::uuid, updated_at = acervo.clock(),
    held_until = acervo.clock() + ${holdMs} * interval '1 millisecond'
  where s.id = $1::uuid and ${isOpen} and ${isFree} returning ${columns}`)
const save = namedText(`
  update acervo.saga s set state = $3, step = $4::integer, results = $5::jsonb, error = $6,
    updated_at = acervo.clock(),
    held_until = case when $3 in ('RUNNING', 'COMPENSATING')
      then acervo.clock() + ${holdMs} * interval '1 millisecond' end
  where s.id = $1::uuid and s.holder = $2::uuid and s.held_until >= acervo.clock()`)
const open = namedText(`
  select s.id from acervo.saga s where s.name = $1 and ${isOpen} and ${isFree}
  order by s.updated_at limit 100`)

export function openSagaStore(target: Target): SagaStore {
  const holder = randomUUID()
  const ask = async (statement: ReturnType<typeof read>) =>
    (await target.group(context, [statement]))[0] ?? { rows: [], count: 0 }
  return Object.freeze({
    begin: async (id: string, name: string, input: unknown) => {
      await ask(begin(id, name, JSON.stringify(input ?? null)))
    },
    read: async (id: string) => toRow((await ask(read(id))).rows[0]),
    hold: async (id: string) => toRow((await ask(hold(id, holder))).rows[0]),
    save: async ({ id, state, step, results, error }: Parameters<SagaStore['save']>[0]) => {
      const kept = JSON.stringify(results)
      return (await ask(save(id, holder, state, step, kept, error))).count === 1
    },
    open: async (name: string) => (await ask(open(name))).rows.map(([id]) => id ?? ''),
  })
}

function toRow(cells: readonly (string | null)[] | undefined): SagaRow | undefined {
  if (cells === undefined) return undefined
  const [id, name, state, step, input, results, error] = cells
  return {
    id: id ?? '',
    name: name ?? '',
    state: state as SagaState,
    step: Number(step),
    input: JSON.parse(input ?? 'null'),
    results: JSON.parse(results ?? '{}'),
    error: error ?? null,
  }
}
