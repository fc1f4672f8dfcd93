// The only reader of the environment: every ACERVO_ variable, checked, as one frozen value.
// What a connection string or a placement file may say inside is the kernel's to judge, not this file's.
// Long because half of it is the list of variables, which docs and `acervo config` are made from.
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { AcervoError, nearestHint } from './kernel/errors/index.ts'

export interface Text {
  readonly en: string
  readonly es: string
}

export interface Variable {
  readonly name: string
  readonly meaning: Text
  readonly fallback?: string
  /** Never printed whole, and also read from the file that `<name>_FILE` names. */
  readonly secret: boolean
  /** Checked and shown, but nothing of this version acts on it. */
  readonly reserved: boolean
  /** What would be allowed, when the value is not. */
  readonly check?: (value: string) => string | undefined
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

export type Language = keyof Text

export interface Config {
  readonly databaseUrl: string | undefined
  readonly migrateUrl: string | undefined
  /** Of `databaseUrl`'s server: reads may go there. */
  readonly replicaUrl: string | undefined
  readonly dataDirectory: string
  readonly placementFile: string | undefined
  /** Unset: keys.json in the data directory. */
  readonly keyFile: string | undefined
  readonly plainHosts: readonly string[]
  readonly host: string
  readonly port: number
  /** Undefined: all of the project. */
  readonly systems: readonly string[] | undefined
  /** What `start` serves; undefined: all. */
  readonly databases: readonly string[] | undefined
  readonly logLevel: string
  /** Unset: events travel inside PostgreSQL. */
  readonly natsUrl: string | undefined
  /** Paths, as they were given. */
  readonly natsFiles: Readonly<
    Record<'ca' | 'certificate' | 'key' | 'credentials', string | undefined>
  >
  /** Where browsers find the server; `https` where a proxy speaks TLS. */
  readonly publicUrl: string | undefined
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[]
  /** Addresses or networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** Requests a second of a key that says nothing itself. */
  readonly keyRate: number | undefined
  /** Requests a second of an address without a valid key. */
  readonly addressRate: number
  /** `host` or `host:port` of the own network that may be called. */
  readonly outsideHosts: readonly string[]
  /** A URL or a path; unset: backups in the data directory, and none by the clock. */
  readonly backupUrl: string | undefined
  /** A URL or a path; unset: archives in the data directory, and none by the clock. */
  readonly archiveUrl: string | undefined
  /** `none` alone: not sealed, and meant so. */
  readonly backupRecipients: readonly string[]
  /** Of tables with encrypted columns. */
  readonly backupRecipientsApart: readonly string[]
  readonly backupIdentityFile: string | undefined
  /** Of a store of S3. */
  readonly s3: {
    readonly keyId: string | undefined
    readonly secret: string | undefined
    readonly region: string
  }
  /** An empty database for drills; unset: an embedded one in a temporary folder. */
  readonly backupDrillUrl: string | undefined
  /** Verifier keys of those whose backups and drills are believed; empty: this machine's own, where it has one. */
  readonly backupVerifiers: readonly string[]
  /** Where messages of alerts go, and the secret that signs them. */
  readonly alertWebhookUrl: string | undefined
  readonly alertWebhookSecret: string | undefined
  readonly alertMailUrl: string | undefined
  readonly alertMailFrom: string
  readonly alertMailTo: readonly string[]
  /** JSON file with thresholds of one's own. */
  readonly alertRulesFile: string | undefined
  /** Between two looks at the platform. */
  readonly watchSeconds: number
  readonly otlpUrl: string | undefined
  readonly sentryDsn: string | undefined
  /** A login with REPLICATION; unset: the migrator. */
  readonly replicationUrl: string | undefined
  /** Folder of pg_basebackup and the others; unset: where packages put them. */
  readonly postgresPrograms: string | undefined
  /** Issuers to sign in at, by system. */
  readonly signInFile: string | undefined
  readonly language: Language
  /** Every variable that was given, by name, with where it came from. */
  readonly given: ReadonlyMap<string, Given>
}

export interface Given {
  readonly value: string
  /** `environment`, the path of a `..._FILE`, or an option such as `--port`. */
  readonly source: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** @throws ACV606 with every mistake at once. */
export function readConfig(
  environment: Environment = process.env,
  overrides: ReadonlyMap<string, Given> = new Map(),
): Config {
  const mistakes: Mistake[] = findMisspelt(environment)
  const given = new Map<string, Given>()
  for (const variable of variables) {
    const found = overrides.get(variable.name) ?? read(environment, variable, mistakes)
    if (found === undefined) continue
    given.set(variable.name, found)
    const wrong = variable.check?.(found.value)
    if (wrong !== undefined) mistakes.push(toMistake(variable, found, wrong))
  }
  if (mistakes.length > 0) throw toError(mistakes)
  return toConfig(given, readLanguage(environment))
}

/** The name, default and meaning of every variable: `acervo config` and the reference page. */
export function describeConfig(): readonly Variable[] {
  return variables
}

/** LC_ALL wins over LC_MESSAGES and LANG, as everywhere. */
export function readLanguage(environment: Environment = process.env): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^es([_.@-]|$)/i.test(locale) ? 'es' : 'en'
}

/** A secret as it may be shown: of a URL who and where, of anything else nothing. */
export function maskSecret(value: string): string {
  if (!URL.canParse(value)) return '***'
  const url = new URL(value)
  // Only of PostgreSQL is the user's name no secret: elsewhere it may be a token.
  const name = url.protocol.startsWith('postgres') ? url.username : '***'
  const login = `${url.username && name}${url.password && ':***'}`
  const user = login === '' ? '' : `${login}@`
  return `${url.protocol}//${user}${url.host}${url.pathname}${url.search === '' ? '' : '?***'}`
}

interface Mistake {
  readonly message: string
  readonly details: string
  readonly hint: string
}

function toConfig(given: ReadonlyMap<string, Given>, language: Language): Config {
  const text = (name: string): string | undefined =>
    given.get(name)?.value ?? variables.find((variable) => variable.name === name)?.fallback
  const list = (name: string): readonly string[] | undefined => {
    const names = text(name)
      ?.split(',')
      .map((one) => one.trim())
    return names === undefined ? undefined : Object.freeze(names.filter((one) => one !== ''))
  }
  return Object.freeze({
    databaseUrl: text('ACERVO_DATABASE_URL'),
    migrateUrl: text('ACERVO_MIGRATE_URL'),
    replicaUrl: text('ACERVO_REPLICA_URL'),
    dataDirectory: text('ACERVO_DATA_DIR') as string,
    placementFile: text('ACERVO_PLACEMENT'),
    keyFile: text('ACERVO_KEY_FILE'),
    plainHosts: list('ACERVO_PLAIN_HOSTS') ?? [],
    host: text('ACERVO_HOST') as string,
    port: Number(text('ACERVO_PORT')),
    systems: list('ACERVO_SYSTEMS'),
    databases: list('ACERVO_DATABASES'),
    logLevel: text('ACERVO_LOG_LEVEL') as string,
    natsUrl: text('ACERVO_NATS_URL'),
    natsFiles: {
      ca: text('ACERVO_NATS_CA_FILE'),
      certificate: text('ACERVO_NATS_CERT_FILE'),
      key: text('ACERVO_NATS_KEY_FILE'),
      credentials: text('ACERVO_NATS_CREDENTIALS_FILE'),
    },
    publicUrl: text('ACERVO_PUBLIC_URL'),
    corsOrigins: list('ACERVO_CORS_ORIGINS') ?? [],
    trustedProxies: list('ACERVO_TRUSTED_PROXIES') ?? [],
    keyRate: given.has('ACERVO_KEY_RATE') ? Number(text('ACERVO_KEY_RATE')) : undefined,
    addressRate: Number(text('ACERVO_ADDRESS_RATE')),
    outsideHosts: list('ACERVO_OUTSIDE_HOSTS') ?? [],
    backupUrl: text('ACERVO_BACKUP_URL'),
    archiveUrl: text('ACERVO_ARCHIVE_URL'),
    backupRecipients: list('ACERVO_BACKUP_RECIPIENTS') ?? [],
    backupRecipientsApart: list('ACERVO_BACKUP_RECIPIENTS_APART') ?? [],
    backupIdentityFile: text('ACERVO_BACKUP_IDENTITY_FILE'),
    s3: Object.freeze({
      keyId: text('ACERVO_BUCKET_KEY_ID'),
      secret: text('ACERVO_BUCKET_SECRET'),
      region: text('ACERVO_BUCKET_REGION') as string,
    }),
    backupDrillUrl: text('ACERVO_BACKUP_DRILL_URL'),
    backupVerifiers: list('ACERVO_BACKUP_VERIFIERS') ?? [],
    alertWebhookUrl: text('ACERVO_ALERT_WEBHOOK_URL'),
    alertWebhookSecret: text('ACERVO_ALERT_WEBHOOK_SECRET'),
    alertMailUrl: text('ACERVO_ALERT_MAIL_URL'),
    alertMailFrom: text('ACERVO_ALERT_MAIL_FROM') as string,
    alertMailTo: list('ACERVO_ALERT_MAIL_TO') ?? [],
    alertRulesFile: text('ACERVO_ALERT_RULES'),
    watchSeconds: Number(text('ACERVO_WATCH_SECONDS')),
    otlpUrl: text('ACERVO_OTLP_URL'),
    sentryDsn: text('ACERVO_SENTRY_DSN'),
    replicationUrl: text('ACERVO_REPLICATION_URL'),
    postgresPrograms: text('ACERVO_POSTGRES_PROGRAMS'),
    signInFile: text('ACERVO_SIGN_IN_FILE'),
    language,
    given,
  })
}

/** A variable that is set to nothing is not set. */
function read(
  environment: Environment,
  variable: Variable,
  mistakes: Mistake[],
): Given | undefined {
  const value = environment[variable.name]
  if (!variable.secret) return value ? { value, source: 'environment' } : undefined
  const path = environment[`${variable.name}_FILE`]
  if (!path) return value ? { value, source: 'environment' } : undefined
  if (value) {
    mistakes.push({
      message: `${variable.name} and ${variable.name}_FILE are both set`,
      details: 'the two may differ, and neither wins',
      hint: 'Unset one of them.',
    })
    return undefined
  }
  try {
    return { value: readFileSync(path, 'utf8').trim(), source: path }
  } catch (error) {
    mistakes.push({
      message: `${variable.name}_FILE names a file that cannot be read`,
      details: `${path}: ${(error as NodeJS.ErrnoException).code}`,
      hint: 'Give the path of a file that this user may read.',
    })
    return undefined
  }
}

/** A name nobody reads is a setting that silently does nothing. */
function findMisspelt(environment: Environment): Mistake[] {
  const known = variables.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]))
  return Object.keys(environment)
    .filter((name) => name.startsWith('ACERVO_') && !name.startsWith('ACERVO_TEST_'))
    .filter((name) => !known.includes(name))
    .map((name) => ({
      message: `${name} is no variable of Acervo`,
      details: 'set in the environment; the known names are listed by `acervo config`',
      hint: nearestHint(name, known),
    }))
}

