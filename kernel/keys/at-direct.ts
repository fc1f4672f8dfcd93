// Something done as the migrator, in a session of its own: on the embedded engine it holds everybody up, so it is
// short.
import type { Direct, Target } from '../database/target.ts'

export async function atDirect<T>(
  target: Target,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const direct = await openDirect(target)
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
      kept ??= openDirect(target)
      return body(await kept)
    },
    close: async () => {
      const direct = await kept?.catch(() => undefined)
      await direct?.close()
    },
  }
}

/** What it changes is told of as the platform's own work: a write that names nobody is refused where that is kept. */
async function openDirect(target: Target): Promise<Direct> {
  const direct = await target.direct()
  try {
    await direct.query({
      text: `select set_config('acervo.actor', 'service:secrets', false),
        set_config('acervo.purpose', 'keys', false), set_config('acervo.rotation', 'on', false)`,
      values: [],
    })
    return direct
  } catch (error) {
    await direct.close()
    throw error
  }
}
