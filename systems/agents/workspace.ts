// ofWorkspace: the row belongs to a workspace and nobody of another one comes near it. Whoever signs in claims their own;
// a child says through which link it shares its parent's, and the foreign key holds that true.
import { belongsTo, type Column, defineFeature, type Feature, tenant } from '../../kernel/index.ts'
import { byMember } from './member.ts'

type Added = Feature<{ workspaceId: Column<string, 'omittable', null, 'hidden'> }>

/** `through` is a required link to a row of the same workspace, `member` one to a user of it. */
export function ofWorkspace(
  options: { readonly through?: string; readonly member?: string } = {},
): Added {
  const { through, member } = options
  const { spec } = belongsTo('workspaces', { onDelete: 'cascade' }).hidden()
  return defineFeature('ofWorkspace', (table) => [
    { kind: 'column', name: 'workspaceId', column: spec },
    ...tenant({ by: 'workspaceId', ...(through === undefined ? {} : { through }) }).facts(table),
    ...(member === undefined ? [] : byMember(member).facts(table)),
  ])
}
