// What does encryption cost: a cell alone, a row read by its key, a page, and rows written, beside the same table
// without it?
import assert from 'node:assert/strict'
import {
  defineDatabase,
  defineSystem,
  defineTable,
  encrypted,
  integer,
  text,
  uuid,
} from '../kernel/index.ts'
import { openCell, sealCell } from '../kernel/keys/cell.ts'
import { DataKey } from '../kernel/keys/data-key.ts'
import { openPlatform } from './fixture.ts'
import type { Measurement } from './result.ts'
import { type Arm, interleave, ratio } from './rounds.ts'

const columns = { name: text(), number: integer(), ssn: text(), notes: text(), personId: uuid() }
const hidden = encrypted({
  columns: ['ssn', 'notes'],
  subject: 'personId',
  index: { ssn: ['alphanumeric', 'lower'] },
})
const care = defineSystem({
  name: 'care',
  databases: [
    defineDatabase({
      schema: 'bench_care',
      name: 'care',
      tables: {
        patient: defineTable('patients', columns, [hidden]),
        guest: defineTable('guests', columns, []),
      },
    }),
  ],
})

const rows = 20_000
const perPerson = 10

export async function measure(server: string): Promise<Measurement> {
  const platform = await openPlatform(server, [care])
  try {
    const { patient, guest } = platform.acervo.db.care
    const rowOf = (number: number) => ({
      name: `patient ${number}`,
      number,
      ssn: `SSN-${number}`,
      notes: `what was said at visit ${number}`,
      personId: `0192f0c1-2d3e-7a4b-8c5d-${Math.floor(number / perPerson)
        .toString(16)
        .padStart(12, '0')}`,
    })
    const all = Array.from({ length: rows }, (_, number) => rowOf(number))
    await patient.createMany({ data: all })
    await guest.createMany({ data: all })
    await platform.admin.query('analyze')
    const ids = async (table: string) =>
      (await platform.admin.query(`select id, number from bench_care.${table}`)).rows as Row[]
    const [patients, guests] = [await ids('patients'), await ids('guests')]
    let at = 0
    const next = (list: readonly Row[]): Row => {
      at += 7
      return list[at % list.length] as Row
    }
    const one = (name: string, table: typeof patient, list: readonly Row[]): Arm => ({
      name,
      once: async () => {
        const { id, number } = next(list)
        const found = await table.findUnique({ where: { id } })
        assert.equal(found?.ssn, `SSN-${number}`)
      },
    })
    const page = (name: string, table: typeof patient, list: readonly Row[]): Arm => ({
      name,
      once: async () => {
        const { id } = next(list)
        const found = await table.findMany({
          where: { id: { gte: id } },
          orderBy: { id: 'asc' },
          take: 50,
        })
        for (const { ssn, number } of found) assert.equal(ssn, `SSN-${number}`)
      },
    })
    let born = rows
    const write = (name: string, table: typeof patient): Arm => ({
      name,
      once: async () => {
        born += 500
        const data = Array.from({ length: 500 }, (_, n) => rowOf((born + n) % rows))
        assert.equal((await table.createMany({ data })).count, 500)
      },
    })
    const times = { rounds: 12, roundMs: 400, warmUpMs: 700 }
    const single = await interleave(
      [one('encrypted', patient, patients), one('plain', guest as never, guests)],
      { ...times, concurrency: 8 },
    )
    const pages = await interleave(
      [page('encrypted', patient, patients), page('plain', guest as never, guests)],
      { ...times, concurrency: 4 },
    )
    const written = await interleave(
      [write('encrypted', patient), write('plain', guest as never)],
      {
        ...times,
        rounds: 6,
        concurrency: 1,
      },
    )
    const against = (figures: typeof single) =>
      ratio(figures[0]?.perSecond ?? [], figures[1]?.perSecond ?? [])
    const cells = cellSpeeds()
    return {
      question: 'Encrypted columns beside the same columns in plain.',
      claims: [
        { claim: 'cells encrypted a second and core', ratio: cells.sealed, atLeast: 50_000 },
        { claim: 'cells decrypted a second and core', ratio: cells.opened, atLeast: 50_000 },
      ],
      figures: {
        'rows by key, of plain': against(single),
        'pages of 50 rows, 100 cells, of plain': against(pages),
        'batches of 500 rows, 1,000 cells, of plain': against(written),
        'rows by key': single,
        pages,
        batches: written,
      },
    }
  } finally {
    await platform.close()
  }
}

interface Row {
  readonly id: string
  readonly number: number
}

/** By the processor's time of this process: others share the machine. */
function cellSpeeds() {
  const key = DataKey.make()
  const place = {
    database: 'care',
    table: 'patient',
    column: 'ssn',
    row: ['0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'],
    tenant: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1e',
  }
  const value = Buffer.from('ES9121000418450200051332')
  const cell = sealCell(key, place, value)
  const sealed: number[] = []
  const opened: number[] = []
  for (let round = 0; round < 8; round++) {
    sealed.push(perCpuSecond(() => sealCell(key, place, value)))
    opened.push(perCpuSecond(() => openCell(key, place, cell)))
  }
  const ones = sealed.map(() => 1)
  return { sealed: ratio(sealed.slice(1), ones), opened: ratio(opened.slice(1), ones) }
}

function perCpuSecond(work: () => unknown): number {
  const count = 20_000
  const before = process.cpuUsage()
  for (let n = 0; n < count; n++) work()
  const { user, system } = process.cpuUsage(before)
  return (count * 1e6) / (user + system)
}
