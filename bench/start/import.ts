// What a program pays before its first line: the door, all systems, their Model. With the word `nothing`, none.
import { enableCompileCache } from 'node:module'

const [what] = process.argv.slice(2)
if (what !== 'uncached') enableCompileCache()
const begin = performance.now()
let tables = 0
if (what !== 'nothing') {
  const { defineModel } = await import('../../kernel/index.ts')
  const { systems } = await import('../../systems/index.ts')
  for (const database of defineModel(systems).databases.values()) tables += database.tables.size
}
console.log(JSON.stringify({ ms: performance.now() - begin, tables }))
