// A saga from its begin to its end: after every step its state is written, so that whoever comes next goes on from
// there. A step that fails takes back those before it, last first; what cannot be taken back stands STUCK.
import { randomUUID } from 'node:crypto'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import { findDatabase } from '../../query/name.ts'
import type { Saga, SagaStep, StepContext } from '../../table/saga.ts'
import { deriveId } from '../inbox/derived-id.ts'
import { describeError } from '../inbox/problem.ts'
import type { RunningPlatform } from '../platform.ts'
import { openSagaStore, type SagaRow, type SagaStore } from './saga-store.ts'

type Where = Pick<RunningPlatform, 'model' | 'targets' | 'db'>

/**
 * Runs it to its end; the same `id` again goes on, or answers what it came to.
 * @throws ACV512 where it is stuck or somebody else runs it; after compensation what made a step fail.
 */
export async function runSaga(
  platform: Where,
  saga: Saga,
  input: unknown,
  { id = randomUUID() }: { readonly id?: string } = {},
): Promise<SagaRow> {
  const store = storeOf(platform, saga)
  await store.begin(id, saga.name, input)
  const held = await store.hold(id)
  const failure =
    held === undefined ? undefined : await proceed({ db: dbOf(platform, saga), store, saga }, held)
  const ended = await store.read(id)
  if (ended?.state === 'DONE') return ended
  if (ended?.state === 'COMPENSATED' && failure !== undefined) throw failure.error
  throw toError(saga.name, id, ended)
}

/** Goes on with whatever was left open; answers how many came to an end. */
export async function resumeSagas(platform: Where, saga: Saga): Promise<number> {
  const store = storeOf(platform, saga)
  let ended = 0
  for (const id of await store.open(saga.name)) {
    const held = await store.hold(id)
    if (held === undefined) continue
    await proceed({ db: dbOf(platform, saga), store, saga }, held)
    ended += 1
  }
  return ended
}

export async function readSaga(
  platform: Where,
  saga: Saga,
  id: string,
): Promise<SagaRow | undefined> {
  return storeOf(platform, saga).read(id)
}

function storeOf({ model, targets }: Where, { home }: Pick<Saga, 'home'>): SagaStore {
  return openSagaStore(targets.of(findDatabase(model, home).schema))
}

interface Failure {
  readonly error: unknown
}

interface Run {
  readonly db: unknown
  readonly store: SagaStore
  readonly saga: Saga
}

const dbOf = ({ db }: Where, { name }: Saga): unknown => db.as({ actor: `service:${name}` })

async function proceed(run: Run, held: SagaRow): Promise<Failure | undefined> {
  if (held.state === 'COMPENSATING') {
    await compensate(run, held)
    return undefined
  }
  const { store, saga } = run
  let row = held
  for (const [at, step] of saga.steps.entries()) {
    if (at < row.step) continue
    try {
      const result = await step.run(row.input, row.results, toContext(run, row.id, step))
      row = { ...row, step: at + 1, results: { ...row.results, [step.name]: result ?? null } }
    } catch (error) {
      if (isAway(error)) throw error
      // The step that failed may have half done its work: it is taken back too.
      const undone = {
        ...row,
        state: 'COMPENSATING',
        step: at + 1,
        error: describeError(error),
      } as const
      await keep(store, undone)
      await compensate(run, undone)
      return { error }
    }
    await keep(store, at + 1 === saga.steps.length ? { ...row, state: 'DONE' } : row)
  }
  return undefined
}

async function compensate(run: Run, from: SagaRow): Promise<void> {
  const { store, saga } = run
  let row = from
  for (let at = row.step - 1; at >= 0; at--) {
    const step = saga.steps[at]
    try {
      if (step !== undefined)
        await step.compensate?.(row.input, row.results, toContext(run, row.id, step))
    } catch (error) {
      if (isAway(error)) throw error
      const said = `${row.error ?? ''} | ${step?.name}: ${describeError(error)}`
      await keep(store, { ...row, state: 'STUCK', error: said })
      return
    }
    row = { ...row, step: at, state: at === 0 ? 'COMPENSATED' : 'COMPENSATING' }
    await keep(store, row)
  }
}

/** The way to a database is broken: that says nothing about the step, and whoever resumes tries it again. */
function isAway(error: unknown): boolean {
  return isAcervoError(error) && (error.code === 'ACV301' || error.code === 'ACV311')
}

/** Whoever has lost its hold stops at once: another process goes on from what was written last. */
async function keep(store: SagaStore, row: SagaRow): Promise<void> {
  if (await store.save(row)) return
  throw new AcervoError('ACV502', 'another process has taken the saga over', {
    details: `${row.name} ${row.id}`,
  })
}

function toContext({ db }: Run, sagaId: string, step: SagaStep): StepContext {
  return {
    db,
    sagaId,
    makeId: (part) => deriveId(sagaId, `${step.name}/${part}`),
  }
}

function toError(name: string, id: string, row: SagaRow | undefined): AcervoError {
  const reason = row?.error ?? 'another process runs it'
  return new AcervoError('ACV512', `'${name}' has come to ${row?.state ?? 'nothing'}`, {
    details: `${id}: ${reason}`,
  })
}
