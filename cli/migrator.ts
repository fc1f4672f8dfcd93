// A session with the migrator's rights for one command.
import type { Direct, Target } from '../kernel/database/index.ts'

export async function withMigrator<T>(
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
