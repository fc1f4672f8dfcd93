// What each target gets for identity.
import { readFileSync } from 'node:fs'

export const identityScripts: readonly string[] = Object.freeze([
  readFileSync(new URL('./identity.sql', import.meta.url), 'utf8'),
])
