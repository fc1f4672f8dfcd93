// The production checklist of AI-CORE, point by point (specification 003, lines 360-370): each is looked at, or it is
// said why nobody can.
import type { Config } from '../../config.ts'
import { schedulesOf } from '../../kernel/backup/index.ts'
import type { Acervo, DatabaseHealth } from '../../kernel/index.ts'
import { createCaller } from '../../outside/call.ts'
import { type Finding, fail, ok, unknown, warn } from './finding.ts'

const askMs = 3_000

/** Eleven lines, in the order of the checklist. */
export async function checkList(acervo: Acervo, config: Config): Promise<readonly Finding[]> {
  const health = await acervo.health()
  return [
    checkCreated(health),
    checkSettings(acervo, config),
    unknown('3 clients', said.clients),
    checkMigrated(health),
    unknown('5 seeds', said.seeds),
    await checkPooling(acervo),
    await checkTls(acervo),
    checkBackups(acervo, config),
    checkMonitoring(config),
    await checkAnswers(config),
    unknown('11 documents', said.documents),
  ]
}

function checkCreated(health: readonly DatabaseHealth[]): Finding {
  const missing = health.filter(({ status, version }) => status === 'down' || version === null)
  if (missing.length === 0)
    return ok('1 databases', { en: `all ${health.length} stand`, es: `están las ${health.length}` })
  const names = missing.map(({ database }) => database).join(', ')
  return fail('1 databases', names, 'acervo migrate apply')
}

function checkSettings({ engine }: Acervo, { given }: Config): Finding {
  const names = [...given.keys()].join(', ')
  if (engine === 'postgres') return ok('2 settings', names)
  return warn('2 settings', names || said.noSettings, said.engine)
}

function checkMigrated(health: readonly DatabaseHealth[]): Finding {
  const behind = health.filter(({ pending }) => pending > 0)
  if (health.some(({ status }) => status === 'down')) return unknown('4 migrations', said.down)
  if (behind.length === 0) return ok('4 migrations', said.current)
  const names = behind.map(({ database, pending }) => `${database}: ${pending}`).join(', ')
  return fail('4 migrations', names, 'acervo migrate status; acervo migrate apply')
}

/** What this process may open is less than the servers have to give. */
async function checkPooling({ targets, engine }: Acervo): Promise<Finding> {
  const { max } = targets.connections()
  if (engine !== 'postgres') return unknown('6 pooling', said.oneSession)
  const rooms = await Promise.all(
    targets.all().map(async (target) => {
      if (target.engine === 'embedded') return Number.POSITIVE_INFINITY
      const text = "select current_setting('max_connections')"
      const [found] = await target.group({ settings: {} }, [{ text, values: [] }])
      return Number(found?.rows[0]?.[0])
    }),
  )
  const least = Math.min(...rooms)
  const words = {
    en: `up to ${max} of this process, of ${least} that the smallest server gives`,
    es: `hasta ${max} de este proceso, de ${least} que da el servidor más pequeño`,
  }
  return max < least ? ok('6 pooling', words) : warn('6 pooling', words, 'max_connections')
}

/** Of the connection that is in use, not of what was asked for. */
async function checkTls({ targets, engine }: Acervo): Promise<Finding> {
  if (engine !== 'postgres') return unknown('7 tls', said.oneSession)
  const text = `select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false),
    inet_server_addr() is null or inet_client_addr() = inet_server_addr()`
  const plain: string[] = []
  for (const target of targets.all()) {
    if (target.engine === 'embedded') continue
    const [found] = await target.group({ settings: {} }, [{ text, values: [] }])
    const [isEncrypted, isHere] = found?.rows[0] ?? []
    if (isEncrypted !== 't') plain.push(`${target.key}${isHere === 't' ? ' (local)' : ''}`)
  }
  if (plain.length === 0) return ok('7 tls', said.encrypted)
  const isRemote = plain.some((one) => !one.endsWith(' (local)'))
  return (isRemote ? fail : warn)('7 tls', plain.join(', '), 'sslmode=verify-full')
}

