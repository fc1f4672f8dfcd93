// Nobody but the user comes near what is kept of their health: no colleague of the same workspace, no administrator, no
// program of the platform. Held by the database, beside what roles permit.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

const actor = `current_setting('acervo.actor', true)`
/** Whoever asks, where it is a user; read once a statement. */
const asker = `(select case when ${actor} ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(${actor}, 6)::uuid end)`

/** The table has a `userId`. */
export const onlyOwner: Feature = defineFeature('onlyOwner', (table) => {
  // No condition of an index: rows are entered by their workspace, as everywhere.
  const own = `${table.sql('userId')} is not distinct from ${asker}`
  return [
    { kind: 'policy', name: 'owner', command: 'all', restrictive: true, using: own, check: own },
  ]
})
