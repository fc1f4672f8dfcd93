// One file, from its first byte to the last recheck, and how right the parties are then.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemPrincipal, toContext } from '../../kernel/index.ts'
import { importFile, parseMap } from '../../kernel/intake/index.ts'
import { seededRandom } from '../../systems/ai-core/global/matching/random.ts'
import { accuracyOf } from '../golden-record/accuracy.ts'
import type { GoldenPlatform } from './platforms.ts'

export interface LabelledFile {
  readonly name: string
  readonly map: string
  readonly path: string
  /** Seed of a random order. */
  readonly shuffle?: number
}

export interface Ingested {
  readonly records: number
  readonly parties: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly bCubed: number
  /** Of the clock; `resolve` counts the rechecks too. */
  readonly seconds: {
    readonly import: number
    readonly learn: number
    readonly resolve: number
    readonly total: number
  }
  /** Of this process, which on the embedded engine is all there is. */
  readonly cpuSeconds: number
  readonly settled: unknown
}

const maps = join(import.meta.dirname, '../../systems/ai-core/maps')

export async function ingestFile(
  open: () => Promise<GoldenPlatform>,
  file: LabelledFile,
  folder: string,
): Promise<Ingested> {
  const platform = await open()
  try {
    const { acervo } = platform
    const table = acervo.model.databases.get('global')?.tables.get('party')
    if (table === undefined) throw new Error('there is no global.party')
    const mapPath = join(maps, `${file.map}.json`)
    const begin = performance.now()
    const cpu = process.cpuUsage()
    const steps = new Map<string, number>()
    const { settled } = await importFile(toPath(file, folder), {
      target: acervo.targets.of(table.schema),
      table,
      context: toContext(systemPrincipal),
      client: acervo.db,
      map: parseMap(readFileSync(mapPath, 'utf8'), mapPath),
      sourceName: file.name,
      key: 'unique_id',
      rejectsPath: join(folder, 'rejects.ndjson'),
      onProgress: ({ settling }) => {
        if (settling !== undefined && !steps.has(settling.step))
          steps.set(settling.step, performance.now())
      },
    })
    const end = performance.now()
    const { user, system } = process.cpuUsage(cpu)
    const [learn = end, resolve = end] = [steps.get('learn'), steps.get('resolve')]
    const seconds = {
      import: (learn - begin) / 1000,
      learn: (resolve - learn) / 1000,
      resolve: (end - resolve) / 1000,
      total: (end - begin) / 1000,
    }
    return { ...(await evaluate(platform)), seconds, cpuSeconds: (user + system) / 1e6, settled }
  } finally {
    await platform.close()
  }
}

async function evaluate(platform: GoldenPlatform) {
  const rows = await platform.query(
    `select r.id, l.party_id, r.payload ->> 'cluster' from sm_global.party_links l
    join sm_global.source_records r on r.id = l.source_record_id where l.holds`,
  )
  const parties = new Map<string, string[]>()
  const truth = new Map<string, string>()
  for (const [id, party, label] of rows) {
    const cluster = parties.get(party ?? '') ?? []
    cluster.push(id ?? '')
    parties.set(party ?? '', cluster)
    truth.set(id ?? '', label ?? '')
  }
  const accuracy = accuracyOf([...parties.values()], truth)
  return { records: rows.length, parties: parties.size, ...accuracy }
}

/** The file itself, or its lines in another order; no field of these files holds a line break. */
function toPath({ path, name, shuffle }: LabelledFile, folder: string): string {
  if (shuffle === undefined) return path
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const random = seededRandom(shuffle)
  for (let at = lines.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const line = lines[at] ?? ''
    lines[at] = lines[other] ?? ''
    lines[other] = line
  }
  const shuffled = join(folder, `${name}-${shuffle}.csv`)
  writeFileSync(shuffled, `${[header, ...lines].join('\n')}\n`)
  return shuffled
}
