// `acervo openapi`: the OpenAPI 3.1 document that a server of this project would answer. Opens nothing.
import { defineModel } from '../kernel/index.ts'
import { toOpenApi } from '../server/openapi/openapi.ts'
import { defineCommand } from './command.ts'
import { readVersion } from './package-file.ts'
import { loadProject } from './project.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'openapi',
  summary: {
    en: 'print the OpenAPI 3.1 document of the REST API',
    es: 'imprime el documento OpenAPI 3.1 de la API REST',
  },
  arguments: [],
  options: {},
  runs: 'here',
  notes: {
    en: 'Next: acervo openapi > openapi.json; a running server answers the same at /openapi.json.',
    es: 'Después: acervo openapi > openapi.json; un servidor en marcha responde lo mismo en /openapi.json.',
  },
  run: async ({ io, config, options }) => {
    const { systems } = await loadProject(io.cwd, config)
    const document = toOpenApi(defineModel(systems), await readVersion())
    await io.out(`${JSON.stringify(document, null, options.json ? 0 : 2)}\n`)
    return exitCodes.ok
  },
})
