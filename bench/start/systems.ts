// Of which systems a platform is measured: AI-CORE's first seven databases, or everything there is. Loaded when it is
// asked for: what loading costs is measured, too.
import type { System } from '../../kernel/index.ts'

const first = ['global', 'system', 'auth', 'audit', 'logs', 'insurance', 'energy']

export async function systemsOf(which: string): Promise<readonly System[]> {
  if (which !== 'seven') return (await import('../../systems/index.ts')).systems
  const [{ aiCore }, { defineSystem }] = await Promise.all([
    import('../../systems/ai-core/system.ts'),
    import('../../kernel/index.ts'),
  ])
  const databases = aiCore.databases.filter(({ name }) => first.includes(name))
  return [defineSystem({ name: 'ai-core', home: aiCore.home ?? '', databases })]
}
