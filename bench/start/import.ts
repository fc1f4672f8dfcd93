// What a program pays before its first line: the door and all systems; with the word `model` their Model too,
// with `client` the door alone, with `nothing` none. With `fill` the compile cache is written before the answer, since the asker ends this
// process at once.
import { enableCompileCache, flushCompileCache } from 'node:module'

const [what] = process.argv.slice(2)
if (what !== 'uncached') enableCompileCache()
const begin = performance.now()
let systemCount = 0
let tableCount = 0
if (what !== 'nothing') {
  const { defineModel } = await import('../../kernel/index.ts')
  if (what !== 'client') {
    const { systems } = await import('../../systems/index.ts')
    systemCount = systems.length
    if (what === 'model' || what === 'fill')
      for (const { tables } of defineModel(systems).databases.values()) tableCount += tables.size
  }
}
if (what === 'fill') flushCompileCache()
console.log(JSON.stringify({ ms: performance.now() - begin, systemCount, tableCount }))
