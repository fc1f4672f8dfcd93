// What each target gets for alerts.
import { readFileSync } from 'node:fs'

export const watchSql = readFileSync(new URL('./alert.sql', import.meta.url), 'utf8')
