// The runtime login where only the migrator's URL is given: made at first start with a password of
// its own, kept in the data directory, readable by its owner alone. Nobody has to choose a password.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { createRuntimeLogin, openMigrator, renderRoles } from '../kernel/database/index.ts'
import { AcervoError } from '../kernel/index.ts'

interface Login {
  readonly user: string
  readonly password: string
}

/** By host:port. */
type Logins = Readonly<Record<string, Login>>

/** The runtime URL of the configuration, or the one that is made for it. */
export async function findRuntimeUrl(config: Config): Promise<string | undefined> {
  const { databaseUrl, migrateUrl, dataDirectory } = config
  if (databaseUrl !== undefined || migrateUrl === undefined) return databaseUrl
  const url = toUrl(migrateUrl)
  const path = join(dataDirectory, 'runtime-login.json')
  const logins = await readLogins(path)
  const login = logins[url.host] ?? (await createLogin(migrateUrl, config))
  if (logins[url.host] === undefined) {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
    await writeLogins(path, { ...logins, [url.host]: login })
  }
  url.username = login.user
  url.password = login.password
  return url.href
}

// The name carries chance: several platforms may share a server, whose roles are one list.
async function createLogin(migrateUrl: string, { plainHosts }: Config): Promise<Login> {
  const login = {
    user: `acervo_run_${randomBytes(4).toString('hex')}`,
    password: randomBytes(24).toString('base64url'),
  }
  const direct = await openMigrator(migrateUrl, plainHosts)
  try {
    await direct.script(renderRoles())
    await createRuntimeLogin(direct, { name: login.user, password: login.password })
  } finally {
    await direct.close()
  }
  return login
}

async function readLogins(path: string): Promise<Logins> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw malformed(path, `It cannot be read: ${(error as NodeJS.ErrnoException).code}.`)
  }
  try {
    return JSON.parse(text)
  } catch {
    // The cause would quote the file, which holds a password.
    throw malformed(path, 'It is not valid JSON.')
  }
}

/** Whole or not at all: the password stands nowhere else. */
async function writeLogins(path: string, logins: Logins): Promise<void> {
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(draft, path)
}

function toUrl(text: string): URL {
  if (URL.canParse(text) && new URL(text).host !== '') return new URL(text)
  throw new AcervoError('ACV606', 'no runtime login can be derived from ACERVO_MIGRATE_URL', {
    details: 'it names no host',
    hint: 'Set ACERVO_DATABASE_URL too.',
  })
}

function malformed(path: string, details: string): AcervoError {
  return new AcervoError('ACV606', 'the file of the runtime login is malformed', {
    details,
    hint: `Restore it, or move ${path} away: the next start makes a new login.`,
  })
}
