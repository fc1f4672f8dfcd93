// The door of sagas.
export { readSaga, resumeSagas, runSaga } from './run-saga.ts'
export type { SagaRow, SagaState } from './saga-store.ts'
