// What each target gets for elevations.
import { readFileSync } from 'node:fs'

export const elevationSql = readFileSync(new URL('./elevation.sql', import.meta.url), 'utf8')
