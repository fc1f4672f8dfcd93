// Demonstration data: each system's own function, once per platform. What it wrote is ordinary rows.
import { sql, toStatement } from '../database/sql.ts'
import type { Model, SystemModel } from '../model/model.ts'
import type { Acervo } from './acervo.ts'
import type { AcervoOptions } from './acervo-options.ts'
import { systemPrincipal, toContext } from './principal.ts'

/** A script for the set-up of every target. */
export const demoSql = `create table if not exists acervo.demo (
  system text collate "C" primary key,
  loaded_at timestamptz(6) not null default acervo.now()
);
revoke all on acervo.demo from public;
grant select, insert on acervo.demo to acervo_app`

/** Marked after it is whole: one that was cut short runs again, over natural keys. */
export async function loadDemo(
  acervo: Acervo,
  model: Model,
  { onProgress, signal }: Pick<AcervoOptions, 'onProgress' | 'signal'> = {},
): Promise<void> {
  for (const system of model.systems) {
    signal?.throwIfAborted()
    // It writes into all of its system: with some of it the process that serves the rest may be writing too.
    const isWhole = system.databases.every(({ name }) => acervo.served.databases.has(name))
    if (!isWhole || typeof system.demo !== 'function') continue
    if (await isLoaded(acervo, system)) continue
    onProgress?.({ step: 'demo', system: system.name })
    await (system.demo as (db: unknown) => Promise<void>)(acervo.db)
    await markLoaded(acervo, system)
  }
}

async function isLoaded(acervo: Acervo, system: SystemModel): Promise<boolean> {
  const query = sql`select from acervo.demo where system = ${system.name}`
  const [result] = await targetOf(acervo, system).group(toContext(systemPrincipal), [
    toStatement(query),
  ])
  return (result?.count ?? 0) > 0
}

async function markLoaded(acervo: Acervo, system: SystemModel): Promise<void> {
  const insert = sql`insert into acervo.demo (system) values (${system.name}) on conflict do nothing`
  await targetOf(acervo, system).group(toContext(systemPrincipal), [toStatement(insert)])
}

/** The mark lives beside the system's first database. */
function targetOf({ targets }: Acervo, { databases }: SystemModel) {
  return targets.of(databases[0]?.schema ?? '')
}
