// The list of metrics. /metrics, OTLP, docs/reference/metrics.md, the rules of alerts and the dashboards are made from
// it. Long because it is a list.
import type { Metric, MetricGroup, MetricKind, MetricScope, Words } from './metric.ts'

const database = 'db.namespace'
const server = 'server.address'

const of =
  (group: MetricGroup, scope: MetricScope) =>
  <N extends string>(
    name: N,
    unit: string,
    kind: MetricKind,
    labels: readonly string[],
    meaning: Words,
  ): Metric<N> =>
    Object.freeze({ name, unit, kind, scope, labels, group, meaning })

const requests = of('requests', 'process')
const connections = of('connections', 'process')
const servers = of('servers', 'platform')
const databases = of('databases', 'platform')
const events = of('events', 'platform')
const jobs = of('jobs', 'platform')
const partitions = of('partitions', 'platform')
const backups = of('backups', 'platform')
const audit = of('audit', 'platform')
const watch = of('watch', 'process')

export const metrics = Object.freeze([
  requests(
    'http.server.request.duration',
    's',
    'histogram',
    ['http.request.method', 'http.route', 'http.response.status_code'],
    { en: 'duration of HTTP requests', es: 'duración de las peticiones HTTP' },
  ),
  requests('http.server.active_requests', '{request}', 'gauge', [], {
    en: 'requests in work',
    es: 'peticiones en curso',
  }),
  requests(
    'db.client.operation.duration',
    's',
    'histogram',
    ['db.system.name', database, 'db.operation.name', 'error.type'],
    {
      en: 'duration of requests to a database; its count is the throughput',
      es: 'duración de las peticiones a una base de datos; su cuenta es el rendimiento',
    },
  ),
  requests('acervo.operation.total', '{operation}', 'counter', [], {
    en: 'requests to databases',
    es: 'peticiones a bases de datos',
  }),
  requests('acervo.operation.failed', '{operation}', 'counter', [], {
    en: 'requests that the database failed: no answer, no connection, no time, something unexpected',
    es: 'peticiones en que falló la base de datos: sin respuesta, sin conexión, sin tiempo o algo inesperado',
  }),
  requests('acervo.operation.slow', '{operation}', 'counter', [], {
    en: 'requests to databases that took more than 1 s',
    es: 'peticiones a bases de datos que tardaron más de 1 s',
  }),
  requests('acervo.context.refused', '{operation}', 'counter', [], {
    en: 'requests for rows outside what the principal may see or write, or without a purpose or an elevation in force',
    es: 'peticiones de filas fuera de lo que puede ver o escribir quien pide, o sin finalidad o elevación vigente',
  }),
  requests('acervo.http.failed', '{request}', 'counter', [], {
    en: 'HTTP answers of 500 and above',
    es: 'respuestas HTTP de 500 en adelante',
  }),
  requests('process.uptime', 's', 'gauge', [], {
    en: 'time since the process began',
    es: 'tiempo desde que empezó el proceso',
  }),

  connections('db.client.connection.count', '{connection}', 'gauge', [], {
    en: 'open connections',
    es: 'conexiones abiertas',
  }),
  connections('db.client.connection.idle', '{connection}', 'gauge', [], {
    en: 'open connections that nobody uses',
    es: 'conexiones abiertas que nadie usa',
  }),
  connections('db.client.connection.max', '{connection}', 'gauge', [], {
    en: 'connections that may be open',
    es: 'conexiones que pueden estar abiertas',
  }),
  connections('db.client.connection.pending_requests', '{request}', 'gauge', [], {
    en: 'who waits for a connection',
    es: 'quién espera una conexión',
  }),
  connections('db.client.connection.timeouts', '{timeout}', 'counter', [], {
    en: 'who waited for a connection in vain',
    es: 'quién esperó una conexión en vano',
  }),
  connections('acervo.connection.waited', 's', 'counter', [], {
    en: 'time spent waiting for connections, by all',
    es: 'tiempo de espera de conexiones, entre todos',
  }),
  connections('acervo.connection.use', '1', 'gauge', [], {
    en: 'part of the connections that is in use',
    es: 'parte de las conexiones que está en uso',
  }),

  servers('acervo.server.up', '1', 'gauge', [server], {
    en: 'whether the server answers within 2 s',
    es: 'si el servidor responde en 2 s',
  }),
  servers('acervo.server.connection.use', '1', 'gauge', [server], {
    en: 'part of the connections of the server that is taken, by whomever',
    es: 'parte de las conexiones del servidor que está ocupada, por quien sea',
  }),
  servers('acervo.server.cache.hit_ratio', '1', 'gauge', [server], {
    en: 'blocks found in memory, of those asked for since the statistics began; told from 100,000 on',
    es: 'bloques hallados en memoria, de los pedidos desde que hay estadísticas; se dice desde 100.000',
  }),
  servers('postgresql.deadlocks', '{deadlock}', 'counter', [server], {
    en: 'deadlocks',
    es: 'interbloqueos',
  }),
  servers('acervo.server.transaction.age', 's', 'gauge', [server], {
    en: 'age of the oldest transaction that is open and idle or writing',
    es: 'edad de la transacción más antigua que está abierta',
  }),
  servers('acervo.server.lock.wait', 's', 'gauge', [server], {
    en: 'how long somebody has waited for a lock',
    es: 'cuánto lleva alguien esperando un bloqueo',
  }),
  servers('acervo.server.wraparound', '1', 'gauge', [server], {
    en: 'part of the transaction numbers that is used up before a freeze must come',
    es: 'parte de los números de transacción gastada antes de que deba llegar una congelación',
  }),
  servers('acervo.server.index.invalid', '{index}', 'gauge', [server], {
    en: 'indexes that a failed build left behind',
    es: 'índices que dejó una creación fallida',
  }),
  servers('postgresql.db_size', 'By', 'gauge', [server], {
    en: 'size of the physical database',
    es: 'tamaño de la base de datos física',
  }),
  servers('postgresql.replication.data_delay', 'By', 'gauge', [server, 'replication_client'], {
    en: 'WAL that a replica has yet to apply',
    es: 'WAL que le falta aplicar a una réplica',
  }),
  servers('postgresql.wal.lag', 's', 'gauge', [server, 'replication_client'], {
    en: 'how far a replica is behind in time, as it says itself',
    es: 'cuánto tiempo lleva de retraso una réplica, según dice ella',
  }),
  servers('acervo.server.slot.retained', 'By', 'gauge', [server, 'slot'], {
    en: 'WAL that is kept for a replication slot',
    es: 'WAL que se guarda para una ranura de replicación',
  }),
  servers('acervo.server.archive.age', 's', 'gauge', [server], {
    en: 'time since a WAL file was last archived, where WAL is archived and has come further',
    es: 'tiempo desde que se archivó un fichero de WAL, donde se archiva y ha avanzado',
  }),
  servers('acervo.server.archive.failing', '1', 'gauge', [server], {
    en: 'whether the last try to archive WAL failed',
    es: 'si falló el último intento de archivar WAL',
  }),
  servers('system.filesystem.utilization', '1', 'gauge', ['system.filesystem.mountpoint'], {
    en: 'part of the file system that is taken, of the folders of this process: data and backups',
    es: 'parte ocupada del sistema de ficheros, de las carpetas de este proceso: datos y copias',
  }),

  databases('acervo.database.up', '1', 'gauge', [database], {
    en: 'whether the database answers',
    es: 'si la base de datos responde',
  }),
  databases('acervo.migration.pending', '{migration}', 'gauge', [database], {
    en: 'migrations that are not applied yet',
    es: 'migraciones que aún no se han aplicado',
  }),
  databases('acervo.migration.failed', '{migration}', 'gauge', [database], {
    en: 'whether the last try to migrate the database failed',
    es: 'si falló el último intento de migrar la base de datos',
  }),
  databases('acervo.key.age', 's', 'gauge', [database], {
    en: 'age of the oldest data key that still encrypts',
    es: 'edad de la clave de datos más antigua que aún cifra',
  }),
  databases('acervo.saga.stuck', '{saga}', 'gauge', [server], {
    en: 'sagas that can neither go on nor back',
    es: 'sagas que no pueden ni seguir ni volver atrás',
  }),

  events('acervo.outbox.lag', 's', 'gauge', [database], {
    en: 'age of the oldest event that waits to be published',
    es: 'edad del evento más antiguo que espera su publicación',
  }),
  events('acervo.outbox.pending', '{event}', 'gauge', [database], {
    en: 'events that wait to be published',
    es: 'eventos que esperan su publicación',
  }),
  events('acervo.outbox.dead', '{event}', 'gauge', [database], {
    en: 'events that could not be published',
    es: 'eventos que no se pudieron publicar',
  }),
  events('acervo.outbox.blocked', '{aggregate}', 'gauge', [database], {
    en: 'aggregates that a dead event holds up',
    es: 'agregados que retiene un evento apartado',
  }),
  events('acervo.inbox.pending', '{event}', 'gauge', [database], {
    en: 'published events that no inbox holds yet',
    es: 'eventos publicados que aún no tiene ninguna bandeja',
  }),
  events('acervo.inbox.lag', 's', 'gauge', [database], {
    en: 'age of the oldest event that waits in an inbox',
    es: 'edad del evento más antiguo que espera en una bandeja',
  }),
  events('acervo.inbox.waiting', '{event}', 'gauge', [database], {
    en: 'events that wait in an inbox',
    es: 'eventos que esperan en una bandeja',
  }),
  events('acervo.inbox.dead', '{event}', 'gauge', [database], {
    en: 'events whose handler failed for good',
    es: 'eventos cuyo receptor falló definitivamente',
  }),
  events('acervo.inbox.rejected', '{event}', 'gauge', [database], {
    en: 'deliveries that were no event',
    es: 'entregas que no eran un evento',
  }),

  jobs('acervo.job.waiting', '{job}', 'gauge', ['job'], {
    en: 'jobs that are due or wait for their time',
    es: 'trabajos a los que les toca o que esperan su hora',
  }),
  jobs('acervo.job.due_age', 's', 'gauge', ['job'], {
    en: 'how long the job that is due longest has been due',
    es: 'desde cuándo le toca al trabajo más antiguo',
  }),
  jobs('acervo.job.failed', '{job}', 'gauge', ['job'], {
    en: 'jobs out of tries in the last hour',
    es: 'trabajos sin más intentos en la última hora',
  }),

  partitions('acervo.partition.ahead', '{month}', 'gauge', [database], {
    en: 'months that stand after the current one, of the table that has fewest',
    es: 'meses que hay tras el actual, en la tabla que tiene menos',
  }),

  backups('acervo.backup.age', 's', 'gauge', ['backup'], {
    en: 'age of the newest whole backup',
    es: 'edad de la copia entera más reciente',
  }),
  backups('acervo.backup.due', 's', 'gauge', ['backup'], {
    en: 'how long a declared backup is overdue',
    es: 'cuánto retraso lleva una copia declarada',
  }),
  backups('acervo.backup.broken', '{backup}', 'gauge', [], {
    en: 'backups in the store that are half or were changed',
    es: 'copias del almacén que están a medias o fueron cambiadas',
  }),
  backups('acervo.backup.unreadable', '1', 'gauge', [], {
    en: 'whether the store of backups cannot be read',
    es: 'si no se puede leer el almacén de copias',
  }),
  backups('acervo.drill.age', 's', 'gauge', [], {
    en: 'time since a backup was last restored for a trial; where none ever was, the age of the oldest backup',
    es: 'tiempo desde la última restauración de prueba; si no hubo ninguna, la edad de la copia más antigua',
  }),
  backups('acervo.drill.failed', '1', 'gauge', [], {
    en: 'whether the last drill failed',
    es: 'si falló el último simulacro',
  }),
  backups('acervo.recovery.point', 's', 'gauge', [], {
    en: 'RPO measured by the last drill: what a recovery would have lost',
    es: 'RPO medido en el último simulacro: lo que se habría perdido',
  }),
  backups('acervo.recovery.time', 's', 'gauge', [], {
    en: 'RTO measured by the last drill: what a recovery took',
    es: 'RTO medido en el último simulacro: lo que tardó la recuperación',
  }),

  audit('acervo.audit.seal_lag', 's', 'gauge', [database], {
    en: 'age of the oldest audit event that no checkpoint seals',
    es: 'edad del evento de auditoría más antiguo sin sellar',
  }),

  watch('acervo.watch.failed', '1', 'gauge', ['reader'], {
    en: 'whether the last try to read these figures failed',
    es: 'si falló el último intento de leer estas cifras',
  }),
  watch('acervo.watch.undelivered', '{message}', 'gauge', [], {
    en: 'messages of alerts that wait to be delivered after a failed try',
    es: 'avisos de alertas que esperan su entrega tras un intento fallido',
  }),
] as const)

export type MetricName = (typeof metrics)[number]['name']

const byName: ReadonlyMap<string, Metric> = new Map(metrics.map((one) => [one.name, one]))

export const findMetric = (name: string): Metric | undefined => byName.get(name)
