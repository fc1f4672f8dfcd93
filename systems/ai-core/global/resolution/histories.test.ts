// A sample of the histories that test/campaigns/golden runs by the thousand.
import { holdHistories } from '../../../../test/campaigns/golden/promise.ts'
import { onEachEngine } from '../../../../test/support/database.ts'

onEachEngine(() => holdHistories({ runs: 120, timeoutMs: 120_000 }))
