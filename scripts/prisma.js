// Writes a Prisma schema for every logical database: databases/<schema>/schema.prisma. What makes clients of them:
// generate-all-prisma-clients.sh, on Windows .bat.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { renderPrisma } from '../kernel/ddl/index.ts'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'

const folder = resolve(process.argv[2] ?? 'databases')
for (const database of defineModel(systems).databases.values()) {
  const place = join(folder, database.schema)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'schema.prisma'), renderPrisma(database))
  console.log(place)
}
