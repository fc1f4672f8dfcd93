// Ten thousand random histories of merges and partings: each parting leaves what would stand had the merge never
// been.
import { onEachEngine } from '../../support/database.ts'
import { holdHistories } from './promise.ts'

onEachEngine(() => holdHistories({ runs: 10_000, timeoutMs: 3_500_000 }))