function toMistake(variable: Variable, given: Given, allowed: string): Mistake {
  const name = given.source.startsWith('--') ? given.source : variable.name
  const shown = variable.secret ? maskSecret(given.value) : given.value
  return {
    message: `${name} is '${shown}'`,
    details: `allowed: ${allowed}`,
    hint: `Correct ${name}${variable.fallback ? `, or leave it out for ${variable.fallback}` : ''}.`,
  }
}

function toError(mistakes: readonly Mistake[]): AcervoError {
  const [first, ...others] = mistakes as [Mistake, ...Mistake[]]
  if (others.length === 0) return new AcervoError('ACV606', first.message, first)
  return new AcervoError('ACV606', `${mistakes.length} settings are wrong`, {
    details: mistakes.map(({ message, details }) => `${message} (${details})`).join('\n'),
    hint: mistakes.map(({ hint }) => hint).join(' '),
  })
}

type Check = (value: string) => string | undefined

function plain(
  name: string,
  check: Check | undefined,
  fallback: string | undefined,
  meaning: Text,
) {
  return Object.freeze({
    name,
    meaning,
    secret: false,
    reserved: false,
    ...(check === undefined ? {} : { check }),
    ...(fallback === undefined ? {} : { fallback }),
  })
}

function secret(name: string, check: Check, meaning: Text): Variable {
  return Object.freeze({ name, meaning, secret: true, reserved: false, check })
}

