// The clinic of clinic.ts, served: what the tests of the edge ask.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createApp } from '../../server/app.ts'
import { openCredentials } from '../../server/credentials.ts'
import type { AppOptions } from '../../server/options.ts'
import { clinic } from './clinic.ts'
import { openTestPlatform } from './platform.ts'

export type TestOptions = AppOptions['options']

export interface TestServer {
  readonly app: FastifyInstance
  readonly key: string
  readonly platform: Awaited<ReturnType<typeof openClinic>>
  /** With the administrator's key, JSON in and out. */
  ask(method: string, url: string, body?: unknown, headers?: Headers): Promise<Told>
  /** Another server before the same platform, which ends with this one. */
  beside(options: TestOptions): FastifyInstance
  close(): Promise<void>
}

type Headers = Readonly<Record<string, string>>

export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
  readonly json: any
}

const openClinic = () => openTestPlatform([clinic])

export async function openTestServer(options: TestOptions = {}): Promise<TestServer> {
  const platform = await openClinic()
  const directory = mkdtempSync(join(tmpdir(), 'acervo-server-'))
  const credentials = openCredentials(directory)
  const { acervo } = platform
  const apps: FastifyInstance[] = []
  const beside = (given: TestOptions) => {
    const made = createApp({
      acervo: acervo as unknown as AppOptions['acervo'],
      credentials,
      ...(given === undefined ? {} : { options: given }),
    })
    apps.push(made)
    return made
  }
  const app = beside(options)
  const key = keyIn(credentials.path)
  const close = async () => {
    await Promise.all(apps.map((one) => one.close()))
    await platform.close()
    rmSync(directory, { recursive: true })
  }
  return { app, key, platform, ask: asker(app, key), beside, close }
}

export function keyIn(path: string): string {
  const [first] = JSON.parse(readFileSync(path, 'utf8')).keys
  return first.key
}

function asker(app: FastifyInstance, key: string): TestServer['ask'] {
  return async (method, url, body, headers = {}) => {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    const answer = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    const { statusCode: status, payload, headers: received } = answer
    return {
      status,
      headers: received,
      text: payload,
      json: isJson ? JSON.parse(payload) : undefined,
    }
  }
}
