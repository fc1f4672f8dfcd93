// The list of commands. Each is loaded when it is asked for: `start` must not wait for the others.
import type { Command } from './command.ts'

type Load = () => Promise<{ readonly command: Command }>

const loaders: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['start', () => import('./start.ts')],
  ['migrate', () => import('./migrate.ts')],
  ['databases', () => import('./databases.ts')],
  ['move', () => import('./move.ts')],
  ['health', () => import('./health.ts')],
  ['schema', () => import('./schema.ts')],
  ['import', () => import('./import.ts')],
  ['export', () => import('./export.ts')],
  ['sql', () => import('./sql.ts')],
  ['db indexes', () => import('./db-indexes.ts')],
  ['db sizes', () => import('./db-sizes.ts')],
  ['db bloat', () => import('./db-bloat.ts')],
  ['db vacuum', () => import('./db-vacuum.ts')],
  ['db activity', () => import('./db-activity.ts')],
  ['db queries', () => import('./db-queries.ts')],
  ['db settings', () => import('./db-settings.ts')],
  ['db advise', () => import('./db-advise.ts')],
  ['db reindex', () => import('./db-reindex.ts')],
  ['plan capacity', () => import('./plan-capacity.ts')],
  ['backup create', () => import('./backup-create.ts')],
  ['backup base', () => import('./backup-base.ts')],
  ['backup wal', () => import('./backup-wal.ts')],
  ['backup list', () => import('./backup-list.ts')],
  ['backup verify', () => import('./backup-verify.ts')],
  ['backup restore', () => import('./backup-restore.ts')],
  ['backup drill', () => import('./backup-drill.ts')],
  ['backup drills', () => import('./backup-drills.ts')],
  ['backup key', () => import('./backup-key.ts')],
  ['retention list', () => import('./retention-list.ts')],
  ['retention run', () => import('./retention-run.ts')],
  ['partitions list', () => import('./partitions-list.ts')],
  ['partitions make', () => import('./partitions-make.ts')],
  ['partitions detach', () => import('./partitions-detach.ts')],
  ['partitions archive', () => import('./partitions-archive.ts')],
  ['partitions attach', () => import('./partitions-attach.ts')],
  ['user create', () => import('./user-create.ts')],
  ['user disable', () => import('./user-disable.ts')],
  ['user unlock', () => import('./user-unlock.ts')],
  ['user list', () => import('./user-list.ts')],
  ['key create', () => import('./key-create.ts')],
  ['key revoke', () => import('./key-revoke.ts')],
  ['key list', () => import('./key-list.ts')],
  ['events lag', () => import('./events-lag.ts')],
  ['events tail', () => import('./events-tail.ts')],
  ['events dead list', () => import('./events-dead-list.ts')],
  ['events dead show', () => import('./events-dead-show.ts')],
  ['events replay', () => import('./events-replay.ts')],
  ['audit verify', () => import('./audit-verify.ts')],
  ['audit proof', () => import('./audit-proof.ts')],
  ['audit check', () => import('./audit-check.ts')],
  ['audit erase', () => import('./audit-erase.ts')],
  ['secrets status', () => import('./secrets-status.ts')],
  ['secrets rotate', () => import('./secrets-rotate.ts')],
  ['secrets shred', () => import('./secrets-shred.ts')],
  ['elevation list', () => import('./elevation-list.ts')],
  ['elevation end', () => import('./elevation-end.ts')],
  ['compat apply', () => import('./compat-apply.ts')],
  ['compat drop', () => import('./compat-drop.ts')],
  ['conformance', () => import('./conformance.ts')],
  ['alerts list', () => import('./alerts-list.ts')],
  ['alerts rules', () => import('./alerts-rules.ts')],
  ['alerts test', () => import('./alerts-test.ts')],
  ['dashboards', () => import('./dashboards.ts')],
  ['openapi', () => import('./openapi.ts')],
  ['doctor', () => import('./doctor.ts')],
  ['config', () => import('./show-config.ts')],
  ['bench', () => import('./bench.ts')],
])

export const commandNames: readonly string[] = Object.freeze([...loaders.keys()])

export async function loadCommand(name: string): Promise<Command | undefined> {
  return (await loaders.get(name)?.())?.command
}

/** Ours only: those of the systems' actions come from their Model. */
export async function loadCommands(): Promise<readonly Command[]> {
  return Promise.all([...loaders.values()].map(async (load) => (await load()).command))
}
