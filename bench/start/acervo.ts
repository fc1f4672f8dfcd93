// The platform in a folder, of all systems or of AI-CORE's first seven databases: import, open, migrate, first answer
// of the typed client.
import { enableCompileCache } from 'node:module'

const begin = performance.now()
enableCompileCache()
const [which = 'all', dataDirectory = '', cacheDirectory] = process.argv.slice(2)
const [{ createAcervo }, { systemsOf }] = await Promise.all([
  import('../../kernel/index.ts'),
  import('./systems.ts'),
])
const acervo = await createAcervo({
  systems: await systemsOf(which),
  dataDirectory,
  ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
})
const db = acervo.db as unknown as { insurance: { policy: { count(): Promise<number> } } }
const count = await db.insurance.policy.count()
const ms = performance.now() - begin
console.log(JSON.stringify({ ms, one: count + 1 }))
await acervo.close()
