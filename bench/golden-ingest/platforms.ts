// Platforms of AI-CORE for questions about resolution: on the server, and embedded in a folder, neither with
// migration files.

import { targetScripts } from '../../kernel/client/target-scripts.ts'
import { toAcervo } from '../../kernel/client/to-acervo.ts'
import { renderRoles } from '../../kernel/database/roles.ts'
import { openTargets } from '../../kernel/database/targets.ts'
import { type Acervo, defineModel } from '../../kernel/index.ts'
import { applyModel } from '../../kernel/migrate/apply-model.ts'
import { systems } from '../../systems/index.ts'
import { openPlatform } from '../fixture.ts'

export interface GoldenPlatform {
  readonly acervo: Acervo
  /** As nobody but the migrator may. */
  query(text: string): Promise<readonly (readonly (string | null)[])[]>
  close(): Promise<void>
}

export async function openServer(server: string): Promise<GoldenPlatform> {
  const { acervo, admin, close } = await openPlatform(server, systems)
  const query = async (text: string) =>
    (await admin.query<(string | null)[]>({ text, rowMode: 'array' })).rows
  return { acervo: acervo as unknown as Acervo, query, close }
}

export async function openEmbedded(dataDirectory: string): Promise<GoldenPlatform> {
  const model = defineModel(systems)
  const databases = [...model.databases.values()]
  const objects = databases.flatMap((database) => database.objects)
  const targets = await openTargets({
    databases: databases.map(({ schema }) => schema),
    dataDirectory,
    extensions: [...new Set(objects.flatMap((o) => (o.type === 'extension' ? [o.name] : [])))],
  })
  const [target] = targets.all()
  if (target === undefined) throw new Error('the platform has no target')
  const direct = await target.direct()
  await direct.script(renderRoles())
  await applyModel(direct, databases, { scripts: targetScripts })
  await direct.close()
  const query = async (text: string) => {
    const session = await target.direct()
    try {
      return (await session.query({ text, values: [] })).rows
    } finally {
      await session.close()
    }
  }
  return { acervo: toAcervo({ model, targets }), query, close: () => targets.close() }
}
