// How fast does a real file of 50,578 people become source records, on both engines, and in how much memory? The
// file is not part of the project: without `../shared/data` this question stays unanswered.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runScript } from './child.ts'
import { openDatabase } from './fixture.ts'
import type { Measurement } from './result.ts'

const file = join(import.meta.dirname, '../../shared/data/people/historical_50k.csv')
const people = 50_578
const rounds = 2

export async function measure(server: string): Promise<Measurement> {
  const question = 'A file of 50,578 people into source records.'
  if (!existsSync(file)) return { question, claims: [], figures: `not measured: ${file} is absent` }
  const folder = mkdtempSync(join(tmpdir(), 'acervo-bench-file-'))
  const figures = { embedded: [] as unknown[], postgres: [] as unknown[] }
  let places = 0
  const run = async (...urls: readonly string[]) => {
    const { answer } = await runScript(
      'start/intake.ts',
      file,
      join(folder, `${places++}`),
      ...urls,
    )
    assert.deepEqual([answer.inserted, answer.rejected], [people, 0])
    return answer
  }
  try {
    for (let round = 0; round < rounds; round++) {
      figures.embedded.push(await run())
      const database = await openDatabase(server)
      try {
        figures.postgres.push(await run(database.run, database.migrate))
      } finally {
        await database.close()
      }
    }
    return { question, claims: [], figures }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
