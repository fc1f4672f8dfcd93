// Demonstration data: a family of Talavera that shares one workspace: what they ask their assistant, what they keep with
// it, what it costs. Every row has a fixed key, so a demo that was cut short goes on where it stopped.
import { converse } from './chats/demo.ts'
import type { Client } from './databases.ts'
import { type Family, type Person, toKey } from './family.ts'
import { keepBooks } from './finance/demo.ts'
import { keepHealth } from './health/demo.ts'
import { askForHelp } from './support/demo.ts'
import { spend } from './usage/demo.ts'

const workspaceId = toKey(1)

const people = {
  carmen: {
    id: toKey(2),
    displayName: 'Carmen',
    name: 'María del Carmen García Peñalver',
    surname: 'garcia',
    born: '1984-02-29',
  },
  luis: {
    id: toKey(3),
    displayName: 'Luis',
    name: 'Luis Robles Ortega',
    surname: 'robles',
    born: '1981-07-14',
  },
  lucia: {
    id: toKey(4),
    displayName: 'Lucía',
    name: 'Lucía Robles García',
    surname: 'robles',
    born: '2008-05-03',
  },
} as const

export async function demo(db: Client): Promise<void> {
  const family = await gather(db)
  await db.as({ actor: 'service:demo' }).agents.modelPrice.createMany({
    skipDuplicates: true,
    data: [
      { dimension: 'input' as const, price: '0.10' },
      { dimension: 'output' as const, price: '0.40' },
    ].map((one, at) => ({
      ...one,
      id: toKey(10 + at),
      model: 'gemini-2.0-flash',
      validFrom: '2026-01-01T00:00:00Z',
    })),
  })
  await converse(family)
  await keepHealth(family)
  await keepBooks(family)
  await spend(family)
  await askForHelp(family)
}

async function gather(db: Client): Promise<Family> {
  await db.agents.user.createMany({
    skipDuplicates: true,
    data: Object.entries(people).map(([word, { id, name, displayName, surname, born }]) => ({
      id,
      workspaceId,
      email: `${word}.${surname}@example.com`,
      name,
      displayName,
      dateOfBirth: born,
      timezone: 'Europe/Madrid',
      role: word === 'lucia' ? ('GUEST' as const) : ('USER' as const),
    })),
  })
  const own = ({ id }: { readonly id: string }): Person => ({
    id,
    db: db.as({ actor: `user:${id}`, claims: { tenant: workspaceId } }).agents,
  })
  return { carmen: own(people.carmen), luis: own(people.luis), lucia: own(people.lucia) }
}
