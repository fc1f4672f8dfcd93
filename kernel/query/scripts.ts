// The SQL that this room needs on every target; migrate runs it after the kernel's schema.
import { readFileSync } from 'node:fs'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

export const queryScripts: readonly string[] = Object.freeze([
  read('./query.sql'),
  read('./idempotency.sql'),
])
