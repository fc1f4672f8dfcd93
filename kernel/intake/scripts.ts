// What each target gets for imports: the record of each one.
import { readFileSync } from 'node:fs'

export const importRunSql = readFileSync(new URL('./import-run.sql', import.meta.url), 'utf8')
