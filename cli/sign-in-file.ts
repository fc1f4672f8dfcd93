// The file of ACERVO_SIGN_IN_FILE -> the issuers at which people may sign in, and the guarded way out to them.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type Identities, openIdentities, type Provider } from '../kernel/identity/index.ts'
import { type Acervo, AcervoError } from '../kernel/index.ts'
import { openModeOf } from '../kernel/keys/index.ts'

type Providers = Readonly<Record<string, Readonly<Record<string, Provider>>>>

/** Undefined where no file is named. @throws ACV606, ACV607 */
export async function openSignIn(
  acervo: Acervo,
  { signInFile, outsideHosts }: Pick<Config, 'signInFile' | 'outsideHosts'>,
  cwd: string,
): Promise<Identities | undefined> {
  if (signInFile === undefined) return undefined
  const providers = readProviders(resolve(cwd, signInFile))
  const known = acervo.model.systems.map(({ name }) => name)
  const other = Object.keys(providers).find((system) => !known.includes(system))
  if (other !== undefined)
    throw wrong(signInFile, `It names the system '${other}'. Known: ${known.join(', ')}.`)
  const { createCaller } = await import('../outside/call.ts')
  const call = createCaller({ hosts: outsideHosts })
  return openIdentities(acervo, { oidc: { providers, call: (url, init) => call(url, init) } })
}

export function readProviders(path: string): Providers {
  let text: string
  try {
    if (openModeOf(path) !== undefined)
      throw wrong(path, 'Others may read it, and it holds secrets.', `chmod 600 ${path}`)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof AcervoError) throw error
    throw new AcervoError('ACV607', `the file ${path} cannot be read`, {
      details: String((error as NodeJS.ErrnoException).code),
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The cause would quote the file, which holds secrets.
    throw wrong(path, 'It is not valid JSON.')
  }
  const systems = entriesOf(value).map(([system, named]) => {
    const all = entriesOf(named).map(([name, provider]) => {
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
        throw wrong(path, `'${name}' cannot be the name of an issuer.`)
      return [name, toProvider(provider, path, `${system}.${name}`)] as const
    })
    return [system, Object.fromEntries(all)] as const
  })
  return Object.fromEntries(systems)
}

const fields = {
  issuer: 'string',
  clientId: 'string',
  clientSecret: 'string',
  redirectUris: 'list',
  scopes: 'list',
  linkByEmail: 'boolean',
  createUsers: 'boolean',
} as const

function toProvider(value: unknown, path: string, where: string): Provider {
  const given = Object.fromEntries(entriesOf(value))
  for (const [name, one] of Object.entries(given)) {
    const kind = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined
    const isList = Array.isArray(one) && one.every((item) => typeof item === 'string')
    const found = isList ? 'list' : typeof one
    if (kind === undefined || found !== kind)
      throw wrong(path, `'${name}' of ${where} is unknown or of another kind.`)
  }
  const { issuer, clientId, redirectUris } = given as Partial<Provider>
  const isUrl = issuer !== undefined && URL.canParse(issuer)
  if (!isUrl || clientId === undefined || redirectUris === undefined || redirectUris.length === 0)
    throw wrong(path, `${where} needs issuer (a URL), clientId and redirectUris.`)
  return given as unknown as Provider
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.entries(value) : []
}

function wrong(path: string, details: string, hint?: string): AcervoError {
  return new AcervoError('ACV606', `the file of issuers ${path} is not usable`, {
    details,
    hint: hint ?? 'docs/guide/identity.md shows one.',
  })
}
