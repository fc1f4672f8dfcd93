// A batch whose prepared statements the server may have forgotten.
import type { Link, RunOptions } from './link.ts'
import { isStaleName } from './sqlstate.ts'
import type { Result } from './target.ts'
import type { WireStatement } from './wire/batch.ts'

/** Once more where the server only refused a stale name: nothing was committed by then. */
export async function runTwice(
  link: Link,
  wire: readonly WireStatement[],
  options: RunOptions,
): Promise<readonly Result[]> {
  try {
    return await link.run(wire, options)
  } catch (error) {
    if (!isStaleName(error) || !link.healthy || !link.forgetNames(wire)) throw error
    if (link.status === 'E') await link.script('rollback')
    return await link.run(wire, options)
  }
}
