// How long does a real file of people take until everybody in it is known, in the database, on both engines, and how
// right is the end? Import, learning, resolution and rechecks; labels are read for the evaluation alone.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ingested, ingestFile, type LabelledFile } from './golden-ingest/ingest-file.ts'
import { openEmbedded, openServer } from './golden-ingest/platforms.ts'
import type { Claim, Measurement } from './result.ts'

const people = join(import.meta.dirname, '../../shared/data/people')
const files: readonly (LabelledFile & { readonly f1: number })[] = [
  { name: 'fake_1000', map: 'fake-1000', path: join(people, 'fake_1000.csv'), f1: 0.9 },
  {
    name: 'historical_50k',
    map: 'historical-50k',
    path: join(people, 'historical_50k.csv'),
    f1: 0.86,
  },
]
/** Seconds for the big file. */
const goals = { postgres: 90, embedded: 300 }
const orderGoal = 0.015

export async function measure(server: string): Promise<Measurement> {
  const question = 'Files of people until everybody is known: seconds, and F1 of who is who.'
  if (!files.every(({ path }) => existsSync(path)))
    return { question, claims: [], figures: `not measured: ${people} is absent` }
  const folder = mkdtempSync(join(tmpdir(), 'acervo-bench-golden-'))
  const figures: Record<string, Ingested> = {}
  const claims: Claim[] = []
  try {
    for (const file of files)
      for (const engine of ['postgres', 'embedded'] as const) {
        const open = () =>
          engine === 'postgres' ? openServer(server) : openEmbedded(join(folder, file.name))
        const found = await ingestFile(open, file, folder)
        figures[`${file.name} ${engine}`] = found
        claims.push(claim(`${file.name} ${engine}: pairs F1`, found.f1, { atLeast: file.f1 }))
        if (file.name === 'historical_50k') {
          const atMost = goals[engine]
          claims.push(claim(`${file.name} ${engine}: seconds`, found.seconds.total, { atMost }))
        }
      }
    for (const file of files) {
      const seen = await ingestFile(() => openServer(server), { ...file, shuffle: 7 }, folder)
      figures[`${file.name} postgres, random order`] = seen
      const moved = Math.abs(seen.f1 - (figures[`${file.name} postgres`]?.f1 ?? 0))
      claims.push(claim(`${file.name}: F1 moved by a random order`, moved, { atMost: orderGoal }))
    }
    return { question, claims, figures }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function claim(text: string, value: number, goal: Pick<Claim, 'atLeast' | 'atMost'>): Claim {
  return { claim: text, ratio: { median: value, min: value, max: value }, ...goal }
}
