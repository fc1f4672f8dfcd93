// What `acervo start` does about backups by the clock: those that its systems declare, and a drill of each.
import type { Config } from '../config.ts'
import { schedulesOf, toBackupJobs, toDrillJob } from '../kernel/backup/index.ts'
import type { Acervo, Job } from '../kernel/index.ts'
import { openStore, signerOf, toSealers, trustedOf } from './backup-place.ts'
import { drillApart } from './drill-process.ts'
import { readVersion } from './package-file.ts'
import type { Io } from './terminal/io.ts'

/** None where no system served here declares a backup. @throws ACV423 where it is not said for whom. */
export async function toBackupWork(
  acervo: Acervo,
  config: Config,
  io: Io,
): Promise<readonly Job[]> {
  const { model, targets, served = model } = acervo
  const systems = model.systems.filter(({ databases: [first] }) =>
    first === undefined ? false : served.databases.has(first.name),
  )
  const schedules = schedulesOf({ systems })
  if (schedules.length === 0) return []
  const store = await openStore(config, io, {})
  const signer = signerOf(config, io)
  const trusted = [...new Set([...trustedOf(config, io), signer.verifier])]
  const options = {
    ...{ model, targets, home: io.cwd, version: await readVersion() },
    ...(await toSealers(config, {})),
    ...{ signer, trusted, store },
  }
  const home = model.systems[0]?.databases[0]
  const backups = toBackupJobs(options, schedules)
  if (home === undefined || !canOpen(config)) return backups
  const drill = (name: string, signal: AbortSignal) => drillApart(name, io.cwd, signal)
  return [...backups, toDrillJob({ store, trusted, home: targets.of(home.schema), drill })]
}

/** Who holds no identity cannot restore what is sealed with age: another machine drills, and doctor says if none does. */
function canOpen({ backupIdentityFile, backupRecipients }: Config): boolean {
  return (
    backupIdentityFile !== undefined || backupRecipients.every((one) => !one.startsWith('age1'))
  )
}
