// The second engine: a stanza of pgBackRest, with a repository, keys and an archive of its own. What it says is read, not
// how it ends: it ends with 0 over a repository that it has just found broken.
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AcervoError } from '../errors/index.ts'
import { type Moment, toTime } from './choose.ts'
import { type Copy, giveTo, isEmpty } from './copy.ts'
import { runProgram, serverOwner } from './programs.ts'
import { finishCopy, type Reached, recoverCopy } from './recover.ts'

export interface Stanza {
  readonly name: string
  /** Its configuration; where pgBackRest looks for it itself if unset. */
  readonly config?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface StanzaBackup {
  /** `20261122-043635F` */
  readonly label: string
  readonly type: string
  readonly takenAt: string
  readonly startLsn: string
  readonly stopLsn: string
  readonly bytes: number
}

export interface VerifiedStanza {
  readonly ok: boolean
  /** What pgBackRest found, in its own words. */
  readonly faults: readonly string[]
}

export async function backUpStanza(stanza: Stanza, type: 'full' | 'incr'): Promise<void> {
  await run(stanza, ['--start-fast', `--type=${type}`, 'backup'])
}

export async function listStanza(stanza: Stanza): Promise<readonly StanzaBackup[]> {
  const [found] = await readInfo(stanza)
  return (found?.backup ?? []).map(({ label, type, timestamp, lsn, info }) => ({
    ...{ label, type, takenAt: new Date(timestamp.stop * 1_000).toISOString() },
    ...{ startLsn: lsn.start, stopLsn: lsn.stop, bytes: info.repository.delta },
  }))
}

/** Well only where it says so of the whole and of each backup, and found nothing missing or invalid. */
export async function verifyStanza(stanza: Stanza): Promise<VerifiedStanza> {
  const { output } = await run(stanza, ['--output=text', '--verbose', 'verify'])
  return judgeVerify(output)
}

export function judgeVerify(output: string): VerifiedStanza {
  const lines = output.split('\n').map((line) => line.trim())
  const isSaid = lines.some((line) => line === 'status: ok')
  const faults = lines.filter(
    (line) =>
      (/^status: /.test(line) && line !== 'status: ok') ||
      (/, status: /.test(line) && !/, status: valid,/.test(line)) ||
      /(missing|invalid|other): [1-9]/.test(line),
  )
  const silent = isSaid || faults.length > 0 ? [] : ['it does not say status: ok']
  return { ok: isSaid && faults.length === 0, faults: [...faults, ...silent] }
}

export interface RestoreStanza extends Stanza {
  readonly moment: Moment
  readonly folder: string
  readonly programs?: string | undefined
  /** A superuser that the server has. */
  readonly superuser?: string | undefined
  readonly look?: (urlOf: (database: string) => string) => Promise<void>
}

export interface RestoredStanza extends Reached {
  readonly folder: string
  readonly major: number
  readonly seconds: number
}

/** By the same recovery as of our own bases, so that nothing of home runs in the copy. @throws ACV425, ACV428, ACV429 */
export async function restoreStanza(options: RestoreStanza): Promise<RestoredStanza> {
  const { moment, folder, programs, signal, superuser = 'postgres', look } = options
  const began = performance.now()
  if (moment !== 'last' && 'time' in moment) toTime(moment.time)
  if (/["'%\\$`\s]/.test(folder) || !(await isEmpty(folder)))
    throw new AcervoError('ACV425', `a server cannot be restored to ${folder}`, {
      hint: 'Name a folder that is not there yet, without blanks or quotes.',
    })
  const [info] = await readInfo(options)
  const major = Number.parseInt(info?.db.at(-1)?.version ?? '', 10)
  const copy: Copy = { folder, major, owner: serverOwner(), programs, signal }
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await giveTo(copy.owner, folder)
  try {
    await run(options, [
      `--pg1-path=${folder}`,
      ...toTarget(moment),
      '--archive-mode=off',
      'restore',
    ])
    const own = toWords(options).join(' ')
    const reached = await recoverCopy({
      ...{ copy, moment, superuser, preparedMax: 100, hasHoles: true },
      restoreCommand: `${program} ${own} --pg1-path=${folder} archive-get %f "%p"`,
      look: async ({ urlOf }) => look?.(urlOf),
    })
    await finishCopy(copy, 100)
    return { ...reached, folder, major, seconds: Math.round(performance.now() - began) / 1000 }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** Only for the choice of the backup: the recovery is told itself. */
function toTarget(moment: Moment): readonly string[] {
  if (moment === 'last') return []
  if ('lsn' in moment) return ['--type=lsn', `--target=${moment.lsn}`]
  return ['--type=time', `--target=${moment.time.replace('T', ' ').replace(/Z$/, '+00')}`]
}

interface StanzaInfo {
  readonly name: string
  readonly db: readonly { readonly version: string }[]
  readonly backup: readonly {
    readonly label: string
    readonly type: string
    readonly timestamp: { readonly start: number; readonly stop: number }
    readonly lsn: { readonly start: string; readonly stop: string }
    readonly info: { readonly repository: { readonly delta: number } }
  }[]
}

async function readInfo(stanza: Stanza): Promise<readonly StanzaInfo[]> {
  const { output } = await run(stanza, ['--output=json', 'info'])
  return JSON.parse(output) as readonly StanzaInfo[]
}

const program = 'pgbackrest'

function toWords({ name, config }: Stanza): readonly string[] {
  return [...(config === undefined ? [] : [`--config=${config}`]), `--stanza=${name}`]
}

async function run(stanza: Stanza, words: readonly string[]) {
  const all = [...toWords(stanza), ...words]
  return runProgram(program, all, { as: serverOwner(), signal: stanza.signal, environment: {} })
}