function reserved(variable: Variable): Variable {
  return Object.freeze({ ...variable, reserved: true })
}

function isUrl(...schemes: readonly string[]): Check {
  const allowed = `a URL that begins with ${schemes.map((one) => `${one}://`).join(' or ')}`
  return (value) => (schemes.some((one) => value.startsWith(`${one}://`)) ? undefined : allowed)
}

function isPort(least: number): Check {
  return (value) =>
    /^\d{1,5}$/.test(value) && Number(value) >= least && Number(value) <= 65_535
      ? undefined
      : `a whole number from ${least} to 65535`
}

function isRate(value: string): string | undefined {
  const isNumber = /^\d{1,6}(\.\d{1,3})?$/.test(value) && Number(value) > 0
  return isNumber ? undefined : 'requests a second, more than 0'
}

function isSeconds(value: string): string | undefined {
  return /^\d{1,4}$/.test(value) ? undefined : 'whole seconds; 0 turns it off'
}

function isText(value: string): string | undefined {
  return value.length >= 8 ? undefined : 'at least 8 characters'
}

function isOrigins(value: string): string | undefined {
  const isOrigin = (one: string) => /^https?:/.test(one) && URL.parse(one)?.origin === one
  return value.split(',').every((one) => isOrigin(one.trim()))
    ? undefined
    : 'origins such as https://app.example, without a path, separated by commas'
}

