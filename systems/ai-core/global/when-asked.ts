// Rooms that are loaded when somebody first asks for them: a program that declares, reads or writes rows pays
// nothing for the matcher.
import type { Handle } from './consolidation/index.ts'

export const ingesting = () => import('./ingest.ts')
export const resolution = () => import('./resolution/index.ts')
export const consolidation = () => import('./consolidation/index.ts')

/** A handler that the room makes when the first event comes. */
export function handledBy(
  make: (room: Awaited<ReturnType<typeof consolidation>>) => Handle,
): Handle {
  return async (event, context) => make(await consolidation())(event, context)
}
