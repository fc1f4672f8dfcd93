// The SQL that this room needs on every target.
import { readFileSync } from 'node:fs'

export const keyScripts: readonly string[] = Object.freeze([
  readFileSync(new URL('./data-key.sql', import.meta.url), 'utf8'),
])
