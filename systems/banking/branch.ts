// A place where the bank serves people. Its rows are its own (tenant); that it is there, everybody may know. It is
// closed, not deleted, once somebody has visited it.
import {
  audited,
  boolean,
  check,
  defineFeature,
  defineTable,
  index,
  instant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { closing } from './branch-closing.ts'

const claimed = `nullif(current_setting('acervo.tenant', true), '')`
const own = `id = any ((select string_to_array(${claimed}, ',')::uuid[])::uuid[])`

/** Everybody reads it, who is of it changes it: its code is unique among all, as no tenant's value is. */
const changedByItsOwn = defineFeature('changedByItsOwn', () => [
  { kind: 'policy', name: 'seen', command: 'select', restrictive: false, using: 'true' },
  { kind: 'policy', name: 'opened', command: 'insert', restrictive: false, check: own },
  {
    kind: 'policy',
    name: 'changed',
    command: 'update',
    restrictive: false,
    using: own,
    check: own,
  },
  { kind: 'policy', name: 'removed', command: 'delete', restrictive: false, using: own },
])

export const branches = defineTable(
  'branches',
  {
    name: text(),
    code: text(),
    address: text().optional(),
    city: text().optional(),
    country: text().optional(),
    /** Of the clock on its wall: its business day begins there. */
    timeZone: text().default('Europe/Madrid'),
    /** Whether a face is looked for among all clients; otherwise it is compared with one, after the document. */
    identifiesFaces: boolean().default(false),
    closedAt: instant().optional(),
  },
  [
    unique(['code']),
    // The zone is known to the server, or this fails.
    check('time_zone', "timezone(time_zone, '2000-01-01 00:00:00+00'::timestamptz) is not null"),
    index(['country', 'city']),
    changedByItsOwn,
    closing,
    audited(),
    timestamped(),
  ],
)
