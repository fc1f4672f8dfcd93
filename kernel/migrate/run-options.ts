// What a caller may give to the running of a migration file: an end, and an ear.
export interface RunFileOptions {
  readonly signal?: AbortSignal | undefined
  readonly onStep?: ((title: string) => void) | undefined
}
