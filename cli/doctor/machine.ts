// What `acervo doctor` sees without a database: Node, settings, the data directory.
import { access, constants, stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Config, describeConfig } from '../../config.ts'
import { findLockOwner } from '../../kernel/database/index.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const nodeMajorWanted = 24
const freeBytesFew = 1024 ** 3
const freeBytesTooFew = 100 * 1024 ** 2

export function checkNode(): Finding {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= nodeMajorWanted) return ok('node', `Node.js ${node}`)
  const message = {
    en: `Node.js ${node} is older than ${nodeMajorWanted}`,
    es: `Node.js ${node} es anterior a ${nodeMajorWanted}`,
  }
  return warn('node', message, {
    en: `The tests run on Node.js ${nodeMajorWanted}.`,
    es: `Las pruebas se ejecutan con Node.js ${nodeMajorWanted}.`,
  })
}

export function checkConfig(config: Config, isProduction: boolean): readonly Finding[] {
  const findings = describeConfig()
    .filter(({ name, reserved }) => reserved && config.given.has(name))
    .map(({ name }) =>
      warn('config', {
        en: `${name} is set, but nothing of this version uses it`,
        es: `${name} tiene valor, pero esta versión no lo usa`,
      }),
    )
  const isLoopback = /^(127\.|localhost$|::1$)/.test(config.host)
  // Whoever names an https address has put something before it.
  const isBehindTls = config.publicUrl?.startsWith('https:') === true
  if (!isLoopback && !isBehindTls) {
    const message = {
      en: `the server listens on ${config.host} without TLS`,
      es: `el servidor escucha en ${config.host} sin TLS`,
    }
    const hint = {
      en: 'Put a proxy that speaks TLS in front of it and name its address in ACERVO_PUBLIC_URL, or listen on 127.0.0.1.',
      es: 'Ponga delante un proxy con TLS y dé su dirección en ACERVO_PUBLIC_URL, o escuche en 127.0.0.1.',
    }
    findings.push(warn('config', message, hint))
  }
  if (config.plainHosts.length > 0) {
    const hosts = config.plainHosts.join(', ')
    const message = {
      en: `connections to ${hosts} may be plain`,
      es: `las conexiones con ${hosts} pueden ir sin cifrar`,
    }
    const hint = {
      en: 'Use sslmode=verify-full instead.',
      es: 'Use mejor sslmode=verify-full.',
    }
    findings.push(warn('config', message, hint))
  }
  if (isProduction) findings.push(...checkProduction(config))
  return findings.length > 0 ? findings : [ok('config', calm)]
}

const calm = {
  en: 'the settings hold no danger',
  es: 'los ajustes no encierran ningún peligro',
}

function checkProduction({ databaseUrl, migrateUrl, keyRate }: Config): readonly Finding[] {
  const findings: Finding[] = []
  if (keyRate === undefined) {
    const message = {
      en: 'keys without a rate of their own may ask as much as they can',
      es: 'las claves sin límite propio pueden pedir cuanto quieran',
    }
    const hint = {
      en: 'Set ACERVO_KEY_RATE to requests a second.',
      es: 'Dé a ACERVO_KEY_RATE las peticiones por segundo.',
    }
    findings.push(warn('rates', message, hint))
  }
  if (databaseUrl !== undefined && migrateUrl === undefined) {
    const message = {
      en: 'no login is named that may migrate',
      es: 'no se nombra ningún acceso que pueda migrar',
    }
    const hint = {
      en: 'Set ACERVO_MIGRATE_URL where migrations are applied.',
      es: 'Dé valor a ACERVO_MIGRATE_URL allí donde se aplican las migraciones.',
    }
    findings.push(warn('engine', message, hint))
  }
  return findings
}

export async function checkDirectory(config: Config, cwd: string): Promise<readonly Finding[]> {
  const directory = resolve(cwd, config.dataDirectory)
  const { mode } = (await stat(directory).catch(() => undefined)) ?? {}
  if (mode === undefined)
    return [
      warn(
        'directory',
        { en: `${directory} is not there yet`, es: `${directory} todavía no existe` },
        'acervo start',
      ),
    ]
  const findings: Finding[] = []
  const isWritable = await access(directory, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) {
    const message = {
      en: `${directory} cannot be written`,
      es: `no se puede escribir en ${directory}`,
    }
    findings.push(fail('directory', message))
  }
  if ((mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8)
    const hint = `chmod 700 ${directory}`
    const message = {
      en: `${directory} is open to others (mode ${shown})`,
      es: `${directory} está abierta a otros (modo ${shown})`,
    }
    findings.push(warn('directory', message, hint))
  }
  const keys = await stat(join(directory, 'credentials.json')).catch(() => undefined)
  if (keys !== undefined && (keys.mode & 0o077) !== 0) {
    const message = { en: 'others may read the keys', es: 'otros pueden leer las claves' }
    findings.push(fail('credentials', message, `chmod 600 ${directory}/credentials.json`))
  }
  if (findings.length === 0) findings.push(ok('directory', directory))
  return [...findings, await checkLock(directory), await checkDisk(directory)]
}

async function checkLock(directory: string): Promise<Finding> {
  const owner = await findLockOwner(directory)
  if (owner === undefined) return ok('lock', { en: 'free', es: 'libre' })
  return ok('lock', {
    en: `held by process ${owner.pid}`,
    es: `lo tiene el proceso ${owner.pid}`,
  })
}

async function checkDisk(directory: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  const size = `${(free / 1024 ** 3).toFixed(1)} GB`
  const message = { en: `${size} free`, es: `${size} libres` }
  if (free < freeBytesTooFew)
    return fail('disk', message, {
      en: 'Make room: a full disk stops PostgreSQL.',
      es: 'Haga sitio: un disco lleno detiene PostgreSQL.',
    })
  const soon = { en: 'Make room soon.', es: 'Haga sitio pronto.' }
  return free < freeBytesFew ? warn('disk', message, soon) : ok('disk', message)
}
