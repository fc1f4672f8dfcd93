// One look at everything: figures of this process, and of the platform where this process is to look at that. What
// cannot be read is missing and said so; what does not answer at all is asked nothing more.
import type { Context, Target } from '../database/target.ts'
import type { Model } from '../model/model.ts'
import { type MetricScope, type Reading, reading } from './metric.ts'
import { readTimeoutMs, type TargetReader, toServerName, toTargetReaders } from './read-target.ts'
import {
  type Connected,
  type Healthy,
  type Reader,
  toConnectionReadings,
  toHealthReadings,
} from './readers.ts'

/** What is watched: `Acervo` fits it. */
export interface WatchedPlatform {
  readonly model: Model
  readonly served?: Model
  readonly targets: {
    of(schema: string): Target
    connections(): Connected
  }
  health(): Promise<readonly Healthy[]>
  readonly moves?: { listen(listener: () => void): () => void }
}

export interface Collected {
  readonly readings: readonly Reading[]
  /** Nothing was left out: whatever is not among them is not there. */
  readonly isWhole: boolean
}

export interface Collector {
  collect(scope: MetricScope): Promise<Collected>
  add(reader: Reader): void
  stop(): void
}

export function openCollector(
  platform: WatchedPlatform,
  context: () => Context,
  given: readonly Reader[],
): Collector {
  const { model, served = model, targets } = platform
  const readers = [...given]
  let ofTargets: readonly TargetReader[] | undefined
  const stopListening = platform.moves?.listen(() => {
    ofTargets = undefined
  })
  const readPlatform = async (): Promise<Collected> => {
    ofTargets ??= toTargetReaders(model, served, (schema) => targets.of(schema))
    const health = (await platform.health()).filter(({ database }) =>
      served.databases.has(database),
    )
    const keyOf = (name: string) =>
      toServerName(targets.of(served.databases.get(name)?.schema ?? ''))
    const readings = toHealthReadings(health, keyOf)
    const down = new Set(
      readings
        .filter(({ metric, value }) => metric === 'acervo.server.up' && value === 0)
        .map(({ labels }) => labels['server.address']),
    )
    const up = ofTargets.filter(({ target }) => !down.has(toServerName(target)))
    const asked = await Promise.all(
      up.map((one) => attempt(toServerName(one.target), () => one.read(context()))),
    )
    return merge([{ readings, isWhole: down.size === 0 }, ...asked])
  }
  return {
    collect: async (scope) => {
      const own = readers.filter((one) => one.scope === scope)
      const asked = own.map((one) =>
        attempt(one.name, async () => one.read(AbortSignal.timeout(readTimeoutMs))),
      )
      const first =
        scope === 'process'
          ? { readings: toConnectionReadings(targets.connections()), isWhole: true }
          : attemptPlatform(readPlatform)
      return merge(await Promise.all([first, ...asked]))
    },
    add: (reader) => {
      readers.push(reader)
    },
    stop: () => stopListening?.(),
  }
}

/** Says whether it failed beside what it read. */
async function attempt(name: string, read: () => Promise<readonly Reading[]>): Promise<Collected> {
  try {
    const readings = await within(2 * readTimeoutMs, read())
    return { readings: [...readings, failed(name, 0)], isWhole: true }
  } catch {
    return { readings: [failed(name, 1)], isWhole: false }
  }
}

async function attemptPlatform(read: () => Promise<Collected>): Promise<Collected> {
  try {
    const found = await read()
    return { ...found, readings: [...found.readings, failed('health', 0)] }
  } catch {
    return { readings: [failed('health', 1)], isWhole: false }
  }
}

const failed = (reader: string, value: number): Reading =>
  reading('acervo.watch.failed', value, { reader })

function merge(all: readonly Collected[]): Collected {
  return {
    readings: all.flatMap(({ readings }) => readings),
    isWhole: all.every(({ isWhole }) => isWhole),
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer in time')), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
