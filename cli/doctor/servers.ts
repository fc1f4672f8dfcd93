// What `acervo doctor` asks the servers: version, extensions, the rights of our own logins.
import type { Direct, Target } from '../../kernel/database/index.ts'
import { type Acervo, type DatabaseModel, isAcervoError } from '../../kernel/index.ts'
import { type Finding, fail, ok, warn } from './finding.ts'
import { checkMoves } from './moves.ts'

const versionWanted = 150_000

export async function checkTargets(
  { model, targets }: Acervo,
  isProduction: boolean,
): Promise<readonly Finding[]> {
  const byTarget = Map.groupBy(model.databases.values(), ({ schema }) => targets.of(schema))
  const findings = await Promise.all(
    [...byTarget].map(([target, databases]) => checkTarget(target, databases, isProduction)),
  )
  return findings.flat()
}

export async function checkHealth(acervo: Acervo): Promise<Finding> {
  const sick = (await acervo.health()).filter(({ status }) => status !== 'ok')
  const { size } = acervo.model.databases
  if (sick.length === 0)
    return ok('databases', { en: `all ${size} are well`, es: `las ${size} están bien` })
  const text = sick.map(({ database, reason = '' }) => `${database}: ${reason}`).join('; ')
  const isDown = sick.some(({ status }) => status === 'down')
  return (isDown ? fail : warn)('databases', text, 'acervo migrate status; acervo migrate apply')
}

async function checkTarget(
  target: Target,
  databases: readonly DatabaseModel[],
  isProduction: boolean,
): Promise<readonly Finding[]> {
  const name = target.engine === 'embedded' ? 'PGlite' : target.key
  try {
    const version = await target.serverVersion()
    const shown = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000} (${name})`
    const first =
      version < versionWanted
        ? fail('server', shown, { en: 'Use 15 or newer.', es: 'Use la 15 o posterior.' })
        : ok('server', shown)
    return [
      first,
      ...(isProduction && target.engine === 'embedded' ? [warn('engine', alone, toServer)] : []),
      ...(await checkRuntime(target, name)),
      ...(await checkOperator(target, databases, name, isProduction)),
    ]
  } catch (error) {
    const isOurs = isAcervoError(error)
    const message = error instanceof Error ? error.message : String(error)
    return [fail('server', `${name}: ${message}`, isOurs ? error.hint : undefined)]
  }
}

const alone = {
  en: 'the embedded database serves one process and has no replica',
  es: 'la base de datos integrada sirve a un solo proceso y no tiene réplica',
}
const toServer = {
  en: 'Set ACERVO_DATABASE_URL and ACERVO_MIGRATE_URL to a PostgreSQL server, or place each database on one (ACERVO_PLACEMENT).',
  es: 'Dé a ACERVO_DATABASE_URL y ACERVO_MIGRATE_URL un servidor PostgreSQL, o sitúe cada base en uno (ACERVO_PLACEMENT).',
}

/** The role that answers requests must own nothing that policies protect, nor step over them. */
async function checkRuntime(target: Target, name: string): Promise<readonly Finding[]> {
  const text = 'select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user'
  const [result] = await target.group({ settings: {} }, [{ text, values: [] }], {
    timeoutMs: 5_000,
  })
  const [role = '', isSuper, bypasses] = result?.rows[0] ?? []
  if (isSuper === 't' || bypasses === 't') {
    const message = {
      en: `${name}: ${role} may bypass policies`,
      es: `${name}: ${role} puede saltarse las políticas`,
    }
    const hint = {
      en: 'Give ACERVO_DATABASE_URL a login without SUPERUSER and BYPASSRLS.',
      es: 'Dé a ACERVO_DATABASE_URL un acceso sin SUPERUSER ni BYPASSRLS.',
    }
    return [fail('roles', message, hint)]
  }
  return [
    ok('roles', {
      en: `${name}: requests run as ${role}`,
      es: `${name}: las peticiones se ejecutan como ${role}`,
    }),
  ]
}

async function checkOperator(
  target: Target,
  databases: readonly DatabaseModel[],
  name: string,
  isProduction: boolean,
): Promise<readonly Finding[]> {
  const direct = await target.direct()
  try {
    const findings = [await checkExtensions(direct, databases, name)]
    if (target.engine === 'postgres') findings.push(...(await checkMoves(direct, name)))
    if (isProduction && target.engine === 'postgres')
      findings.push(...(await checkSettings(direct, name)))
    return findings
  } finally {
    await direct.close()
  }
}

async function checkExtensions(
  direct: Direct,
  databases: readonly DatabaseModel[],
  name: string,
): Promise<Finding> {
  const objects = databases.flatMap((database) => database.objects)
  const wanted = new Set(objects.flatMap((one) => (one.type === 'extension' ? [one.name] : [])))
  const { rows } = await direct.script('select name from pg_available_extensions')
  const available = new Set(rows.map(([extension]) => extension))
  const missing = [...wanted].filter((extension) => !available.has(extension))
  if (missing.length === 0) return ok('extensions', `${name}: ${[...wanted].join(', ') || '–'}`)
  const message = {
    en: `${name} lacks ${missing.join(', ')}`,
    es: `a ${name} le falta ${missing.join(', ')}`,
  }
  return fail('extensions', message, {
    en: 'Install the packages of the server, such as postgresql-contrib and pgvector.',
    es: 'Instale los paquetes del servidor, como postgresql-contrib y pgvector.',
  })
}

/** Settings under which a committed row may be lost or connections run out. */
async function checkSettings(direct: Direct, name: string): Promise<readonly Finding[]> {
  const { rows } = await direct.script(
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'ssl')",
  )
  const setting = new Map(rows.map(([key, value]) => [key, value]))
  const findings: Finding[] = []
  for (const key of ['fsync', 'full_page_writes']) {
    if (setting.get(key) === 'off') {
      const message = { en: `${name}: ${key} is off`, es: `${name}: ${key} está en off` }
      findings.push(fail('durability', message, `alter system set ${key} = on`))
    }
  }
  if (setting.get('synchronous_commit') === 'off') {
    const message = {
      en: `${name}: synchronous_commit is off`,
      es: `${name}: synchronous_commit está en off`,
    }
    const hint = {
      en: 'The last moments before a crash may be lost; set it to on.',
      es: 'Una caída puede perder los últimos instantes; póngalo en on.',
    }
    findings.push(warn('durability', message, hint))
  }
  if (setting.get('ssl') === 'off') {
    const message = {
      en: `${name}: the server offers no TLS`,
      es: `${name}: el servidor no ofrece TLS`,
    }
    const hint = {
      en: 'Set ssl = on with a certificate.',
      es: 'Ponga ssl = on con un certificado.',
    }
    findings.push(warn('tls', message, hint))
  }
  return findings
}
