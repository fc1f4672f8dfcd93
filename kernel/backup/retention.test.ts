// Retention removes what is over and never the last backup that is as it was written.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSmallBackup } from '../../test/support/small-backup.ts'
import { openFolderStore } from './folder-store.ts'
import { sumsFile } from './manifest.ts'
import { applyRetention } from './retention.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acervo-retention-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const now = new Date('2026-11-22T03:00:00Z')
/** Answers its name. */
async function make(daysAgo: number, label = 'daily', keepDays: number | null = 30) {
  const takenAt = new Date(now.getTime() - daysAgo * 86_400_000)
  return (await makeSmallBackup(openFolderStore(folder), { takenAt, label, keepDays })).name
}

const apply = (label = 'daily') => applyRetention({ store: openFolderStore(folder), label, now })
const left = () => openFolderStore(folder).list()

test('what is older than it was to be kept goes, of its own label alone', async () => {
  const kept = await make(29)
  const over = await make(31)
  const other = await make(40, 'weekly', 28)
  const manual = await make(400, 'daily', null)
  expect(await apply()).toEqual({ removed: [over], lastGood: kept })
  expect(await left()).toEqual([manual, other, kept].sort())
})

test('the last one that is good stays however old, and a bad newer one does not stand in for it', async () => {
  const good = await make(90)
  const older = await make(100)
  const bad = await make(31)
  await writeFile(join(folder, bad, 'data', 'a.copy.gz'), 'x')
  expect(await apply()).toEqual({ removed: [bad, older], lastGood: good })
  expect(await left()).toEqual([good])
})

test('where none is good nothing goes', async () => {
  const bad = await make(90)
  await writeFile(join(folder, bad, 'data', 'a.copy.gz'), 'x')
  expect(await apply()).toEqual({ removed: [], lastGood: undefined })
  expect(await left()).toEqual([bad])
})

test('what was never finished goes after a day', async () => {
  const [fresh, stale] = [await make(0.5), await make(2)]
  for (const name of [fresh, stale]) await rm(join(folder, name, sumsFile))
  expect((await apply()).removed).toEqual([stale])
  expect(await left()).toEqual([fresh])
})
