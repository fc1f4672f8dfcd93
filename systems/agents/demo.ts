// Demonstration data: a family in Madrid that shares one workspace: what they ask their assistant, what they keep with
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
  carmen: { id: toKey(2), displayName: 'Carmen', name: 'Carmen Ruiz Ortega', born: '1979-04-12' },
  javier: { id: toKey(3), displayName: 'Javier', name: 'Javier Molina Sanz', born: '1977-09-30' },
  lucia: { id: toKey(4), displayName: 'Lucía', name: 'Lucía Molina Ruiz', born: '2009-02-21' },
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
    data: Object.entries(people).map(([word, { id, name, displayName, born }]) => ({
      id,
      workspaceId,
      email: `${word}.familia@example.com`,
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
  return { carmen: own(people.carmen), javier: own(people.javier), lucia: own(people.lucia) }
}
