// defineSaga: one act over databases that share no transaction, as steps that each commit and that each can be taken
// back. A step may run more than once: it must do the same each time, by the ids that `makeId` gives.

export interface StepContext<Db = unknown> {
  readonly db: Db
  /** Of this run of the saga. */
  readonly sagaId: string
  /** The same at every try of this step: derived from the saga's id, the step and `part`. */
  readonly makeId: (part: string) => string
}

export interface SagaStep<
  Input = unknown,
  Results = Readonly<Record<string, unknown>>,
  Db = unknown,
> {
  /** Under this name its result is kept. */
  readonly name: string
  readonly run: (input: Input, results: Results, context: StepContext<Db>) => Promise<unknown>
  /** Takes back what `run` did, or half did; absent where there is nothing to take back. */
  readonly compensate?: (input: Input, results: Results, context: StepContext<Db>) => Promise<void>
}

export interface Saga {
  readonly name: string
  /** Short name of the database in whose target its state is kept. */
  readonly home: string
  readonly steps: readonly SagaStep[]
}

/** `Results` are what the steps answer, by their names: each step sees those of the steps before it. */
export function defineSaga<Input, Results, Db>(definition: {
  readonly name: string
  readonly home: string
  readonly steps: readonly SagaStep<Input, Results, Db>[]
}): Saga {
  return Object.freeze({ ...definition }) as unknown as Saga
}
