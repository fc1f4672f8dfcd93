// A migration while requests run: a column is added, another changes its type and is written anew, an index and a
// constraint come. The processes of the old declaration go on reading and writing through it: none of their
// requests fails, before, during or after.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatabasesOf, Db } from '../../kernel/client/acervo.ts'
import { toAcervo } from '../../kernel/client/to-acervo.ts'
import { openTargets, type Targets } from '../../kernel/database/targets.ts'
import {
  belongsTo,
  bigint,
  counted,
  counter,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  index,
  integer,
  type System,
  softDeleted,
  targetScripts,
  tenant,
  text,
  timestamped,
  unique,
  varchar,
} from '../../kernel/index.ts'
import { migrateAtStart } from '../../kernel/migrate/index.ts'
import { onEachEngine, openTestTargets, type TestTargets } from '../support/database.ts'

const houses = defineTable('houses', { name: text(), roomCount: counter() }, [tenant()])
const roomColumns = {
  houseId: belongsTo('houses', { inverse: 'rooms' }),
  number: integer(),
  label: varchar(20),
}
const roomTraits = [
  tenant(),
  timestamped(),
  softDeleted(),
  unique(['houseId', 'number']),
  counted('houseId', { into: 'roomCount' }),
] as const
const toSystem = <const Rooms extends typeof before | typeof after>(rooms: Rooms) =>
  defineSystem({
    name: 'hotel',
    databases: [
      defineDatabase({ schema: 'hotel', name: 'hotel', tables: { house: houses, room: rooms } }),
    ],
  })
const before = defineTable('rooms', { ...roomColumns, size: integer() }, roomTraits)
const after = defineTable(
  'rooms',
  {
    ...roomColumns,
    label: text(),
    size: bigint(),
    floor: integer().default(1),
    view: text().optional(),
  },
  [...roomTraits, index(['label']), index(['floor', '-size'])],
)
const [oldSystem, newSystem] = [toSystem(before), toSystem(after)]

type OldDb = Db<DatabasesOf<readonly [typeof oldSystem]>>

const roomsMade = 20_000
const principal = {
  actor: 'user:guest',
  claims: { tenant: '00000000-0000-4000-8000-000000000001' },
}

onEachEngine((engine) => {
  let place: TestTargets
  let targets: Targets
  let home: string
  beforeAll(async () => {
    place = await openTestTargets(defineModel([]))
    home = await mkdtemp(join(tmpdir(), 'acervo-hot-'))
    const urls = engine === 'postgres' ? { run: place.run, migrate: place.migrate } : {}
    targets = await openTargets({ databases: ['hotel'], ...urls })
    await migrate(oldSystem)
  })
  afterAll(async () => {
    await targets?.close()
    await place?.close()
    await rm(home, { recursive: true, force: true })
  })

  const migrate = (system: System) => {
    const model = defineModel([system])
    return migrateAtStart({ model, targets, home, mode: 'develop', scripts: targetScripts })
  }
  const open = <S extends System>(system: S) =>
    toAcervo<DatabasesOf<readonly [S]>>({ model: defineModel([system]), targets }).db.as(principal)

  test('no request of the old processes fails while the new one migrates', async () => {
    const db: OldDb = open(oldSystem)
    const house = await db.hotel.house.create({ data: { name: 'Sur' } })
    await db.hotel.room.createMany({
      data: Array.from({ length: roomsMade }, (_, at) => ({
        houseId: house.id,
        number: at,
        label: `room ${at}`,
        size: at,
      })),
    })
    const traffic = startTraffic(db, house.id)
    await traffic.until(50)
    const begun = traffic.done()
    const report = await migrate(newSystem)
    const during = traffic.done() - begun
    await traffic.until(traffic.done() + 50)
    const written = await traffic.stop()

    console.info(`hot reads: ${during} requests during ${report.applied.length} files`)
    expect(report.applied.length).toBeGreaterThan(1)
    if (engine === 'postgres') expect(during).toBeGreaterThan(0)
    expect(traffic.failures).toEqual([])
    const found = await open(newSystem).hotel.house.findUnique({
      where: { id: house.id },
      include: { rooms: { where: { number: 7 } } },
    })
    expect(found).toMatchObject({ roomCount: String(roomsMade + written) })
    expect(found?.rooms).toMatchObject([{ size: '7', label: 'room 7', floor: 1, view: null }])
  })
})

/** Six readers and a writer, each with one request in flight, until they are stopped. */
function startTraffic(db: OldDb, houseId: string) {
  const failures: unknown[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  let done = 0
  let written = 0
  let isOver = false
  const { room, house } = db.hotel
  const reads = [
    () => room.findUnique({ where: { houseId, number: done % roomsMade } }),
    () =>
      room.findMany({ where: { houseId, size: { lt: 50 } }, orderBy: { size: 'asc' }, take: 20 }),
    () => room.findMany({ where: { label: 'room 99' }, include: { house: true } }),
    () => house.findMany({ include: { rooms: { take: 3, orderBy: { number: 'asc' } } } }),
    () => room.aggregate({ _sum: { size: true }, _count: true }),
    () => db.transaction(['hotel'], (tx) => tx.hotel.room.findFirst({ where: { number: 3 } })),
  ]
  const write = async () => {
    const number = roomsMade + written
    await room.create({ data: { houseId, number, label: `new ${number}`, size: 1 } })
    written++
  }
  const loop = async (ask: () => Promise<unknown>) => {
    while (!isOver && failures.length === 0) {
      await ask().catch((error: unknown) => failures.push(error))
      done++
      for (const { count, resolve } of waiting) if (done >= count) resolve()
    }
    for (const { resolve } of waiting) resolve()
  }
  const loops = [...reads, write].map(loop)
  return {
    failures,
    done: () => done,
    until: (count: number) => new Promise<void>((resolve) => waiting.push({ count, resolve })),
    stop: async () => {
      isOver = true
      await Promise.all(loops)
      return written
    },
  }
}
