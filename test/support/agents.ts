// The agents system alone, with people in it who each act in their own workspace; and a place to run what the
// specification prints as it stands. Only tests import it.
import type { Result } from '../../kernel/database/target.ts'
import type { Client } from '../../systems/agents/databases.ts'
import { agentsSystem } from '../../systems/agents/system.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export interface Somebody {
  readonly id: string
  readonly workspaceId: string
  readonly db: Client['agents']
  /** SQL as the request path, under the person's claims. */
  sql(text: string, ...values: readonly unknown[]): Promise<Result>
}

export interface Agents extends TestPlatform<readonly [typeof agentsSystem]> {
  /** May all and claims no workspace, as the process itself. */
  readonly root: Client['agents']
  person(name?: string): Promise<Somebody>
  /** Another user of somebody's workspace. */
  colleague(of: Somebody): Promise<Somebody>
  /**
   * The specification's own statements in a schema that is gone afterwards; answers the rows of the last one.
   * PostgreSQL's refusal of one is the error.
   */
  asSpecified(...statements: readonly string[]): Promise<Result['rows']>
}

export async function openAgents(): Promise<Agents> {
  const platform = await openTestPlatform([agentsSystem])
  const root = platform.db.as({ actor: 'service:test' }).agents
  let count = 0
  const join = async (name: string, workspaceId?: string): Promise<Somebody> => {
    count += 1
    const user = await root.user.create({
      data: {
        email: `${name}.${count}@agents.test`,
        displayName: name,
        ...(workspaceId === undefined ? {} : { workspaceId }),
      },
    })
    const claims = { tenant: user.workspaceId }
    const actor = `user:${user.id}`
    return {
      id: user.id,
      workspaceId: user.workspaceId,
      db: platform.db.as({ actor, claims }).agents,
      sql: async (text, ...values) => {
        const settings = { 'acervo.actor': actor, 'acervo.tenant': user.workspaceId }
        const target = platform.targets.of('agents')
        const [result] = await target.group({ settings, role: 'acervo_app' }, [{ text, values }])
        return result as Result
      },
    }
  }
  return {
    ...platform,
    root,
    person: (name = 'ana') => join(name),
    colleague: (of) => join('colleague', of.workspaceId),
    asSpecified: async (...statements) => {
      const session = await platform.targets.of('agents').direct()
      try {
        await session.script('begin; create schema specified; set local search_path to specified')
        let result: Result | undefined
        for (const text of statements) result = await session.script(text)
        return result?.rows ?? []
      } finally {
        await session.script('rollback')
        await session.close()
      }
    },
  }
}

let slugs = 0

/** What an agent must say. */
export function anAgent(createdById: string) {
  slugs += 1
  return {
    createdById,
    name: 'Asistente',
    slug: `asistente-${slugs}`,
    category: 'general',
    model: 'gemini-2.0-flash',
    endpointUrl: 'https://agents.test/run',
  }
}

/** What a file must say. */
export function aFile(userId: string, size: number) {
  return {
    userId,
    filename: 'informe.pdf',
    originalName: 'informe.pdf',
    storagePath: '/blobs/informe.pdf',
    mimeType: 'application/pdf',
    size: String(size),
    checksum: 'a'.repeat(64),
  }
}
