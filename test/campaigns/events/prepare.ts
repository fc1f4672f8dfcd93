// What a campaign does with a cluster of its own before and beside the work: its databases and the login of requests,
// and questions past both.
import { targetScripts } from '../../../kernel/client/target-scripts.ts'
import { createRuntimeLogin, renderRoles } from '../../../kernel/database/roles.ts'
import { openMigrator } from '../../../kernel/database/targets.ts'
import type { DatabaseModel } from '../../../kernel/index.ts'
import { applyModel } from '../../../kernel/migrate/apply-model.ts'
import type { MortalServer } from './servers.ts'

export type Ask = (text: string) => Promise<readonly (readonly (string | null)[])[]>

/** Answers the address at which requests log in; `script` runs once the tables are there. */
export async function prepareCluster(
  cluster: MortalServer,
  databases: readonly DatabaseModel[],
  script = '',
): Promise<string> {
  const direct = await openMigrator(cluster.url)
  const login = { name: 'acervo_runtime', password: 'runtime' }
  await direct.script(renderRoles())
  await createRuntimeLogin(direct, login)
  await applyModel(direct, databases, { scripts: targetScripts })
  if (script !== '') await direct.script(script)
  await direct.close()
  const run = new URL(cluster.url)
  run.username = login.name
  run.password = login.password
  return run.href
}

/** Each question on a session of its own: the server may have been killed since the last one. */
export function toAsk(cluster: MortalServer): Ask {
  return async (text) => {
    const direct = await openMigrator(cluster.url)
    try {
      return (await direct.query({ text, values: [] })).rows
    } finally {
      await direct.close()
    }
  }
}
