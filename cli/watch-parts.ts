// What `acervo start` and `acervo alerts` make of the configuration: rules, receivers of messages, and readers of what
// only this machine knows.
import { readFile, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Acervo } from '../kernel/index.ts'
import {
  type AlertRule,
  type AlertSink,
  applyRuleSettings,
  parseRuleSettings,
  type Reader,
  reading,
  rules,
} from '../kernel/watch/index.ts'
import type { Io } from './terminal/io.ts'

type Here = Pick<Io, 'cwd'>

/** @throws ACV606 for a file of rules that cannot be used. */
export async function rulesOf(
  { alertRulesFile }: Config,
  { cwd }: Here,
): Promise<readonly AlertRule[]> {
  if (alertRulesFile === undefined) return rules
  const text = await readFile(resolve(cwd, alertRulesFile), 'utf8')
  return applyRuleSettings(rules, parseRuleSettings(text))
}

/** @throws ACV606 where a package is missing. */
export async function sinksOf(config: Config): Promise<readonly AlertSink[]> {
  const { alertWebhookUrl: url, alertWebhookSecret: secret, alertMailUrl, language } = config
  const sinks: AlertSink[] = []
  if (url !== undefined) {
    const { openAlertWebhook } = await import('../outside/alert-webhook.ts')
    sinks.push(openAlertWebhook({ url, secret, call: await callerOf(config, url) }))
  }
  if (alertMailUrl !== undefined) {
    const { openAlertMail } = await import('../outside/alert-mail.ts')
    const { alertMailFrom: from, alertMailTo: to } = config
    sinks.push(await openAlertMail({ url: alertMailUrl, from, to, language }))
  }
  return sinks
}

/** Whoever names an address in the configuration lets it be called, wherever it is. */
export async function callerOf({ outsideHosts }: Config, url: string) {
  const { createCaller } = await import('../outside/call.ts')
  return createCaller({ hosts: [...outsideHosts, new URL(url).host] })
}

/** Disk and backups; of backups only where it is said where they are kept. */
export async function readersOf(
  { model, targets, served = model }: Acervo,
  config: Config,
  io: Here,
): Promise<readonly Reader[]> {
  const disk = diskReader([resolve(io.cwd, config.dataDirectory)])
  const home = model.systems[0]?.databases[0]
  if (config.backupUrl === undefined || home === undefined) return [disk]
  const [{ backupsReader, schedulesOf }, { openStore, trustedOf }] = await Promise.all([
    import('../kernel/backup/index.ts'),
    import('./backup-place.ts'),
  ])
  const systems = model.systems.filter(({ databases: [first] }) =>
    first === undefined ? false : served.databases.has(first.name),
  )
  const schedules = schedulesOf({ systems })
  if (schedules.length === 0) return [disk]
  const store = await openStore(config, io, {})
  const trusted = trustedOf(config, io)
  const backups = backupsReader({ store, trusted, schedules, home: targets.of(home.schema) })
  return [disk, backups]
}

/** Of the file systems of these folders. */
export function diskReader(folders: readonly string[]): Reader {
  return {
    name: 'disk',
    scope: 'process',
    read: () =>
      Promise.all(
        folders.map(async (folder) => {
          const { blocks, bavail, bfree } = await statfs(folder)
          // What is kept for root alone is neither taken nor free for us.
          const usable = blocks - bfree + bavail
          const labels = { 'system.filesystem.mountpoint': folder }
          const used = usable === 0 ? 0 : (blocks - bfree) / usable
          return reading('system.filesystem.utilization', used, labels)
        }),
      ),
  }
}
