// Writes a Prisma schema for every logical database, databases/<schema>/schema.prisma, and beside it, where Prisma's
// generator is installed, its client. All in one process and without a download: the command `prisma generate` fetches
// a program for this machine first, the package that it calls needs none. What a user starts is
// generate-all-prisma-clients.sh, on Windows .bat.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { renderPrisma } from '../kernel/ddl/index.ts'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'databases'))
const generator = loadGenerator()
for (const database of defineModel(systems).databases.values()) {
  const place = join(folder, database.schema)
  const text = renderPrisma(database)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'schema.prisma'), text)
  if (generator !== undefined) await generate(place, text, database.schema)
  console.log(place)
}
if (generator === undefined) {
  console.log(`
Schemas written. Clients need Prisma's packages where the folder finds them, as in examples/prisma:
  npm ci --prefix examples/prisma --ignore-scripts
  sh scripts/generate-all-prisma-clients.sh examples/prisma/databases`)
}

/** As a client in the folder would find it: the client's own imports are looked for from there, too. */
function loadGenerator() {
  const name = '@prisma/client-generator-ts'
  const require = createRequire(join(folder, 'schema.prisma'))
  const found = require.resolve.paths(name)?.find((modules) => existsSync(join(modules, name)))
  if (found === undefined) return undefined
  return { ...require(name), version: require(join(found, name, 'package.json')).version }
}

/** As `prisma generate` would with the schema's own `generator` and `datasource`. */
async function generate(place, datamodel, schema) {
  const { generateClient, getDMMF, version } = generator
  const schemaPath = join(place, 'schema.prisma')
  const outputDir = join(place, 'client')
  const previewFeatures = ['views']
  rmSync(outputDir, { recursive: true, force: true })
  await generateClient({
    datamodel,
    schemaPath,
    outputDir,
    dmmf: await getDMMF({ datamodel, previewFeatures }),
    generator: {
      name: 'client',
      provider: { value: 'prisma-client', fromEnvVar: null },
      output: { value: outputDir, fromEnvVar: null },
      config: {},
      binaryTargets: [],
      previewFeatures,
      sourceFilePath: schemaPath,
    },
    datasources: [
      {
        name: 'db',
        provider: 'postgresql',
        activeProvider: 'postgresql',
        url: { value: null, fromEnvVar: null },
        schemas: [schema],
        sourceFilePath: schemaPath,
      },
    ],
    binaryPaths: {},
    engineVersion: 'none',
    clientVersion: version,
    activeProvider: 'postgresql',
    runtimeBase: '@prisma/client/runtime',
    target: 'nodejs',
    generatedFileExtension: 'ts',
    importFileExtension: 'ts',
    moduleFormat: 'esm',
    tsNoCheckPreamble: true,
    compilerBuild: 'small',
  })
}
