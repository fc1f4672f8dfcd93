// One labelled file through the matcher: all at once, then one record at a time in random orders.
import {
  learn,
  type PartyRecord,
  resolveInMemory,
} from '../../systems/ai-core/global/matching/index.ts'
import { KeyIndex } from '../../systems/ai-core/global/matching/key-index.ts'
import { keyTextsOf } from '../../systems/ai-core/global/matching/keys.ts'
import { seededRandom } from '../../systems/ai-core/global/matching/random.ts'
import { type Accuracy, accuracyOf } from './accuracy.ts'
import type { LabelledFile } from './labelled-files.ts'

export interface FileFigures {
  readonly records: number
  readonly batch: Accuracy & { readonly clusters: number; readonly reviews: number }
  readonly randomOrders: readonly Accuracy[]
  /** Share of the true pairs that share a key. */
  readonly pairsCompleteness: number
  /** Of the processor, for the batch. */
  readonly seconds: { readonly normalise: number; readonly learn: number; readonly resolve: number }
}

const orders = [1, 2, 3]

export function measureFile({ records, truth, seconds: normalise }: LabelledFile): FileFigures {
  const [model, learnSeconds] = timed(() => learn(records))
  const [batch, resolveSeconds] = timed(() => resolveInMemory(records, model))
  const randomOrders = orders.map((seed) =>
    accuracyOf(resolveInMemory(shuffled(records, seed), model).clusters, truth),
  )
  return {
    records: records.length,
    batch: {
      ...accuracyOf(batch.clusters, truth),
      clusters: batch.clusters.length,
      reviews: batch.reviews.length,
    },
    randomOrders,
    pairsCompleteness: pairsCompleteness(records, truth),
    seconds: { normalise, learn: learnSeconds, resolve: resolveSeconds },
  }
}

function pairsCompleteness(
  records: readonly PartyRecord[],
  truth: ReadonlyMap<string, string>,
): number {
  const index = new KeyIndex()
  const keys = records.map(({ fields }) => keyTextsOf(fields))
  for (const [at, own] of keys.entries()) index.add(at, own)
  const sizes = new Map<string, number>()
  let [found, actual] = [0, 0]
  for (const [at, { id }] of records.entries()) {
    const label = truth.get(id) ?? ''
    const earlier = sizes.get(label) ?? 0
    actual += earlier
    sizes.set(label, earlier + 1)
    for (const other of index.find(keys[at] ?? []))
      if (other < at && truth.get(records[other]?.id ?? '') === label) found++
  }
  return found / Math.max(1, actual)
}

function shuffled(records: readonly PartyRecord[], seed: number): readonly PartyRecord[] {
  const random = seededRandom(seed)
  const keyed = records.map((record) => ({ record, at: random() }))
  return keyed.sort((a, b) => a.at - b.at).map(({ record }) => record)
}

/** Processor seconds: what else runs on the machine does not count. */
function timed<T>(work: () => T): readonly [T, number] {
  const start = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(start)
  return [result, (user + system) / 1e6]
}
