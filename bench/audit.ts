// What does it cost to keep who did what, how late is it sealed, and how long does it take to check a proof?
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { checkProof, type Proof } from '../kernel/work/audit/auditor.ts'
import { openFilePlace } from '../kernel/work/audit/file-place.ts'
import { originOf } from '../kernel/work/audit/log-state.ts'
import { appendLeaves, hashLeaf, noLeaves, proveInclusion } from '../kernel/work/audit/merkle.ts'
import {
  publicBytesOf,
  signNote,
  toCheckpointText,
  toVerifierKey,
} from '../kernel/work/audit/note.ts'
import { type Sealer, startSealer } from '../kernel/work/audit/sealer.ts'
import { openSigningKey } from '../kernel/work/audit/signing-key.ts'
import { type Ledger, ledger, writer } from './audit/writers.ts'
import { openPlatform } from './fixture.ts'
import type { Measurement } from './result.ts'
import { interleave, median, quantile, ratio } from './rounds.ts'

const clients = 8
const rounds = { rounds: 15, roundMs: 800, warmUpMs: 500, concurrency: clients }
const load = { rowsPerSecond: 5_000, batchRows: 100, seconds: 10 }
const leavesOfProof = 1_000_000

export async function measure(server: string): Promise<Measurement> {
  const opened = await openPlatform(server, [ledger])
  const directory = mkdtempSync(join(tmpdir(), 'acervo-bench-audit-'))
  let sealer: Sealer | undefined
  try {
    const arms = (['plain', 'audited', 'apart'] as const).map((name) => writer(opened, name))
    const [plain, audited, apart] = await interleave(arms, rounds)
    const of = (figures: typeof plain) => figures?.perSecond ?? []
    sealer = startSealerOf(opened, directory)
    await untilStill(() => sealer?.status().sealed ?? 0)
    // In the same process, as it runs where the server does.
    const [free, sealing] = await interleave(arms.slice(0, 2), { ...rounds, rounds: 5 })
    const lag = await measureLag(opened, sealer)
    const proof = measureProof()
    const one = (value: number) => ({ median: value, min: value, max: value })
    return {
      question: 'The audit: what it costs writers, how late it is sealed, how long a proof takes.',
      claims: [
        {
          claim: `writes of ${clients} clients, of those without audit`,
          ratio: ratio(of(audited), of(plain)),
          atLeast: 0.65,
        },
        {
          claim: `p99 from commit to seal at ${load.rowsPerSecond} rows/s, of 5 s`,
          ratio: one(lag.p99Ms / 5_000),
          atMost: 1,
        },
        {
          claim: 'hashes of a proof among a million, of 20',
          ratio: one(proof.hashes / 20),
          atMost: 1,
        },
        { claim: 'checking a proof, of 1 ms', ratio: one(proof.checkMs), atMost: 1 },
      ],
      figures: {
        writesPerSecond: Object.fromEntries(
          [plain, audited, apart].map((figure) => [figure?.name, Math.round(median(of(figure)))]),
        ),
        personalApart: ratio(of(apart), of(plain)),
        whileSealing: ratio(of(sealing), of(free)),
        lag,
        proof,
      },
    }
  } finally {
    await sealer?.stop()
    await opened.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

function startSealerOf({ targets, model }: Ledger, directory: string): Sealer {
  return startSealer({
    target: targets.of('bench_ledger'),
    databases: [...model.databases.values()],
    holder: 'bench',
    signer: openSigningKey(directory),
    places: [openFilePlace(directory)],
    onError: (error) => {
      throw error
    },
  })
}

/** Writers that do not wait for each other; what was committed before is sealed before. */
async function measureLag({ acervo }: Ledger, sealer: Sealer) {
  const db = acervo.db.as({ actor: 'user:bench' }).ledger.audited
  await untilStill(() => sealer.status().sealed)
  const before = sealer.status().sealed
  const commits: { readonly at: number; readonly rows: number }[] = []
  let rows = 0
  const write = async (batch: number): Promise<void> => {
    const data = Array.from({ length: load.batchRows }, (_, at) => ({
      name: `bulk ${batch}`,
      email: `${batch}-${at}@example.org`,
    }))
    await db.createMany({ data })
    rows += load.batchRows
    commits.push({ at: performance.now(), rows })
  }
  const batches = (load.rowsPerSecond / load.batchRows) * load.seconds
  const lags: number[] = []
  let done = 0
  const look = () => {
    const sealed = sealer.status().sealed - before
    const now = performance.now()
    for (; done < commits.length && (commits[done]?.rows ?? 0) <= sealed; done++)
      lags.push(now - (commits[done]?.at ?? now))
  }
  const watch = setInterval(look, 5)
  const begun = performance.now()
  const writes: Promise<void>[] = []
  for (let batch = 0; batch < batches; batch++) {
    const waitMs = begun + (batch * load.seconds * 1000) / batches - performance.now()
    if (waitMs > 1) await rest(waitMs)
    writes.push(write(batch))
  }
  await Promise.all(writes)
  const written = performance.now() - begun
  while (done < batches) {
    await rest(5)
    look()
  }
  clearInterval(watch)
  const sorted = [...lags].sort((a, b) => a - b)
  return {
    rowsPerSecond: Math.round(rows / (written / 1000)),
    p50Ms: Math.round(quantile(sorted, 0.5)),
    p99Ms: Math.round(quantile(sorted, 0.99)),
    maxMs: Math.round(sorted.at(-1) ?? 0),
  }
}

async function untilStill(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count()
    await rest(1_500)
  }
}

function measureProof() {
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = publicBytesOf(privateKey)
  const origin = originOf('bench', publicKey)
  const leaves = Array.from({ length: leavesOfProof }, (_, at) => hashLeaf(`["event ${at}"]`))
  const tree = appendLeaves(noLeaves, leaves)
  const sealed = { system: '1', cut: 1, open: [], edge: 1, at: '2026-11-21T00:00:00.000000Z' }
  const checkpoint = signNote(toCheckpointText({ origin, tree, sealed }), origin, {
    privateKey,
    publicKey,
  })
  const position = 654_321
  const begun = performance.now()
  const path = proveInclusion(leaves, position).map((hash) => hash.toString('base64'))
  const proveMs = Math.round(performance.now() - begun)
  const verifier = toVerifierKey(origin, publicKey)
  const proof: Proof = {
    kind: 'acervo.audit.event',
    database: 'bench',
    eventId: '',
    position,
    leaf: `["event ${position}"]`,
    path,
    checkpoint,
    verifier,
  }
  const times = Array.from({ length: 500 }, () => {
    const start = performance.now()
    assert.equal(checkProof(proof, verifier).ok, true)
    return performance.now() - start
  })
  return { leaves: leavesOfProof, hashes: path.length, proveMs, checkMs: median(times) }
}
