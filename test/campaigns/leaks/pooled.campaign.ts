// 100,000 transactions in all, of 64 clients and 100 tenants.
import { test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { pooledCampaign } from './pooled.ts'

onPostgres(() => {
  test('100,000 transactions through PgBouncer meet no row of another tenant', async () => {
    await pooledCampaign({ transactions: 100_000, clients: 64, killOneIn: 200, seed: 3 })
  }, 1_800_000)
})
