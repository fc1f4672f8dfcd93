// The routes that answer HTML and OpenAPI. What they show is drawn in console/; facts are gathered here.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { renderDocs } from '../console/docs-page.ts'
import { pageHeaders } from '../console/page.ts'
import { renderStatus, renderWelcome, type StatusFacts } from '../console/status-page.ts'
import { toLanguage } from '../console/words.ts'
import { type Acervo, AcervoError, nearestHint } from '../kernel/index.ts'
import { actionPages, listPages } from './action-pages.ts'
import type { Health, HealthCheck } from './health.ts'
import { toOpenApi } from './openapi/openapi.ts'
import { parsePairs } from './resource/query-string.ts'

export interface PageParts {
  readonly acervo: Acervo
  readonly health: HealthCheck
  readonly version: string
}

export function pageRoutes(app: FastifyInstance, { acervo, health, version }: PageParts): void {
  const { served: model } = acervo
  // Made when first asked for: a start does not wait for it.
  let made: { readonly value: ReturnType<typeof toOpenApi>; readonly text: string } | undefined
  const document = () => {
    if (made === undefined) {
      const value = toOpenApi(model, version)
      made = { value, text: JSON.stringify(value) }
    }
    return made
  }
  app.get('/', { config: { isForAnybody: true } }, async (request, reply) => {
    const language = toLanguage(request.headers['accept-language'])
    if (request.asker === undefined) return page(reply, renderWelcome(language))
    return page(reply, renderStatus(language, toFacts(acervo, await health(), version)))
  })
  actionPages(app, acervo)
  app.get('/openapi.json', { config: { isPage: true } }, (request, reply) => {
    const etag = `"${model.hash}-${version}"`
    reply.headers({ etag, 'cache-control': 'private, no-cache' })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type('application/json; charset=utf-8').send(document().text)
  })
  app.get('/docs', { config: { isPage: true } }, (request, reply) => {
    const url = request.raw.url ?? ''
    const pairs = new Map(parsePairs(url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''))
    const database = pairs.get('database')
    const language = toLanguage(request.headers['accept-language'])
    const text = renderDocs(language, document().value, database)
    if (text !== undefined) return page(reply, text)
    const names = [...model.databases.keys()]
    throw new AcervoError('ACV201', `there is no database '${(database ?? '').slice(0, 80)}'`, {
      hint: nearestHint(database ?? '', names),
    })
  })
}

function page(reply: FastifyReply, text: string): FastifyReply {
  return reply.headers(pageHeaders).send(text)
}

function toFacts({ served: model, engine }: Acervo, health: Health, version: string): StatusFacts {
  const details = new Map(health.details.map((one) => [one.database, one]))
  return {
    version,
    engine,
    uptimeSeconds: process.uptime(),
    status: health.status,
    pages: listPages(model),
    systems: model.systems.map(({ name, databases }) => ({
      name,
      databases: databases.map((database) => {
        const { status = 'down', reason } = details.get(database.name) ?? {}
        return {
          name: database.name,
          purpose: database.purpose,
          tables: [...database.tables.values()].map((table) => table.sqlName),
          status,
          ...(reason === undefined ? {} : { reason }),
        }
      }),
    })),
  }
}
