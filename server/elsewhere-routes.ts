// What another process of this platform serves: said to whoever asks here, whatever stands below that path. Only names
// of declarations are told; nothing is asked, so that nothing of anybody's rows can show.
import type { FastifyInstance } from 'fastify'
import { type Acervo, AcervoError } from '../kernel/index.ts'
import { toDatabasePath } from './resource/address.ts'

export function elsewhereRoutes(app: FastifyInstance, { model, served }: Acervo): void {
  for (const { name } of model.databases.values()) {
    if (served.databases.has(name)) continue
    app.all(`/v1/${toDatabasePath(name)}/*`, () => {
      throw new AcervoError('ACV212', `'${name}' is not served here`, {
        details: 'Another process of this platform serves it.',
        hint: 'Ask the process whose acervo start --databases names it.',
      })
    })
  }
}
