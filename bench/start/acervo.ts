// The platform in a folder, of all systems or of AI-CORE's first seven databases: import, open, migrate, first answer
// of the typed client.
import { enableCompileCache } from 'node:module'

const begin = performance.now()
enableCompileCache()
const [which = 'all', dataDirectory = '', cacheDirectory] = process.argv.slice(2)
const { createAcervo, defineSystem } = await import('../../kernel/index.ts')
const first = ['global', 'system', 'auth', 'audit', 'logs', 'insurance', 'energy']
const seven = async () => {
  const { aiCore } = await import('../../systems/ai-core/system.ts')
  const databases = aiCore.databases.filter(({ name }) => first.includes(name))
  return [defineSystem({ name: 'ai-core', home: aiCore.home ?? '', databases })]
}
const all = async () => (await import('../../systems/index.ts')).systems
const acervo = await createAcervo({
  systems: await (which === 'seven' ? seven() : all()),
  dataDirectory,
  ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
})
const db = acervo.db as unknown as { insurance: { policy: { count(): Promise<number> } } }
const count = await db.insurance.policy.count()
const ms = performance.now() - begin
console.log(JSON.stringify({ ms, one: count + 1 }))
await acervo.close()
