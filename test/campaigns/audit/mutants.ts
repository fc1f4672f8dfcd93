// Routines and sealers that are wrong in one known way each. A campaign that lets one of them pass proves nothing about
// the right ones.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { toLogs } from '../../../kernel/work/audit/audit-sql.ts'
import { type ClaimRules, claimRules } from '../../../kernel/work/audit/claim.ts'
import { openFilePlace } from '../../../kernel/work/audit/file-place.ts'
import type { ReadablePlace } from '../../../kernel/work/audit/place.ts'
import { startSealer } from '../../../kernel/work/audit/sealer.ts'
import { openSigningKey } from '../../../kernel/work/audit/signing-key.ts'
import { verifyLog } from '../../../kernel/work/audit/verify.ts'
import { openTestTargets } from '../../support/database.ts'
import { seededRandom } from '../events/random.ts'
import { clinicDatabases, clinicModel } from './clinic.ts'
import { innocent, judge } from './judge.ts'
import { type Change, startWriters, writeLate } from './writers.ts'

export interface Mutation {
  /** Changes the routine of `rooms`. */
  readonly routine?: (source: string) => string
  readonly sql?: string
  readonly rules?: ClaimRules
  readonly place?: (place: ReadablePlace) => ReadablePlace
}

export const mutants: readonly (readonly [name: string, mutation: Mutation])[] = [
  ['no update is told', { sql: 'drop trigger audit_update on t_clinic.rooms' }],
  ['no deletion is told', { sql: 'drop trigger audit_delete on t_clinic.patients' }],
  [
    'one row a statement',
    {
      routine: (source) =>
        source.replaceAll('from new_rows n', 'from (select * from new_rows limit 1) n'),
    },
  ],
  [
    'the actor is guessed',
    { routine: (source) => source.replace(/acervo\.audit_actor\('rooms'\)/, `'user:writer'`) },
  ],
  [
    'before and after exchanged',
    {
      routine: (source) =>
        source.replaceAll('agent_tool, before, after', 'agent_tool, after, before'),
    },
  ],
  [
    'what was open at the seal is forgotten',
    { rules: { next: (...given) => ({ ...claimRules.next(...given), open: [] }) } },
  ],
  [
    'a cursor over the numbers of transactions',
    {
      rules: {
        next: (sealed, read, isFull) => {
          const cut = Math.max(sealed.cut, ...read.events.map(({ transaction }) => transaction + 1))
          return {
            ...claimRules.next(sealed, read, isFull),
            cut,
            open: [],
            within: { transaction: -1, id: '00000000-0000-0000-0000-000000000000' },
          }
        },
      },
    },
  ],
  [
    'a place outside that loses one in five',
    {
      place: (place) => {
        let count = 0
        return {
          ...place,
          append: async (database, records) =>
            ++count % 5 === 0 ? undefined : place.append(database, records),
        }
      },
    },
  ],
]

/** What was wrong, in words; nothing where all was right. */
export async function runStorm(mutation: Mutation, seed: number): Promise<readonly string[]> {
  const random = seededRandom(seed)
  const directory = mkdtempSync(join(tmpdir(), 'acervo-audit-'))
  const opened = await openTestTargets(clinicModel)
  const target = opened.targets.of('t_clinic')
  const direct = await target.direct()
  const ask = async (text: string) => (await direct.query({ text, values: [] })).rows
  const [[definition] = []] = await ask(
    `select pg_get_functiondef('t_clinic.rooms_audit()'::regprocedure)`,
  )
  const mutated = mutation.routine?.(definition ?? '')
  if (mutated !== undefined && mutated === definition)
    throw new Error('the mutation changes nothing')
  if (mutated !== undefined) await direct.script(mutated)
  if (mutation.sql !== undefined) await direct.script(mutation.sql)
  const file = openFilePlace(directory)
  const place = mutation.place?.(file) ?? file
  const { next } = mutation.rules ?? claimRules
  let told = 0
  const rules: ClaimRules = {
    next: (...given) => {
      told++
      return next(...given)
    },
  }
  const sealer = startSealer({
    target,
    databases: clinicDatabases,
    holder: randomUUID(),
    signer: openSigningKey(directory),
    places: [place],
    pace: { gapMs: 5, idleMs: 10, eventsMax: 16, failedMs: 50 },
    rules,
    onError: () => undefined,
  })
  try {
    const acknowledged: Change[] = []
    const onAcknowledged = (changes: readonly Change[]) => void acknowledged.push(...changes)
    const writers = startWriters({ target, random, writers: 6, openMs: 60, onAcknowledged })
    // Two seals by numbers after its insert, so that each storm has a change that a seal left open: a slow machine seals
    // by state for long.
    let toldBefore: number | undefined
    const isLate = () => {
      toldBefore ??= told
      return told >= toldBefore + 2
    }
    const late = writeLate(target, isLate).then(
      (change) => [change],
      () => [],
    )
    // By what was done and not by the clock: a slow machine must not let one pass.
    const least = performance.now() + 800
    const most = least + 10_000
    const isEnough = () => acknowledged.length >= 300 && performance.now() > least
    while (!isEnough() && performance.now() < most) await rest(20)
    onAcknowledged(await late)
    await writers.stop()
    const faults: string[] = []
    const nameless = { settings: {}, role: 'acervo_app' } as const
    const write = { text: 'insert into t_clinic.rooms (version) values (0)', values: [] }
    const isRefused = await target.group(nameless, [write]).then(
      () => false,
      () => true,
    )
    if (!isRefused) faults.push('a write by nobody')
    const verify = () => {
      const [log] = toLogs(clinicDatabases)
      if (log === undefined) throw new Error('no log')
      return verifyLog({ target, log, place: file, signer: openSigningKey(directory) }, '')
    }
    const end = performance.now() + 4_000
    let report = await verify()
    while (report.ok && report.unsealed > 0 && performance.now() < end) {
      await rest(50)
      report = await verify()
    }
    if (!report.ok) faults.push(`verify: ${report.first?.fault}`)
    if (report.unsealed > 0) faults.push(`${report.unsealed} unsealed`)
    const verdict = await judge(ask, acknowledged)
    for (const [name, count] of Object.entries(verdict))
      if (count !== innocent[name as keyof typeof innocent]) faults.push(`${count} ${name}`)
    return faults
  } finally {
    await sealer.stop()
    await direct.close()
    await opened.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
