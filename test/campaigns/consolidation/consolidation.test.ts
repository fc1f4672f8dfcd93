// The campaign at a size that the ordinary suite can bear: it prints its size and its seed.
import { test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { storm } from './storm.ts'

onPostgres(() => {
  test(
    'whoever is killed, every party has what a recount of the areas says',
    () => storm({ policies: 60, parties: 12, kills: 5, processes: 2, seed: 1003 }),
    120_000,
  )
})