function isNetworks(value: string): string | undefined {
  const isNetwork = (one: string) => {
    const [address = '', prefix = '0', ...more] = one.split('/')
    const bits = isIP(address) === 4 ? 32 : 128
    const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits
    return isIP(address) !== 0 && isPrefix && more.length === 0
  }
  return value.split(',').every((one) => isNetwork(one.trim()))
    ? undefined
    : 'addresses or networks such as 10.0.0.0/8, separated by commas'
}

function isOneOf(names: readonly string[]): Check {
  return (value) => (names.includes(value) ? undefined : names.join(', '))
}

function isStore(value: string): string | undefined {
  return /^(\.{0,2}\/|(file|s3|https?):\/\/)/.test(value)
    ? undefined
    : 'a path, or a URL that begins with file://, s3://, http:// or https://'
}

function isRecipients(value: string): string | undefined {
  const isOne = (one: string) => /^(none|age1\w+|gpg:.+)$/.test(one.trim())
  return value.split(',').every(isOne) ? undefined : 'age1... or gpg:<key>, or none'
}

function isVerifiers(value: string): string | undefined {
  const isOne = (one: string) => /^[^\s+]+\+[0-9a-f]{8}\+[\w+/=]{44}$/.test(one.trim())
  return value.split(',').every(isOne) ? undefined : 'keys such as acervo-backup+0a1b2c3d+...'
}

function isWord(value: string): string | undefined {
  return /^[!-~]+$/.test(value) ? undefined : 'one word'
}

function isHost(value: string): string | undefined {
  return /^[\w.:-]+$/.test(value) ? undefined : 'a host name or an IP address'
}

function isList(value: string): string | undefined {
  return value.split(',').some((one) => one.trim() !== '') ? undefined : 'names separated by commas'
}

