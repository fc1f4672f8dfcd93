// Demonstration data: a family of Talavera, its workshop and the company that serves them, in every database, written
// through the client as any program would. People come first, as the words of sources; then a chapter for each
// database, so that a demonstration that was cut short goes on where it stopped.
import { type Client, databases } from '../databases.ts'
import type { Cast, Chapter } from './chapter.ts'
import { supply } from './energy.ts'
import { insure } from './insurance.ts'
import { knowledgeChapters } from './knowledge.ts'
import { insuranceChapters } from './markets.ts'
import { moneyChapters } from './money.ts'
import { officeChapters } from './office.ts'
import { ingestPeople } from './people.ts'
import { describePlatform, logErrors } from './platform.ts'
import { giveRoles } from './roles.ts'
import { salesChapters } from './sales.ts'
import { serviceChapters } from './services.ts'
import { wordChapters } from './words.ts'
import { workChapters } from './work.ts'

export const chapters: readonly Chapter[] = [
  logErrors,
  insure,
  supply,
  ...insuranceChapters,
  ...serviceChapters,
  ...salesChapters,
  ...officeChapters,
  ...moneyChapters,
  ...workChapters,
  ...wordChapters,
  ...knowledgeChapters,
]

export async function demo(db: Client, onChapter?: (name: string) => void): Promise<void> {
  await describePlatform(db, databases)
  await giveRoles(db)
  const cast: Cast = { db, partyOf: await ingestPeople(db) }
  for (const chapter of chapters) {
    onChapter?.(chapter.name)
    await chapter.load(cast)
  }
}
