// 1,000 policies and 100 kills of processes that consume.
import { test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { storm } from './storm.ts'

onPostgres(() => {
  test('whoever is killed, every party has what a recount of the areas says', () =>
    storm({ policies: 1000, parties: 200, kills: 100, processes: 3, seed: 1003 }))
})
