// The campaign of audits sees what is wrong, and nothing where nothing is.
import { expect, test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { mutants, runStorm } from './mutants.ts'

onPostgres(() => {
  test('the right routine and the right sealer pass', async () => {
    expect(await runStorm({}, 1)).toEqual([])
  })

  test.each(mutants)('%s: caught', async (_, mutation) => {
    expect(await runStorm(mutation, 1)).not.toEqual([])
  })
})
