// The rules of alerts, as data. Thresholds are where somebody has to act, and each may be set by the operator. Long
// because it is a list.
import type { Words } from './metric.ts'
import type { MetricName } from './metrics.ts'
import type { AlertRule, Severity } from './rule.ts'

type More = Pick<AlertRule, 'risesOver' | 'per'>

const rule =
  (severity: Severity, compare: AlertRule['compare']) =>
  (
    name: string,
    metric: MetricName,
    threshold: number,
    forSeconds: number,
    says: Words,
    advice: Words,
    more: More = {},
  ): AlertRule =>
    Object.freeze({
      name,
      metric,
      compare,
      threshold,
      forSeconds,
      severity,
      says,
      advice,
      ...more,
    })

const critical = rule('critical', 'above')
const warning = rule('warning', 'above')
const tooLow = rule('critical', 'below')
const low = rule('warning', 'below')

const same = (text: string): Words => ({ en: text, es: text })

const day = 86_400
const fiveMinutes = 300

export const rules: readonly AlertRule[] = Object.freeze([
  tooLow(
    'server-down',
    'acervo.server.up',
    1,
    15,
    { en: 'a database server does not answer', es: 'un servidor de bases de datos no responde' },
    same('acervo doctor'),
  ),
  critical(
    'migration-failed',
    'acervo.migration.failed',
    0,
    0,
    { en: 'a migration failed', es: 'falló una migración' },
    same('acervo migrate status; acervo migrate apply'),
  ),
  warning(
    'migration-pending',
    'acervo.migration.pending',
    0,
    30,
    {
      en: 'this code has migrations that a database does not',
      es: 'este código tiene migraciones que una base de datos no tiene',
    },
    same('acervo migrate status; acervo migrate apply'),
  ),
  warning(
    'pool-full',
    'acervo.connection.use',
    0.9,
    30,
    {
      en: 'more than 90 % of the connections are in use',
      es: 'más del 90 % de las conexiones están en uso',
    },
    {
      en: 'Find what holds them: acervo.server.transaction.age, db.client.operation.duration; then raise connection_limit.',
      es: 'Busque qué las retiene: acervo.server.transaction.age, db.client.operation.duration; luego suba connection_limit.',
    },
  ),
  critical(
    'pool-timeouts',
    'db.client.connection.timeouts',
    0,
    0,
    {
      en: 'requests waited for a connection in vain',
      es: 'hubo peticiones que esperaron una conexión en vano',
    },
    same('acervo doctor; ACV311'),
    { risesOver: fiveMinutes },
  ),
  warning(
    'slow-operations',
    'acervo.operation.slow',
    0.01,
    0,
    {
      en: 'more than 1 % of the requests to databases take more than 1 s',
      es: 'más del 1 % de las peticiones a bases de datos tardan más de 1 s',
    },
    {
      en: 'db.client.operation.duration says of which database and which verb; pg_stat_statements which statement.',
      es: 'db.client.operation.duration dice de qué base y verbo; pg_stat_statements, qué sentencia.',
    },
    { risesOver: fiveMinutes, per: { metric: 'acervo.operation.total', least: 20 } },
  ),
  critical(
    'operations-fail',
    'acervo.operation.failed',
    0.05,
    0,
    {
      en: 'more than 5 % of the requests to databases fail',
      es: 'falla más del 5 % de las peticiones a bases de datos',
    },
    same('acervo health; acervo doctor'),
    { risesOver: fiveMinutes, per: { metric: 'acervo.operation.total', least: 20 } },
  ),
  critical(
    'http-fails',
    'acervo.http.failed',
    5,
    0,
    { en: 'HTTP answers of 500 and above', es: 'respuestas HTTP de 500 en adelante' },
    { en: 'The log tells each with its request id.', es: 'El registro dice cada una con su id.' },
    { risesOver: fiveMinutes },
  ),
  warning(
    'context-refused',
    'acervo.context.refused',
    10,
    0,
    {
      en: 'somebody asks again and again for rows that are not theirs',
      es: 'alguien pide una y otra vez filas que no son suyas',
    },
    {
      en: 'The log names key, address and request id: a faulty client or an attempt.',
      es: 'El registro nombra clave, dirección e id: un cliente defectuoso o un intento.',
    },
    { risesOver: fiveMinutes },
  ),
  critical(
    'server-connections',
    'acervo.server.connection.use',
    0.9,
    30,
    {
      en: 'a server has given away more than 90 % of its connections',
      es: 'un servidor ha repartido más del 90 % de sus conexiones',
    },
    same('select * from pg_stat_activity; max_connections'),
  ),
  low(
    'cache-cold',
    'acervo.server.cache.hit_ratio',
    0.9,
    30,
    {
      en: 'more than 10 % of the blocks come from the disk',
      es: 'más del 10 % de los bloques vienen del disco',
    },
    same('shared_buffers; pg_stat_statements'),
  ),
  warning(
    'deadlocks',
    'postgresql.deadlocks',
    0,
    0,
    {
      en: 'transactions blocked each other for good',
      es: 'hubo transacciones que se bloquearon entre sí',
    },
    same('ACV309; log_lock_waits'),
    { risesOver: fiveMinutes },
  ),
  warning(
    'transaction-old',
    'acervo.server.transaction.age',
    600,
    0,
    {
      en: 'a transaction has been open for more than 10 minutes',
      es: 'una transacción lleva abierta más de 10 minutos',
    },
    same('select pid, xact_start, state from pg_stat_activity order by xact_start'),
  ),
  warning(
    'lock-wait',
    'acervo.server.lock.wait',
    30,
    0,
    {
      en: 'somebody has waited for a lock for more than 30 s',
      es: 'alguien lleva más de 30 s esperando un bloqueo',
    },
    same('select pg_blocking_pids(pid), * from pg_stat_activity'),
  ),
  critical(
    'wraparound-near',
    'acervo.server.wraparound',
    0.5,
    30,
    {
      en: 'half of the transaction numbers are used up: something keeps vacuum from freezing',
      es: 'se ha gastado la mitad de los números de transacción: algo impide congelar a vacuum',
    },
    same('vacuum (freeze, verbose)'),
  ),
  warning(
    'index-invalid',
    'acervo.server.index.invalid',
    0,
    30,
    {
      en: 'an index build failed and left an index that only costs',
      es: 'falló la creación de un índice y quedó uno que solo cuesta',
    },
    same('acervo migrate status; acervo migrate apply'),
  ),
  warning(
    'replica-behind',
    'postgresql.replication.data_delay',
    256 * 1_048_576,
    30,
    {
      en: 'a replica is more than 256 MB of WAL behind',
      es: 'a una réplica le faltan más de 256 MB de WAL',
    },
    same('select * from pg_stat_replication'),
  ),
  critical(
    'slot-retains',
    'acervo.server.slot.retained',
    10 * 1_073_741_824,
    30,
    {
      en: 'more than 10 GB of WAL are kept for a replication slot that nobody reads',
      es: 'se guardan más de 10 GB de WAL para una ranura de replicación que nadie lee',
    },
    same('select * from pg_replication_slots; pg_drop_replication_slot; max_slot_wal_keep_size'),
  ),
  critical(
    'archive-fails',
    'acervo.server.archive.failing',
    0,
    30,
    { en: 'WAL cannot be archived', es: 'no se puede archivar el WAL' },
    same('select * from pg_stat_archiver; archive_command'),
  ),
  critical(
    'archive-late',
    'acervo.server.archive.age',
    600,
    0,
    {
      en: 'a finished WAL file has not been archived for more than 10 minutes',
      es: 'un fichero de WAL terminado lleva más de 10 minutos sin archivar',
    },
    same('select * from pg_stat_archiver; archive_command'),
  ),
  critical(
    'disk-full',
    'system.filesystem.utilization',
    0.8,
    30,
    { en: 'less than 20 % of a disk is free', es: 'queda libre menos del 20 % de un disco' },
    {
      en: 'Make room: a full disk stops PostgreSQL.',
      es: 'Haga sitio: un disco lleno detiene PostgreSQL.',
    },
  ),
  warning(
    'outbox-late',
    'acervo.outbox.lag',
    60,
    0,
    {
      en: 'an event has waited for more than a minute to be published',
      es: 'un evento lleva más de un minuto esperando su publicación',
    },
    same('acervo events lag'),
  ),
  critical(
    'outbox-dead',
    'acervo.outbox.dead',
    0,
    0,
    {
      en: 'an event could not be published and holds up those after it',
      es: 'un evento no se pudo publicar y retiene a los siguientes',
    },
    same('acervo events dead list; acervo events replay'),
  ),
  warning(
    'inbox-late',
    'acervo.inbox.lag',
    60,
    0,
    {
      en: 'an event has waited in an inbox for more than a minute',
      es: 'un evento lleva más de un minuto esperando en una bandeja',
    },
    same('acervo events lag'),
  ),
  critical(
    'inbox-dead',
    'acervo.inbox.dead',
    0,
    0,
    {
      en: 'an event could not be applied',
      es: 'un evento no se pudo aplicar',
    },
    same('acervo events dead list; acervo events dead show'),
  ),
  warning(
    'inbox-rejects',
    'acervo.inbox.rejected',
    0,
    0,
    { en: 'something was delivered that is no event', es: 'se entregó algo que no es un evento' },
    same('select * from acervo.rejected_event'),
  ),
  critical(
    'saga-stuck',
    'acervo.saga.stuck',
    0,
    0,
    {
      en: 'a saga can neither go on nor back',
      es: 'una saga no puede ni seguir ni volver atrás',
    },
    same("select * from acervo.saga where state = 'STUCK'"),
  ),
  critical(
    'job-failed',
    'acervo.job.failed',
    0,
    0,
    { en: 'a job failed and is not tried again', es: 'un trabajo falló y no se reintenta' },
    {
      en: 'The log of acervo start tells why (ACV523).',
      es: 'El registro de acervo start dice por qué (ACV523).',
    },
  ),
  warning(
    'job-late',
    'acervo.job.due_age',
    300,
    0,
    {
      en: 'a job has been due for more than 5 minutes and nobody takes it',
      es: 'hace más de 5 minutos que a un trabajo le toca y nadie lo toma',
    },
    same('acervo start'),
  ),
  low(
    'months-short',
    'acervo.partition.ahead',
    1,
    30,
    {
      en: 'the next month of a partitioned table is not there: rows of it will be refused',
      es: 'falta el mes siguiente de una tabla particionada: se rechazarán sus filas',
    },
    {
      en: 'acervo start makes months with the rights of ACERVO_MIGRATE_URL.',
      es: 'acervo start hace los meses con los permisos de ACERVO_MIGRATE_URL.',
    },
  ),
  critical(
    'backup-late',
    'acervo.backup.due',
    7_200,
    0,
    {
      en: 'a backup that a system declares is more than two hours late',
      es: 'una copia que declara un sistema lleva más de dos horas de retraso',
    },
    same('acervo backup list; acervo backup create'),
  ),
  critical(
    'backup-broken',
    'acervo.backup.broken',
    0,
    30,
    {
      en: 'a backup in the store is half or was changed',
      es: 'una copia del almacén está a medias o fue cambiada',
    },
    same('acervo backup list; acervo backup verify'),
  ),
  critical(
    'backup-unreadable',
    'acervo.backup.unreadable',
    0,
    30,
    { en: 'the store of backups cannot be read', es: 'no se puede leer el almacén de copias' },
    same('acervo backup list'),
  ),
  warning(
    'drill-late',
    'acervo.drill.age',
    2 * day,
    0,
    {
      en: 'no backup has been restored for a trial for two days',
      es: 'hace dos días que no se restaura ninguna copia de prueba',
    },
    same('acervo backup drill'),
  ),
  critical(
    'drill-failed',
    'acervo.drill.failed',
    0,
    0,
    {
      en: 'the last backup that was restored for a trial did not come back as it was',
      es: 'la última copia restaurada de prueba no volvió como era',
    },
    same('acervo backup list; acervo backup drill'),
  ),
  warning(
    'recovery-slow',
    'acervo.recovery.time',
    4 * 3_600,
    0,
    {
      en: 'a recovery takes more than 4 hours, as measured by the last drill',
      es: 'una recuperación tarda más de 4 horas, medida en el último simulacro',
    },
    same('acervo backup drill'),
  ),
  critical(
    'seal-late',
    'acervo.audit.seal_lag',
    60,
    0,
    {
      en: 'what was audited has waited for its seal for more than a minute',
      es: 'lo auditado lleva más de un minuto sin sellar',
    },
    same('acervo audit verify'),
  ),
  warning(
    'key-old',
    'acervo.key.age',
    365 * day,
    0,
    {
      en: 'a data key is older than a year and still encrypts',
      es: 'una clave de datos tiene más de un año y aún cifra',
    },
    same('acervo secrets rotate'),
  ),
  warning(
    'watch-fails',
    'acervo.watch.failed',
    0,
    30,
    {
      en: 'some of the figures that alerts are made of cannot be read',
      es: 'no se pueden leer algunas de las cifras de las que salen las alertas',
    },
    same('acervo alerts list; acervo doctor'),
  ),
  warning(
    'alerts-undelivered',
    'acervo.watch.undelivered',
    0,
    30,
    {
      en: 'messages of alerts cannot be delivered to one of their receivers',
      es: 'no se pueden entregar los avisos de alertas a uno de sus destinos',
    },
    same('acervo alerts test'),
  ),
])
