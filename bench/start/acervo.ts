// The platform of all systems in a folder: import, open, migrate, first answer of the typed client.
import { enableCompileCache } from 'node:module'

const begin = performance.now()
enableCompileCache()
const [dataDirectory = '', cacheDirectory] = process.argv.slice(2)
const { createAcervo } = await import('../../kernel/index.ts')
const { systems } = await import('../../systems/index.ts')
const acervo = await createAcervo({
  systems,
  dataDirectory,
  ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
})
const count = await acervo.db.insurance.policy.count()
const ms = performance.now() - begin
console.log(JSON.stringify({ ms, one: count + 1 }))
await acervo.close()
