// A small platform with something of everything that is watched: events to a listener, an audit, months, encrypted
// values, jobs. Only tests import it.
import {
  audited,
  auditLog,
  defineConsumer,
  defineDatabase,
  defineJob,
  defineSystem,
  defineTable,
  emits,
  encrypted,
  inbox,
  instant,
  integer,
  outbox,
  partitioned,
  type Session,
  text,
  uuid,
} from '../../../kernel/index.ts'
import { makeAhead } from '../../../kernel/migrate/make-ahead.ts'
import {
  type AlertMessage,
  applyRuleSettings,
  type Reader,
  rules,
  startWatch,
  type Watch,
} from '../../../kernel/watch/index.ts'
import { type Jobs, startJobs } from '../../../kernel/work/jobs/start-jobs.ts'
import { metrics } from '../../../server/observe/metrics.ts'
import { openTestPlatform } from '../platform.ts'

const orders = defineTable('orders', { number: integer(), status: text() }, [
  emits('Order', { OrderPlaced: { when: "status = 'PLACED'", payload: { orderId: 'id' } } }),
])
const shop = defineDatabase({
  schema: 't_shop',
  name: 'shop',
  tables: {
    order: orders,
    price: defineTable('prices', { name: text() }, [audited()]),
    visit: defineTable('visits', { value: integer(), at: instant().defaultNow() }, [
      partitioned({ by: 'at', every: 'month' }),
    ]),
    client: defineTable('clients', { name: text(), taxId: text(), clientId: uuid() }, [
      encrypted({ columns: ['taxId'], subject: 'clientId' }),
    ]),
    auditEvent: defineTable('audit_events', {}, [auditLog()]),
    outboxEvent: defineTable('outbox_events', {}, [outbox()]),
  },
})
const books = defineDatabase({
  schema: 't_books',
  name: 'books',
  tables: {
    entry: defineTable('entries', { orderId: text() }),
    inboxEvent: defineTable('inbox_events', {}, [inbox()]),
  },
})

export const watchedSystem = defineSystem({
  name: 'watched',
  databases: [shop, books],
  jobs: [defineJob({ name: 'tidy', run: async () => undefined })],
  consumers: [
    defineConsumer({
      name: 'on-order',
      database: 'books',
      from: 'shop',
      events: ['OrderPlaced'],
      handle: async ({ aggregateId }, { session, makeId }) => {
        const text = 'insert into t_books.entries (id, order_id) values ($1, $2)'
        await (session as Session).query({ text, values: [makeId('entry'), aggregateId] })
      },
    }),
  ],
})

export type RuleChanges = Parameters<typeof applyRuleSettings>[1]

export interface Watched {
  readonly platform: Awaited<ReturnType<typeof openPlatform>>
  readonly jobs: Jobs
  /** What a server counts. */
  readonly counted: ReturnType<typeof metrics>
  /** Told so far, oldest first. */
  readonly told: AlertMessage[]
  /** Where health looks; a fault may put another in its place. */
  health: () => ReturnType<Awaited<ReturnType<typeof openPlatform>>['acervo']['health']>
  /** The watch of the same process, begun anew with these changes. */
  begin(changes?: RuleChanges, readers?: readonly Reader[]): Promise<Watch>
  /** The database's clock moves on, then the watch looks. */
  look(seconds: number): Promise<void>
  /** Months that are missing, as a running platform makes them. */
  makeMonths(): Promise<void>
  /** Rules that fire now. */
  firing(): readonly string[]
  close(): Promise<void>
}

const openPlatform = () => openTestPlatform([watchedSystem] as const)

export async function openWatched(): Promise<Watched> {
  const platform = await openPlatform()
  const { acervo, targets } = platform
  const target = targets.of('t_shop')
  const makeMonths = () => makeAhead(target, [...acervo.model.databases.values()])
  await makeMonths()
  const jobs = await startJobs({
    acervo: acervo as never,
    jobs: watchedSystem.jobs,
    target,
    mode: 'send',
    onError: () => undefined,
  })
  let nowMs = Date.now()
  let watch: Watch | undefined
  const told: AlertMessage[] = []
  const counted = metrics()
  const world: Watched = {
    platform,
    jobs,
    counted,
    told,
    makeMonths,
    health: () => acervo.health(),
    begin: async (changes = {}, readers = []) => {
      await watch?.stop()
      watch = startWatch(
        { model: acervo.model, targets, health: () => world.health() },
        {
          instance: 'test:1',
          everySeconds: 3_600,
          rules: applyRuleSettings(rules, changes),
          sinks: [{ name: 'memory', send: async (message) => void told.push(message) }],
          readers: [
            { name: 'server', scope: 'process', read: () => counted.readings() },
            ...readers,
          ],
          settings: () => ({ 'acervo.fake_now': new Date(nowMs).toISOString() }),
        },
      )
      await watch.look()
      return watch
    },
    look: async (seconds) => {
      nowMs += seconds * 1_000
      await watch?.look()
    },
    firing: () => [
      ...new Set(
        watch
          ?.alerts()
          .filter((one) => one.phase === 'firing')
          .map((one) => one.rule),
      ),
    ],
    close: async () => {
      await watch?.stop()
      await jobs.stop()
      await platform.close()
    },
  }
  return world
}
