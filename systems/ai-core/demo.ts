// Demonstration data: a handful of people with insurance and energy, written through the client as any
// program would. Every row has a natural key, so a demo that was cut short goes on where it stopped.
import { giveRoles } from './auth/demo.ts'
import { type Client, databases } from './databases.ts'
import { supply } from './energy/demo.ts'
import { ingestPeople } from './global/demo.ts'
import { insure } from './insurance/demo.ts'

export async function demo(db: Client): Promise<void> {
  await describePlatform(db)
  await giveRoles(db)
  const partyOf = await ingestPeople(db)
  await insure(db, partyOf)
  await supply(db, partyOf)
}

const personal: readonly string[] = ['global', 'auth', 'insurance', 'energy']

async function describePlatform({ system: { dataService, scheduledTask } }: Client) {
  await dataService.createMany({
    skipDuplicates: true,
    data: databases.map(({ schema, name, area, purpose }) => ({
      code: schema,
      name,
      area,
      purpose,
      classification: personal.includes(name) ? 'PERSONAL' : 'INTERNAL',
    })),
  })
  await scheduledTask.createMany({
    skipDuplicates: true,
    data: [
      {
        name: 'backup-all-databases',
        description: 'Daily backup of every database, kept for 30 days',
        cron: '0 2 * * *',
        arguments: { keepDays: 30 },
        enabled: false,
      },
    ],
  })
}
