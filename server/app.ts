// createApp: an open platform + keys -> a Fastify instance. It wires rooms together and holds no rule.
import type { FastifyInstance } from 'fastify'
import { openIdentities } from '../kernel/identity/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { type Reading, reading, toConnectionReadings } from '../kernel/watch/index.ts'
import { browserSessions } from './access/browser-session.ts'
import { actionRoutes } from './action-routes.ts'
import { type Admission, admission } from './admission.ts'
import { allowOrigins } from './cors.ts'
import { elsewhereRoutes } from './elsewhere-routes.ts'
import { eventsRoutes } from './events-routes.ts'
import { gate } from './gate.ts'
import { type HealthCheck, healthCheck } from './health.ts'
import { createHttp, handleErrors } from './http.ts'
import { identityRoutes } from './identity-routes.ts'
import { contentType, type Metrics, metrics } from './observe/metrics.ts'
import { type WorkWatch, watchWork } from './observe/work-watch.ts'
import type { AppOptions } from './options.ts'
import { pageRoutes } from './pages.ts'
import { tellPositions } from './position.ts'
import { type Asker, authenticator } from './principal.ts'
import { addressesOf } from './resource/address.ts'
import type { Edge } from './resource/edge.ts'
import { limits as defaults, type Limits } from './resource/limits.ts'
import { resourceParsers } from './resource/parse.ts'
import { resourceRoutes } from './resource-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { signInRoutes } from './sign-in.ts'
import { logWrites } from './write-log.ts'

const strangersPerSecond = 20

/** `close()` refuses new requests with ACV614 and waits, within a bound, for the running ones. */
export function createApp(parts: AppOptions): FastifyInstance {
  const { acervo, credentials, work, identities: given, options = {} } = parts
  const limits: Limits = { ...defaults, ...options.limits }
  const version = options.version ?? '0.0.0'
  const isSecure = options.publicUrl?.startsWith('https:') === true
  const headers = securityHeaders(isSecure)
  const { logLevel = 'silent', trustedProxies = [] } = options
  const app = createHttp({ limits, logLevel, trustedProxies, headers })
  const identities = given ?? openIdentities(acervo)
  const authenticate = authenticator(credentials, options.perSecond, identities.bearers)
  const counted = metrics()
  const admitted = admission(limits)
  const bulk = admission({ ...limits, runningMax: limits.bulkRunningMax })
  const watch = watchWork(work)
  const health = healthCheck(acervo, watch)
  const { model, served } = acervo
  const { cursorSecret } = credentials
  const sessions = browserSessions({ secret: cursorSecret, isSecure })
  const enter = gate({
    authenticate,
    sessions,
    site: { publicOrigin: options.publicUrl && new URL(options.publicUrl).origin },
    headers,
    strangersPerSecond: options.strangersPerSecond ?? strangersPerSecond,
  })
  const parsers = resourceParsers(model)
  const edge: Edge = { acervo, model, parsers, metrics: counted, limits, cursorSecret }

  const figures = toFigures(parts, { counted, admitted, watch })
  parts.onFigures?.(async () => counted.collect(await figures()))
  app.decorateRequest('asker', undefined)
  app.decorateRequest('browser', undefined)
  allowOrigins(app, options.corsOrigins ?? [])
  // After the plugin of other origins, whose headers a refusal needs too.
  app.after(() => {
    app.addHook('onRequest', enter)
    tellPositions(app, acervo)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    counted.request(request.method, route, reply.statusCode, reply.elapsedTime / 1_000)
    done()
  })
  logWrites(app)
  handleErrors(app, limits.refusedBodyTimeoutMs)
  healthRoutes(app, { health, admitted, counted, figures })
  signInRoutes(app, { authenticate, sessions, identities })
  pageRoutes(app, { acervo, health, version })
  resourceRoutes(app, { edge, addresses: addressesOf(served), admission: admitted, bulk })
  elsewhereRoutes(app, acervo)
  identityRoutes(app, { acervo, identities, admission: admitted })
  actionRoutes(app, { edge, admission: admitted })
  eventsRoutes(app, { acervo, admission: admitted, nats: options.nats })
  app.addHook('preClose', () => drain(app, admitted, limits))
  return app
}

async function drain(
  app: FastifyInstance,
  admitted: Admission,
  { drainTimeoutMs, closeGraceMs }: Limits,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, drainTimeoutMs)
  await Promise.race([admitted.drain(), promise])
  clearTimeout(timer)
  // Last bytes may still be on their way. Whoever then holds a connection open (a slow sender, a late
  // query) is cut off; the signal of the connection cancels what it asked for.
  setTimeout(() => app.server.closeAllConnections(), closeGraceMs).unref()
}

type Figures = () => Promise<readonly Reading[]>

interface Counting {
  readonly counted: Metrics
  readonly admitted: Admission
  readonly watch: WorkWatch
}

/** All figures at once: with a watch its own, which also looks at what is counted here; of work what only it knows. */
function toFigures(
  { acervo, watching }: AppOptions,
  { counted, admitted, watch }: Counting,
): Figures {
  counted.add(() => [reading('http.server.active_requests', admitted.running)])
  if (watching === undefined) {
    counted.add(() => toConnectionReadings(acervo.targets.connections()))
    return async () => [...counted.readings(), ...(await watch.readings())]
  }
  watching.add({ name: 'server', scope: 'process', read: () => counted.readings() })
  return async () => {
    const [all, events] = await Promise.all([watching.readings(), watch.readings()])
    return [...all, ...events.filter(({ metric }) => metric === 'acervo.inbox.pending')]
  }
}

interface Watched {
  readonly health: HealthCheck
  readonly admitted: Admission
  readonly counted: Metrics
  readonly figures: Figures
}

function healthRoutes(app: FastifyInstance, { health, admitted, counted, figures }: Watched): void {
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_, reply) => {
    const isReady = !admitted.isDraining && (await health()).status !== 'down'
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'down' })
  })
  app.get('/v1/health', async (_, reply) => {
    const answer = await health()
    return reply.code(answer.status === 'down' ? 503 : 200).send(answer)
  })
  app.get('/metrics', async ({ asker }, reply) => {
    assertMayWatch(asker)
    return reply.type(contentType).send(await counted.render(await figures()))
  })
}

/** Figures are of all tenants and systems together: for operators, whose keys stand in the file. @throws ACV616 */
function assertMayWatch(asker: Asker | undefined): void {
  if (asker?.isLasting === true) return
  throw new AcervoError('ACV616', 'this key may not see the metrics of all', {
    hint: 'Use a key of credentials.json; one without mayClaim sees no tenant.',
  })
}
