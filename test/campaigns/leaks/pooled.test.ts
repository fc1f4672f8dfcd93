// The pooled campaign in small: 3,000 transactions of 32 clients.
import { test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { pooledCampaign } from './pooled.ts'

onPostgres(() => {
  test('3,000 transactions through PgBouncer meet no row of another tenant', async () => {
    await pooledCampaign({ transactions: 3_000, clients: 32, killOneIn: 200, seed: 1 })
  }, 120_000)
})
