// Names: camelCase in TypeScript, snake_case in SQL, dashes in a URL. Which names are reserved.

/** `startedAt` -> `started_at`. Digits stay where they are: `address2` -> `address2`. */
export function toSqlName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** `detection_events` -> `detection-events`. */
export function toPathName(sqlName: string): string {
  return sqlName.replaceAll('_', '-')
}

/** PostgreSQL cuts longer identifiers in silence. */
export const identifierBytesMax = 63

const reservedWords: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast ' +
    'check collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user default ' +
    'deferrable desc distinct do else end except false fetch for foreign freeze from full grant ' +
    'group having ilike in initially inner intersect into is isnull join lateral leading left ' +
    'like limit localtime localtimestamp natural not notnull null offset on only or order outer ' +
    'overlaps placing primary references returning right select session_user similar some ' +
    'symmetric system_user table tablesample then to trailing true union unique user using ' +
    'variadic verbose when where window with'
  ).split(' '),
)

/** A name as it stands in a text of SQL: PostgreSQL's own words (`user` is a function!) need quotes there. */
export function toSqlText(sqlName: string): string {
  return reservedWords.has(sqlName) ? `"${sqlName}"` : sqlName
}

/** Words the client, REST or SQL settings need for themselves. */
export const reservedDatabaseNames: ReadonlySet<string> = new Set([
  'as',
  'admin',
  'events',
  'health',
  'healthCheck',
  'models',
  'session',
  'changes',
  'transaction',
  'close',
  'then',
  'catch',
  'finally',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
])
export const reservedTableNames: ReadonlySet<string> = new Set([
  'changes',
  'session',
  'then',
  'catch',
  'finally',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
])
export const reservedColumnNames: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'constructor',
  'prototype',
  '__proto__',
  'toJSON',
  'then',
])