const variables: readonly Variable[] = Object.freeze([
  secret('ACERVO_DATABASE_URL', isUrl('postgres', 'postgresql'), {
    en: 'PostgreSQL for the running platform; unset: the embedded database',
    es: 'PostgreSQL de la plataforma en marcha; sin valor: la base de datos integrada',
  }),
  secret('ACERVO_MIGRATE_URL', isUrl('postgres', 'postgresql'), {
    en: 'PostgreSQL login that migrates, never through a transaction pooler',
    es: 'acceso a PostgreSQL que migra, nunca a través de un pooler de transacciones',
  }),
  secret('ACERVO_REPLICA_URL', isUrl('postgres', 'postgresql'), {
    en: 'standby of the same server: REST and pages read there what they may; unset: the primary alone',
    es: 'réplica del mismo servidor: REST y las páginas leen allí lo que pueden; sin valor: solo el primario',
  }),
  plain('ACERVO_DATA_DIR', undefined, '.acervo', {
    en: 'folder of the embedded database, credentials and keys',
    es: 'carpeta de la base de datos integrada, las credenciales y las claves',
  }),
  plain('ACERVO_PLACEMENT', undefined, undefined, {
    en: 'JSON file: logical database or glob -> connection string',
    es: 'fichero JSON: base de datos lógica o patrón -> cadena de conexión',
  }),
  plain('ACERVO_PLAIN_HOSTS', undefined, undefined, {
    en: 'remote hosts to which a connection without TLS is allowed, separated by commas',
    es: 'servidores remotos a los que se permite conectar sin TLS, separados por comas',
  }),
  plain('ACERVO_HOST', isHost, '127.0.0.1', {
    en: 'address the server listens on',
    es: 'dirección en la que escucha el servidor',
  }),
  plain('ACERVO_PORT', isPort(0), '7411', {
    en: 'port the server listens on; 0 takes any free one',
    es: 'puerto en el que escucha el servidor; 0 toma uno libre',
  }),
  plain('ACERVO_PUBLIC_URL', isUrl('https', 'http'), undefined, {
    en: 'where browsers find the server; with https cookies are Secure and HSTS is sent',
    es: 'dónde encuentran los navegadores el servidor; con https las cookies son Secure y se envía HSTS',
  }),
  plain('ACERVO_CORS_ORIGINS', isOrigins, undefined, {
    en: 'origins whose pages may read answers with a key of their own, separated by commas; unset: none',
    es: 'orígenes cuyas páginas pueden leer respuestas con una clave propia, separados por comas; sin valor: ninguno',
  }),
  plain('ACERVO_TRUSTED_PROXIES', isNetworks, undefined, {
    en: 'proxies whose X-Forwarded-For is believed, separated by commas',
    es: 'proxies cuyo X-Forwarded-For se cree, separados por comas',
  }),
  plain('ACERVO_KEY_RATE', isRate, undefined, {
    en: 'requests a second of a key that has no rate of its own; unset: no limit',
    es: 'peticiones por segundo de una clave sin límite propio; sin valor: sin límite',
  }),
  plain('ACERVO_ADDRESS_RATE', isRate, '20', {
    en: 'requests a second of an address without a valid key',
    es: 'peticiones por segundo de una dirección sin clave válida',
  }),
  plain('ACERVO_SYSTEMS', isList, undefined, {
    en: 'systems to run, separated by commas; unset: all',
    es: 'sistemas que se ejecutan, separados por comas; sin valor: todos',
  }),
  plain('ACERVO_DATABASES', isList, undefined, {
    en: 'databases that start serves: codes, patterns (ss_*) and areas (area:insurance), separated by commas; unset: all',
    es: 'bases de datos que sirve start: códigos, patrones (ss_*) y áreas (area:insurance), separados por comas; sin valor: todas',
  }),
  plain('ACERVO_LOG_LEVEL', isOneOf(logLevels), 'info', {
    en: 'how much the server logs',
    es: 'cuánto anota el servidor en el registro',
  }),
  secret('ACERVO_NATS_URL', isUrl('nats', 'tls', 'ws', 'wss'), {
    en: 'NATS for events; unset: events travel inside PostgreSQL',
    es: 'NATS para los eventos; sin valor: los eventos viajan dentro de PostgreSQL',
  }),
  plain('ACERVO_NATS_CA_FILE', undefined, undefined, {
    en: 'PEM file of who signed the certificate of NATS, where the system does not know them; then it is TLS or none',
    es: 'fichero PEM de quien firmó el certificado de NATS, si el sistema no lo conoce; entonces, TLS o nada',
  }),
  plain('ACERVO_NATS_CERT_FILE', undefined, undefined, {
    en: 'PEM file of the certificate by which NATS knows us',
    es: 'fichero PEM del certificado por el que NATS nos conoce',
  }),
  plain('ACERVO_NATS_KEY_FILE', undefined, undefined, {
    en: 'PEM file of the key of that certificate',
    es: 'fichero PEM de la clave de ese certificado',
  }),
  plain('ACERVO_NATS_CREDENTIALS_FILE', undefined, undefined, {
    en: 'credentials file of a NATS user (JWT and seed)',
    es: 'fichero de credenciales de un usuario de NATS (JWT y semilla)',
  }),
  plain('ACERVO_OUTSIDE_HOSTS', isList, undefined, {
    en: 'hosts (or host:port) of the own network that may be called, separated by commas',
    es: 'servidores (o servidor:puerto) de la red propia a los que se puede llamar, separados por comas',
  }),
  plain('ACERVO_SIGN_IN_FILE', undefined, undefined, {
    en: 'JSON file (mode 600): the issuers at which people of each system may sign in',
    es: 'fichero JSON (modo 600): los emisores en los que puede iniciar sesión la gente de cada sistema',
  }),
  reserved(
    plain('ACERVO_MQTT_PORT', isPort(1), undefined, {
      en: 'port of the built-in MQTT broker; unset: none',
      es: 'puerto del broker MQTT integrado; sin valor: ninguno',
    }),
  ),
  reserved(
    secret('ACERVO_MQTT_URL', isUrl('mqtt', 'mqtts', 'ws', 'wss'), {
      en: 'external MQTT broker',
      es: 'broker MQTT externo',
    }),
  ),
  plain('ACERVO_KEY_FILE', undefined, undefined, {
    en: 'file with the keys that wrap the keys of encrypted columns; unset: keys.json in the data directory',
    es: 'fichero con las claves que cifran las de las columnas cifradas; sin valor: keys.json en la carpeta de datos',
  }),
  reserved(
    plain('ACERVO_MODELS_FILE', undefined, undefined, {
      en: 'file with the model providers (OpenAI-compatible base URLs)',
      es: 'fichero con los proveedores de modelos (URL compatibles con OpenAI)',
    }),
  ),
  secret('ACERVO_BACKUP_URL', isStore, {
    en: 'where backups are kept: a folder (a path or file://), s3://bucket/prefix, or https://server/bucket/prefix; with it acervo start makes those that its systems declare',
    es: 'dónde se guardan las copias: una carpeta (una ruta o file://), s3://cubo/prefijo o https://servidor/cubo/prefijo; con ello acervo start hace las que declaran sus sistemas',
  }),
  secret('ACERVO_ARCHIVE_URL', isStore, {
    en: 'folder where months that leave their table are archived (a path or file://); with it acervo start archives those that are over, sealed as backups are',
    es: 'carpeta donde se archivan los meses que salen de su tabla (una ruta o file://); con ella acervo start archiva los que han vencido, sellados como las copias',
  }),
  plain('ACERVO_BACKUP_RECIPIENTS', isRecipients, undefined, {
    en: 'whom backups are sealed for (age1..., gpg:<key>), separated by commas; none: readable by whoever has the files',
    es: 'para quién se sellan las copias (age1..., gpg:<clave>), separados por comas; none: las lee quien tenga los ficheros',
  }),
  plain('ACERVO_BACKUP_RECIPIENTS_APART', isRecipients, undefined, {
    en: 'the same for tables with encrypted columns; unset: the same recipients',
    es: 'lo mismo para las tablas con columnas cifradas; sin valor: los mismos destinatarios',
  }),
  plain('ACERVO_BACKUP_IDENTITY_FILE', undefined, undefined, {
    en: 'file (mode 600) with the age identities that open backups: for restoring and for drills',
    es: 'fichero (modo 600) con las identidades age que abren las copias: para restaurar y para los simulacros',
  }),
  secret('ACERVO_BUCKET_KEY_ID', isWord, {
    en: 'access key of the S3-compatible store of backups',
    es: 'clave de acceso del almacén de copias compatible con S3',
  }),
  secret('ACERVO_BUCKET_SECRET', isWord, {
    en: 'its secret key',
    es: 'su clave secreta',
  }),
  plain('ACERVO_BUCKET_REGION', isWord, 'us-east-1', {
    en: 'region of the store of S3',
    es: 'región del almacén de S3',
  }),
  secret('ACERVO_BACKUP_DRILL_URL', isUrl('postgres', 'postgresql'), {
    en: 'PostgreSQL database without our schemas in which backups are drilled; unset: an embedded one in a temporary folder',
    es: 'base PostgreSQL sin nuestros esquemas en la que se hacen los simulacros; sin valor: una integrada en una carpeta temporal',
  }),
  plain('ACERVO_BACKUP_VERIFIERS', isVerifiers, undefined, {
    en: 'verifier keys of those whose backups and drills are believed, separated by commas; unset: the key of the own audit folder',
    es: 'claves verificadoras de aquellos cuyas copias y simulacros se creen, separadas por comas; sin valor: la de la propia carpeta de auditoría',
  }),
  secret('ACERVO_REPLICATION_URL', isUrl('postgres', 'postgresql'), {
    en: 'login that backs up a whole server (REPLICATION and pg_monitor); unset: ACERVO_MIGRATE_URL',
    es: 'acceso que copia un servidor entero (REPLICATION y pg_monitor); sin valor: ACERVO_MIGRATE_URL',
  }),
  plain('ACERVO_POSTGRES_PROGRAMS', undefined, undefined, {
    en: 'folder of pg_basebackup, pg_receivewal and the others; unset: where packages put them',
    es: 'carpeta de pg_basebackup, pg_receivewal y los demás; sin valor: donde los ponen los paquetes',
  }),
  reserved(
    secret('ACERVO_BLOB_URL', isUrl('file', 's3', 'http', 'https'), {
      en: 'where files are kept: a folder or an S3-compatible store',
      es: 'dónde se guardan los ficheros: una carpeta o un almacén compatible con S3',
    }),
  ),
  reserved(
    secret('ACERVO_REPLICA_URL', isUrl('postgres', 'postgresql'), {
      en: 'PostgreSQL read replica',
      es: 'réplica de lectura de PostgreSQL',
    }),
  ),
  reserved(
    secret('ACERVO_REDIS_URL', isUrl('redis', 'rediss'), {
      en: 'optional cache',
      es: 'caché opcional',
    }),
  ),
  secret('ACERVO_ALERT_WEBHOOK_URL', isUrl('http', 'https'), {
    en: 'where messages of alerts are posted',
    es: 'dónde se envían los avisos de alertas',
  }),
  secret('ACERVO_ALERT_WEBHOOK_SECRET', isText, {
    en: 'secret that signs them (Standard Webhooks): whsec_ and base64, or any text',
    es: 'secreto que los firma (Standard Webhooks): whsec_ y base64, o cualquier texto',
  }),
  secret('ACERVO_ALERT_MAIL_URL', isUrl('smtp', 'smtps'), {
    en: 'mail server for messages of alerts, with user and password; needs the package nodemailer',
    es: 'servidor de correo para los avisos de alertas, con usuario y contraseña; necesita el paquete nodemailer',
  }),
  plain('ACERVO_ALERT_MAIL_TO', isList, undefined, {
    en: 'who gets them, separated by commas',
    es: 'quién los recibe, separados por comas',
  }),
  plain('ACERVO_ALERT_MAIL_FROM', undefined, 'acervo@localhost', {
    en: 'sender of that mail',
    es: 'remitente de ese correo',
  }),
  plain('ACERVO_ALERT_RULES', undefined, undefined, {
    en: 'JSON file: alert -> { "threshold", "for" }, or false to turn it off',
    es: 'fichero JSON: alerta -> { "threshold", "for" }, o false para apagarla',
  }),
  plain('ACERVO_WATCH_SECONDS', isSeconds, '15', {
    en: 'seconds between two looks at the platform; 0 turns the watch off',
    es: 'segundos entre dos miradas a la plataforma; 0 apaga la vigilancia',
  }),
  secret('ACERVO_OTLP_URL', isUrl('http', 'https'), {
    en: 'OpenTelemetry collector that gets the metrics; needs the package @opentelemetry/otlp-transformer',
    es: 'recolector de OpenTelemetry que recibe las métricas; necesita el paquete @opentelemetry/otlp-transformer',
  }),
  secret('ACERVO_SENTRY_DSN', isUrl('http', 'https'), {
    en: 'Sentry project that gets errors; needs the package @sentry/core',
    es: 'proyecto de Sentry que recibe los errores; necesita el paquete @sentry/core',
  }),
])
