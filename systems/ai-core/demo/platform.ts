// What the platform says of itself: its databases, which of them hold what is known of persons, its tasks, an error.
import type { Database } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'
import { chapter, toId } from './chapter.ts'

export async function describePlatform(
  { system: { dataService, scheduledTask } }: Client,
  databases: readonly Database[],
): Promise<void> {
  await dataService.createMany({
    skipDuplicates: true,
    data: databases.map(({ schema, name, area, purpose, tables }) => ({
      code: schema,
      name,
      area,
      purpose,
      classification: isPersonal(name, tables) ? 'PERSONAL' : 'INTERNAL',
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

/** Who people are, and who sign in. */
const persons: readonly string[] = ['global', 'auth', 'hr']

/** Its own declaration says so: a column of it leads to a person. */
function isPersonal(name: string, tables: Database['tables']): boolean {
  const columns = Object.values(tables).flatMap((table) => Object.values(table.columns))
  return (
    persons.includes(name) ||
    columns.some(({ spec }) => persons.includes(spec.link?.database ?? ''))
  )
}

export const logErrors = chapter('logs', 'errorGroup', async ({ errorGroup, logEntry }) => {
  const errorGroupId = toId('logs')
  const service = 'importación'
  await errorGroup.createMany({
    data: [
      {
        id: errorGroupId,
        fingerprint: '7d'.repeat(32),
        service,
        title: 'La línea 17 nombra una póliza que no existe',
      },
    ],
  })
  await logEntry.createMany({
    data: [
      {
        level: 'WARN',
        service,
        message: 'Se aparta la línea 17 del fichero de recibos',
        context: { fichero: 'recibos-2026-11-20.txt' },
        errorGroupId,
      },
    ],
  })
})
