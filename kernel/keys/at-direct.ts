// Something done as the migrator, in a session of its own: on the embedded engine it holds everybody up, so it is
// short.
import type { Direct, Target } from '../database/target.ts'

export async function atDirect<T>(
  target: Target,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const direct = await target.direct()
  try {
    return await body(direct)
  } finally {
    await direct.close()
  }
}

/** Does something as the migrator. */
export type Hands = <T>(body: (direct: Direct) => Promise<T>) => Promise<T>

/** Many short things: on PostgreSQL in one session, on the embedded engine each in its own. */
export function openHands(target: Target): { readonly hands: Hands; close(): Promise<void> } {
  let kept: Promise<Direct> | undefined
  return {
    hands: async (body) => {
      if (target.engine === 'embedded') return atDirect(target, body)
      kept ??= target.direct()
      return body(await kept)
    },
    close: async () => {
      const direct = await kept?.catch(() => undefined)
      await direct?.close()
    },
  }
}