function checkBackups({ model }: Acervo, { backupUrl }: Config): Finding {
  const names = schedulesOf(model).map(({ name, cron }) => `${name} (${cron})`)
  if (names.length === 0) return warn('8 backups', said.noSchedule, 'defineBackup')
  if (backupUrl === undefined) return fail('8 backups', said.nowhere, 'ACERVO_BACKUP_URL')
  return ok('8 backups', names.join(', '))
}

function checkMonitoring(config: Config): Finding {
  const { watchSeconds, alertWebhookUrl, alertMailUrl, otlpUrl } = config
  if (watchSeconds === 0) return fail('9 monitoring', said.noWatch, 'ACERVO_WATCH_SECONDS')
  const to = [
    ...(alertWebhookUrl === undefined ? [] : ['webhook']),
    ...(alertMailUrl === undefined ? [] : ['mail']),
    ...(otlpUrl === undefined ? [] : ['OTLP']),
  ]
  if (to.length > 0) return ok('9 monitoring', to.join(', '))
  return warn(
    '9 monitoring',
    said.nobody,
    'ACERVO_ALERT_WEBHOOK_URL; ACERVO_ALERT_MAIL_URL; /metrics',
  )
}

/** As a load balancer asks. */
async function checkAnswers({ host, port }: Config): Promise<Finding> {
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/health/ready`
  try {
    const call = createCaller({ hosts: [new URL(url).host] })
    const response = await call(url, { timeoutMs: askMs })
    await response.body?.cancel()
    const words = `${url}: ${response.status}`
    return response.ok ? ok('10 health', words) : fail('10 health', words, 'acervo health')
  } catch {
    return unknown('10 health', {
      en: `nobody answers at ${url}: acervo start does not run here`,
      es: `nadie responde en ${url}: acervo start no está en marcha aquí`,
    })
  }
}

const said = Object.freeze({
  clients: {
    en: 'Prisma clients are made in the build of whoever uses them; the client of Acervo needs none',
    es: 'los clientes de Prisma se generan donde se usan; el cliente de Acervo no necesita ninguno',
  },
  seeds: {
    en: 'what data a platform begins with only its operator knows',
    es: 'con qué datos empieza una plataforma solo lo sabe quien la opera',
  },
  documents: {
    en: 'the reference is made from the code and held to it by tests; of your own pages nobody can tell',
    es: 'la referencia se hace del código y los tests la comprueban; de sus propias páginas nadie puede saber',
  },
  noSettings: { en: 'nothing is set', es: 'no hay nada configurado' },
  engine: {
    en: 'Set ACERVO_DATABASE_URL and ACERVO_MIGRATE_URL, or ACERVO_PLACEMENT.',
    es: 'Dé valor a ACERVO_DATABASE_URL y ACERVO_MIGRATE_URL, o a ACERVO_PLACEMENT.',
  },
  down: { en: 'a database does not answer', es: 'una base de datos no responde' },
  current: { en: 'none is pending', es: 'no hay ninguna pendiente' },
  oneSession: {
    en: 'the embedded database is in the process: it has no connections',
    es: 'la base integrada está en el proceso: no tiene conexiones',
  },
  encrypted: {
    en: 'all connections are encrypted',
    es: 'todas las conexiones están cifradas',
  },
  noSchedule: { en: 'no system declares a backup', es: 'ningún sistema declara una copia' },
  nowhere: {
    en: 'nobody said where backups are kept: none is made by the clock',
    es: 'nadie ha dicho dónde se guardan las copias: ninguna se hace por el reloj',
  },
  noWatch: { en: 'the watch is turned off', es: 'la vigilancia está apagada' },
  nobody: {
    en: 'alerts are kept and nobody is told of them',
    es: 'las alertas se guardan y no se avisa a nadie',
  },
})
