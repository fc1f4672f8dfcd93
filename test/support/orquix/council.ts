// The system of Orquix alone on a database of its own, with people and projects made as a test needs them.
import { randomUUID } from 'node:crypto'
import { orquix } from '../../../systems/orquix/system.ts'
import { openTestPlatform, type TestPlatform } from '../platform.ts'

export type CouncilPlatform = TestPlatform<[typeof orquix]>
export type CouncilTables = CouncilPlatform['db']['orquix']

export interface Council {
  readonly platform: CouncilPlatform
  /** Everything that belongs to no user. */
  readonly all: CouncilTables
  person(): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  readonly id: string
  readonly email: string
  readonly db: CouncilTables
  /** A project and a question in it. */
  ask(): Promise<{ readonly projectId: string; readonly eventId: string }>
}

export async function openCouncil(): Promise<Council> {
  const platform = await openTestPlatform([orquix])
  const all = platform.db.orquix
  return {
    platform,
    all,
    person: async () => {
      const email = `${randomUUID()}@example.es`
      const { id } = await all.user.create({ data: { email, name: 'Ana' } })
      const { orquix: db } = platform.db.as({ actor: `user:${id}`, claims: { tenant: id } })
      const ask = async () => {
        const project = await db.project.create({
          data: { userId: id, name: 'Energía', description: 'Baterías de sodio' },
        })
        const event = await db.interactionEvent.create({
          data: { userId: id, projectId: project.id, userPromptText: '¿Son rentables?' },
        })
        return { projectId: project.id, eventId: event.id }
      }
      return { id, email, db, ask }
    },
    close: () => platform.close(),
  }
}
