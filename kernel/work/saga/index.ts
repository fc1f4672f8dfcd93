// The door of sagas. What runs them is loaded with the first one: most programs only declare.
import type { readSaga as Read, resumeSagas as Resume, runSaga as Run } from './run-saga.ts'

export type { SagaRow, SagaState } from './saga-store.ts'

const load = () => import('./run-saga.ts')

/**
 * Runs a saga to its end; the same `id` again goes on, or answers what it came to.
 * @throws ACV512 where it is stuck or somebody else runs it; after compensation what made a step fail.
 */
export const runSaga: typeof Run = async (...given) => (await load()).runSaga(...given)

/** Goes on with whatever was left open; answers how many came to an end. */
export const resumeSagas: typeof Resume = async (...given) => (await load()).resumeSagas(...given)

/** Where it stands; undefined where no such saga was begun. */
export const readSaga: typeof Read = async (...given) => (await load()).readSaga(...given)
