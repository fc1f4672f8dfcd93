// What each target gets for maintenance: the samples of its sizes.
import { readFileSync } from 'node:fs'

export const sizeSampleSql = readFileSync(new URL('./size-sample.sql', import.meta.url), 'utf8')
