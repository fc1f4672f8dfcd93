// Writes and reads of many at once, with a standby that lags on purpose and stands still now and then: whoever wrote
// reads what he wrote, whichever server answers, and most others are answered by the standby.
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Acervo } from '../../../kernel/client/acervo.ts'
import { toAcervo } from '../../../kernel/client/to-acervo.ts'
import { createRuntimeLogin, renderRoles } from '../../../kernel/database/roles.ts'
import type { Direct, ReplicaState, Target } from '../../../kernel/database/target.ts'
import { openMigrator, openTargets } from '../../../kernel/database/targets.ts'
import {
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  integer,
  targetScripts,
  tenant,
  text,
} from '../../../kernel/index.ts'
import { applyModel } from '../../../kernel/migrate/apply-model.ts'
import { type Cluster, type MortalServer, startCluster, startStandby } from '../events/servers.ts'

const note = defineTable('notes', { name: text(), value: integer() }, [tenant()])
const system = defineSystem({
  name: 'beside',
  databases: [defineDatabase({ schema: 't_beside', name: 'beside', tables: { note } })],
})
const model = defineModel([system])

export interface Beside {
  readonly acervo: Acervo
  readonly target: Target
  readonly cluster: Cluster
  readonly standby: MortalServer
  /** On the primary, and on the standby. */
  readonly primary: Direct
  readonly there: Direct
  /** Another process of the same platform. */
  another(): Promise<{ readonly acervo: Acervo; readonly target: Target; close(): Promise<void> }>
  close(): Promise<void>
}

/** `delayMs`: so long the standby waits before it replays a commit. */
export async function openBeside(delayMs: number, more: readonly string[] = []): Promise<Beside> {
  const cluster = await startCluster(more)
  const primary = await openMigrator(cluster.url)
  const password = randomBytes(12).toString('hex')
  await primary.script(renderRoles())
  await createRuntimeLogin(primary, { name: 'reader', password })
  await applyModel(primary, [...model.databases.values()], { scripts: targetScripts })
  const standby = await startStandby(cluster, [`recovery_min_apply_delay=${delayMs}`, ...more])
  const there = await openMigrator(standby.url)
  const toRun = (url: string) => {
    const run = new URL(url)
    run.username = 'reader'
    run.password = password
    return run.href
  }
  const open = async () => {
    const targets = await openTargets({
      ...{ run: toRun(cluster.url), migrate: cluster.url, replica: toRun(standby.url) },
      databases: ['t_beside'],
    })
    const acervo = toAcervo({ model, targets }) as unknown as Acervo
    return { acervo, target: targets.of('t_beside'), close: () => targets.close() }
  }
  const own = await open()
  return {
    ...{ ...own, cluster, standby, primary, there },
    another: open,
    close: async () => {
      await own.close()
      await primary.close()
      await there.close()
      await standby.close()
      await cluster.close()
    },
  }
}

export interface Verdict {
  readonly checks: number
  readonly stale: number
  readonly state: ReplicaState
}

/** So many writers, each of whom writes a value and reads it back, now at once, now a moment later. */
export async function readOwnWrites(
  { acervo, target, there }: Pick<Beside, 'acervo' | 'target' | 'there'>,
  { checks, writers }: { readonly checks: number; readonly writers: number },
): Promise<Verdict> {
  let done = 0
  let stale = 0
  const write = async (): Promise<void> => {
    const me = randomUUID()
    const principal = { actor: `user:${me}`, claims: { tenant: me } }
    const table = { database: 'beside', table: 'note' } as const
    const data = { name: me, value: 0 }
    const { rows: made } = await acervo.run(principal, { ...table, verb: 'create', data })
    const { id } = JSON.parse(made[0] ?? '{}')
    for (let value = 1; done < checks; value++) {
      done++
      await acervo.run(principal, { ...table, verb: 'update', where: { id }, data: { value } })
      if (done % 3 === 0) await rest(done % 40)
      const { rows } = await acervo.run(
        principal,
        { ...table, verb: 'findUnique', where: { id } },
        { replica: true },
      )
      if (JSON.parse(rows[0] ?? '{}').value !== value) stale++
    }
  }
  let isOver = false
  const halt = async (): Promise<void> => {
    while (!isOver) {
      await there.script('select pg_wal_replay_pause()')
      await rest(60)
      await there.script('select pg_wal_replay_resume()')
      await rest(120)
    }
  }
  const halting = halt()
  await Promise.all(Array.from({ length: writers }, write))
  isOver = true
  await halting
  const state = await target.replica?.state()
  if (state === undefined) throw new Error('the target has no replica')
  return { checks: done, stale, state }
}
