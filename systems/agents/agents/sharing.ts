// What a workspace shows to others: its rows are written by it alone, and read by whom else `readers` lets in. Links to
// them come from every workspace, so no key carries theirs.
import { belongsTo, type Column, defineFeature, type Feature } from '../../../kernel/index.ts'

const claims = `nullif(current_setting('acervo.tenant', true), '')`

/** The workspace in `column` is claimed by the session; read once a statement. */
export const isClaimed = (column: string): string =>
  `${column} = any ((select string_to_array(${claims}, ',')::uuid[])::uuid[])`

/** Routines of the database run as the owner of the tables, who cannot log in: counters and projections. */
const byDatabase = `current_user = 'acervo_owner'`

type Added = Feature<{ workspaceId: Column<string, 'omittable', null, 'hidden'> }>

/** `readers` is an SQL condition over SQL names of the row. */
export function sharedBy(readers: string): Added {
  const { spec } = belongsTo('workspaces', { onDelete: 'cascade' })
    .defaultSql(`${claims}::uuid`)
    .immutable()
    .hidden()
  const own = `${isClaimed('workspace_id')} or ${byDatabase}`
  const policy = { kind: 'policy', restrictive: true } as const
  return defineFeature('sharedBy', () => [
    { kind: 'column', name: 'workspaceId', column: spec },
    // Without a permissive policy nothing is visible; the restrictive ones cannot be widened.
    { ...policy, name: 'rows', command: 'all', restrictive: false, using: 'true', check: 'true' },
    { ...policy, name: 'read', command: 'select', using: `${own} or ${readers}` },
    { ...policy, name: 'add', command: 'insert', check: own },
    { ...policy, name: 'change', command: 'update', using: own, check: own },
    { ...policy, name: 'remove', command: 'delete', using: own },
  ])
}
