// The pages of actions: a browser's view of what they answer. Guarded as every page that shows data; what is
// refused is a page too, with the form to ask again.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from '../console/page.ts'
import {
  type Field,
  renderRefusal,
  renderSheetPage,
  type SheetPage,
} from '../console/sheet-page.ts'
import type { PageFacts } from '../console/status-page.ts'
import { type Language, toLanguage } from '../console/words.ts'
import {
  type Acervo,
  AcervoError,
  type ActionPage,
  isAcervoError,
  type Model,
  pathInputs,
  readTexts,
  type Sheet,
} from '../kernel/index.ts'
import { listOffered, type Offered } from './action-routes.ts'
import { connectionOf } from './connection.ts'
import { statusOf } from './errors.ts'
import { toPrincipal } from './principal.ts'
import { limits } from './resource/limits.ts'
import { parsePairs } from './resource/query-string.ts'

type Paged = Offered & { readonly page: ActionPage }

export function actionPages(app: FastifyInstance, acervo: Acervo): void {
  for (const paged of listPaged(acervo.served)) {
    const url = paged.page.path.replace(/\{(\w+)\}/g, ':$1')
    app.get(url, { config: { isPage: true } }, (request, reply) =>
      show(acervo, paged, request, reply),
    )
  }
}

/** Those that can be opened without knowing a row. */
export function listPages(model: Model): readonly PageFacts[] {
  return listPaged(model).flatMap(({ page: { path, title } }) =>
    path.includes('{') ? [] : [{ path, title }],
  )
}

function listPaged(model: Model): readonly Paged[] {
  return listOffered(model).flatMap((offered) =>
    offered.offer.page === undefined ? [] : [{ ...offered, page: offered.offer.page }],
  )
}

async function show(
  acervo: Acervo,
  paged: Paged,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const language = toLanguage(request.headers['accept-language'])
  const given = readGiven(paged, request)
  const page = toPage(paged, given, language)
  reply.headers(pageHeaders)
  if (page.fields.some(({ isRequired, value }) => isRequired && value === ''))
    return reply.send(renderSheetPage(language, page))
  try {
    const sheets = await listSheets(acervo, paged, request, given)
    return reply.send(renderSheetPage(language, { ...page, sheets }))
  } catch (error) {
    const status = statusOf(error)
    if (!isAcervoError(error) || status >= 500) throw error
    return reply.code(status).send(renderRefusal(language, page, error))
  }
}

async function listSheets(
  acervo: Acervo,
  { table, action, page }: Paged,
  request: FastifyRequest,
  given: ReadonlyMap<string, string>,
): Promise<readonly Sheet[]> {
  const { asker, raw } = request
  if (asker === undefined) throw new AcervoError('ACV601', 'no valid key was given')
  const principal = toPrincipal(asker, request.id, undefined)
  const language = toLanguage(request.headers['accept-language'])
  const sheets: Sheet[] = []
  for (const name of [action.name, ...(page.with ?? [])]) {
    const offer = table.actions.get(name)?.offer
    if (offer === undefined) continue
    // An action takes of the page's inputs those that it has itself.
    const own = [...given].filter(
      ([input]) => name === action.name || Object.hasOwn(offer.input, input),
    )
    const { output } = await acervo.act(
      principal,
      {
        database: table.database,
        table: table.name,
        action: name,
        input: readTexts(offer, own),
      },
      { timeoutMs: limits.requestTimeoutMs, signal: connectionOf(raw.socket).signal },
    )
    const value: unknown = JSON.parse(output)
    sheets.push(...(offer.print?.(value, language) ?? [{ text: JSON.stringify(value, null, 2) }]))
  }
  return sheets
}

/** Empty fields of the form are not given. */
function readGiven({ page }: Paged, { params, raw }: FastifyRequest): ReadonlyMap<string, string> {
  const url = raw.url ?? ''
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  const inPath = params as Readonly<Record<string, string>>
  const pairs = parsePairs(query).filter(([, value]) => value.trim() !== '')
  return new Map([
    ...pairs,
    ...pathInputs(page.path).map((name) => [name, inPath[name] ?? ''] as const),
  ])
}

function toPage(
  { offer, page }: Paged,
  given: ReadonlyMap<string, string>,
  language: Language,
): SheetPage {
  const inPath = pathInputs(page.path)
  const fields = Object.entries(offer.input).flatMap(([name, input]): readonly Field[] => {
    if (inPath.includes(name)) return []
    const words = input.schema.type === 'boolean' ? ['true', 'false'] : input.schema.enum
    const field = {
      name,
      label: input.meaning[language],
      value: given.get(name) ?? '',
      isRequired: input.isOptional !== true,
    }
    return [Array.isArray(words) ? { ...field, words: words.map(String) } : field]
  })
  const path = page.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(given.get(name) ?? ''),
  )
  return { title: page.title[language], path, fields, sheets: [] }
}
