// An empty PGlite in a new folder: import, create, first answer.
import { PGlite } from '@electric-sql/pglite'

const begin = performance.now()
const [dataDirectory] = process.argv.slice(2)
const pglite = await PGlite.create(`${dataDirectory}`)
const { rows } = await pglite.query<{ one: number }>('select 1 as one')
const ms = performance.now() - begin
console.log(JSON.stringify({ ms, one: rows[0]?.one }))
await pglite.close()
