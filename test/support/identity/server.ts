// The two systems, served: people with passwords and roles, a clock that tests set, and how one asks as somebody.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import {
  type Identities,
  type OpenOptions,
  openIdentities,
} from '../../../kernel/identity/index.ts'
import { createApp } from '../../../server/app.ts'
import { openCredentials } from '../../../server/credentials.ts'
import type { AppOptions } from '../../../server/options.ts'
import { keyIn } from '../clinic-server.ts'
import { openTestPlatform } from '../platform.ts'
import { office, shop } from './systems.ts'

export const openOffice = () => openTestPlatform([office, shop])
export type Office = Awaited<ReturnType<typeof openOffice>>

export interface Told {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
  readonly json: any
  readonly headers: Readonly<Record<string, unknown>>
}

export interface OfficeServer {
  readonly app: FastifyInstance
  readonly platform: Office
  readonly identities: Identities
  /** Of the file: may all. */
  readonly key: string
  /** The clock of the stores; undefined: the database's own. */
  clock(instant: string | undefined): void
  ask(method: string, url: string, given?: Given): Promise<Told>
  signIn(email: string, password?: string): Promise<string>
  close(): Promise<void>
}

export interface Given {
  readonly as?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly ip?: string
}

export const password = 'correct horse battery staple'

export async function openOfficeServer(oidc?: OpenOptions['oidc']): Promise<OfficeServer> {
  const platform = await openOffice()
  const directory = mkdtempSync(join(tmpdir(), 'acervo-identity-'))
  const credentials = openCredentials(directory)
  const acervo = platform.acervo as unknown as AppOptions['acervo']
  let now: string | undefined
  const identities = openIdentities(acervo, {
    refusalMs: 0,
    ...(oidc === undefined ? {} : { oidc }),
    settings: (): Readonly<Record<string, string>> =>
      now === undefined ? {} : { 'acervo.fake_now': now },
  })
  const app = createApp({ acervo, credentials, identities })
  const ask: OfficeServer['ask'] = async (method, url, given = {}) => {
    const { as, body, headers = {}, ip } = given
    const answer = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      ...(ip === undefined ? {} : { remoteAddress: ip }),
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      json: isJson ? JSON.parse(answer.payload) : undefined,
      headers: answer.headers,
    }
  }
  return {
    app,
    platform,
    identities,
    key: keyIn(credentials.path),
    clock: (instant) => {
      now = instant
    },
    ask,
    signIn: async (email, given = password) => {
      const told = await ask('POST', '/v1/office/session', { body: { email, password: given } })
      if (told.status !== 201) throw new Error(`${told.status} ${JSON.stringify(told.json)}`)
      return told.json.token as string
    },
    close: async () => {
      await app.close()
      await platform.close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** Roles of the office: who may all, who reads files and notes, who reads files alone, who invites. */
export async function fillOffice({ platform, identities }: OfficeServer): Promise<Person> {
  const { desk } = platform.db
  const held: Readonly<Record<string, readonly string[]>> = {
    administrator: ['*:*'],
    reader: ['desk.file:read', 'desk.note:read'],
    clerk: ['desk.file:read', 'desk.file:update', 'desk.file:create'],
    inviter: [
      'desk.invitation:create',
      'desk.userRole:create',
      'desk.userRole:delete',
      'desk.file:read',
      'desk.user:read',
    ],
  }
  const ids = new Map<string, string>()
  for (const [name, patterns] of Object.entries(held)) {
    const role = await desk.role.create({ data: { name } })
    for (const pattern of patterns) {
      const [resource = '', action = ''] = pattern.split(':')
      const id =
        ids.get(pattern) ?? (await desk.permission.create({ data: { resource, action } })).id
      ids.set(pattern, id)
      await desk.rolePermission.create({ data: { roleId: role.id, permissionId: id } })
    }
  }
  const office_ = identities.of('office')
  const doer = { actor: 'service:test' }
  // One hash for all: each costs what a hash must cost.
  const first = await office_.createUser(doer, { email: 'administrator@office.test', password })
  const make = async (name: string): Promise<string> => {
    const email = `${name}@office.test`
    const id = name === 'administrator' ? first : await office_.createUser(doer, { email })
    await office_.grantRole(doer, id, name)
    return id
  }
  const people = {
    administrator: await make('administrator'),
    reader: await make('reader'),
    clerk: await make('clerk'),
    inviter: await make('inviter'),
  }
  await platform.query(
    `update office_desk.users set password_hash = (
       select password_hash from office_desk.users where id = '${first}')`,
  )
  return people
}

export interface Person {
  readonly administrator: string
  readonly reader: string
  readonly clerk: string
  readonly inviter: string
}
