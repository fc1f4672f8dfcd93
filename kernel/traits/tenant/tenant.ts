// tenant: a row belongs to one tenant and the database lets nobody else near it. The session's opaque
// claim `tenant` (one id, or several with commas) arrives as the setting acervo.tenant. A child carries the
// tenant of its parent as a column of its own, which the foreign key holds true: no policy looks anything up.

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

const setting = 'acervo.tenant'
// After SET LOCAL ends a setting reads '' and not NULL, and ''::uuid raises: hence nullif.
const claimed = `nullif(current_setting('${setting}', true), '')`
/** With several tenants claimed this cast fails, so that nobody guesses: the tenant must be named. */
const fill = `${claimed}::uuid`

type Added = Feature<{ tenantId: Column<string, 'omittable', null, 'hidden'> }>

/**
 * Adds `tenantId`; with `by`, the tenant is a column that the table declares itself. `through` names the
 * required link whose row's tenant this row shares: several links deep, each table says its own step.
 */
export function tenant(options?: { readonly through?: string }): Added
export function tenant(options: {
  readonly by: string
  readonly through?: string
}): Feature<NoColumns>
export function tenant({ by, through }: { by?: string; through?: string } = {}): Feature {
  const column = by ?? 'tenantId'
  const given = through === undefined ? {} : { through }
  return defineFeature('tenant', (table) => [
    ...(by === undefined ? [tenantColumn] : []),
    { kind: 'qualifier', qualifier: { type: 'keyPrefix', column, fill, setting, ...given } },
    // Without a permissive policy nothing is visible; the restrictive one below cannot be widened.
    {
      kind: 'policy',
      name: 'rows',
      command: 'all',
      restrictive: false,
      using: 'true',
      check: 'true',
    },
    {
      kind: 'policy',
      name: 'tenant',
      command: 'all',
      restrictive: true,
      using: ownTenant(table.sql(column)),
      check: ownTenant(table.sql(column)),
      inline: { using: inlineTenant(table.sql(column)), check: inlineTenant(table.sql(column)) },
    },
  ])
}

const tenantColumn: Fact = {
  kind: 'column',
  name: 'tenantId',
  column: columnOf({ type: { name: 'uuid' }, optional: false, default: fill, hidden: true }).spec,
}

/** The sub-select is evaluated once per statement, not once per row; without a claim it is NULL: no rows. */
function ownTenant(sqlColumn: string): string {
  return `${sqlColumn} = any ((select string_to_array(${claimed}, ',')::uuid[])::uuid[])`
}

/** A STABLE expression is an index condition as well; what it costs is one more look at the setting for a row. */
function inlineTenant(sqlColumn: string): string {
  return `${sqlColumn} = any (string_to_array(${claimed}, ',')::uuid[])`
}
