// What a job does to all rows that a view finds, some at a time: those that it has seen to are no longer found.

const rowsMax = 200

export async function runOver(
  signal: AbortSignal,
  find: (take: number) => Promise<readonly { readonly id: string }[]>,
  change: (ids: readonly string[]) => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    const found = await find(rowsMax)
    if (found.length === 0) return
    await change(found.map(({ id }) => id))
    if (found.length < rowsMax) return
  }
}
