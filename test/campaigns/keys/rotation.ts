// C4: keys are replaced while readers and writers go on. No read fails, none shows another value than was written,
// and a new wrapping key touches no row.
import { expect } from 'vitest'
import { openKeysInMemory } from '../../../kernel/keys/key-file.ts'
import { rotateData } from '../../../kernel/keys/rotate-data.ts'
import { rotateKek } from '../../../kernel/keys/rotate-kek.ts'
import type { DatabaseModel } from '../../../kernel/model/model.ts'
import { patientOf, patientsSystem } from '../../support/patients.ts'
import { openTestPlatform } from '../../support/platform.ts'

export interface RotationSize {
  readonly rows: number
  /** Data-key rotations under load. */
  readonly rounds: number
  readonly readers: number
  readonly writers: number
}

export async function rotationCampaign(size: RotationSize): Promise<void> {
  const keys = openKeysInMemory()
  const platform = await openTestPlatform([patientsSystem], keys)
  const { db, acervo } = platform
  try {
    const rows = Array.from({ length: size.rows }, (_, n) => patientOf(n))
    for (let at = 0; at < rows.length; at += 5_000)
      await db.care.patient.createMany({ data: rows.slice(at, at + 5_000) })
    const marks = async () =>
      (await platform.query('select sum(xmin::text::bigint), count(*) from kp_care.patients')).rows
    const before = await marks()
    const { wrapped } = await rotateKek(keys, acervo.targets.all())
    expect([wrapped, await marks()]).toEqual([size.rows + 1, before])
    const load = startLoad(db, size)
    const database = acervo.model.databases.get('care') as DatabaseModel
    const target = acervo.targets.of(database.schema)
    let cells = 0
    for (let round = 0; round < size.rounds; round++)
      cells += (await rotateData(keys, target, database, { settleMs: 200 })).cells
    const { reads, writes, failures, last } = await load.stop()
    console.log(
      `C4 (${acervo.engine}): ${size.rows} rows, ${wrapped} keys wrapped again, ${size.rounds} data-key rotations, ` +
        `${cells} cells; meanwhile ${reads} reads and ${writes} writes, ${failures.length} failed`,
    )
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(size.rounds)
    for (let from = 0; from < size.rows; from += 5_000) {
      const where = { number: { gte: from, lt: from + 5_000 } }
      for (const { number, ssn, notes } of await db.care.patient.findMany({ where }))
        expect([ssn, notes]).toEqual([`SSN-${number}`, last.get(number) ?? `notes of ${number}`])
    }
  } finally {
    await platform.close()
  }
}

function startLoad(
  db: Awaited<ReturnType<typeof openTestPlatform<[typeof patientsSystem]>>>['db'],
  size: RotationSize,
) {
  const failures: string[] = []
  let [reads, writes, isOver] = [0, 0, false]
  const attempt = async (work: (n: number) => Promise<void>, seed: number) => {
    for (let n = seed; !isOver; n = (n * 31 + 7) % size.rows)
      await work(n).catch((error: Error) => failures.push(`${error.message}`))
  }
  const read = async (n: number) => {
    const found = await db.care.patient.findMany({ where: { number: { gte: n, lt: n + 20 } } })
    for (const { number, ssn, notes } of found)
      if (ssn !== `SSN-${number}` || notes?.startsWith(`notes of ${number}`) !== true)
        failures.push(`row ${number} reads ${ssn}, ${notes}`)
    reads++
  }
  // Each writer has rows of its own: what it wrote last must be what is read in the end.
  const last = new Map<number, string>()
  const write = (writer: number) => async (n: number) => {
    const number = n - (n % size.writers) + writer
    const row = await db.care.patient.findFirst({ where: { number }, select: { id: true } })
    if (row === null) return
    const notes = `notes of ${number} again ${writes}`
    await db.care.patient.update({ where: row, data: { notes } })
    last.set(number, notes)
    writes++
  }
  const running = [
    ...Array.from({ length: size.readers }, (_, n) => attempt(read, n + 1)),
    ...Array.from({ length: size.writers }, (_, n) => attempt(write(n), n + 1)),
  ]
  return {
    stop: async () => {
      isOver = true
      await Promise.all(running)
      return { reads, writes, failures, last }
    },
  }
}
