// C2: what is encrypted stands in plain nowhere: no file of the server (tables, indexes, write-ahead log, statement
// log), no dump, no statement statistics, no kept answer.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile } from '../../../kernel/intake/import-file.ts'
import { rotateData } from '../../../kernel/keys/rotate-data.ts'
import type { DatabaseModel, TableModel } from '../../../kernel/model/model.ts'
import { onPostgres } from '../../support/database.ts'
import { patientOf, personOf } from '../../support/patients.ts'
import { type OnCluster, openOnCluster } from './on-cluster.ts'

const tag = randomBytes(6).toString('hex')
/** Nothing of it is changed by normalisation but its case. */
const canary = (what: string) => `canary${tag}${what}`
const control = `control${tag}`

onPostgres(() => {
  let place: OnCluster
  beforeAll(async () => {
    place = await openOnCluster([
      'log_statement=all',
      'log_min_error_statement=info',
      'log_min_messages=debug1',
      'log_parameter_max_length=-1',
      'log_parameter_max_length_on_error=-1',
      'logging_collector=on',
      'log_directory=log',
      'wal_level=logical',
      'shared_preload_libraries=pg_stat_statements',
    ])
  }, 120_000)
  afterAll(() => place?.close())

  test('no canary anywhere, after everything that writes and asks', async () => {
    const acervo = await place.open()
    const principal = { actor: 'test' }
    const { patient } = acervo.db.care
    const row = (n: number) => ({
      ...patientOf(n),
      name: control,
      ssn: canary(`n${n}`),
      notes: canary('notes'),
    })
    try {
      const made = await patient.create({ data: row(1) })
      await patient.createMany({ data: [2, 3].map(row) })
      await patient.createMany({ data: Array.from({ length: 5_200 }, (_, n) => row(10 + n)) })
      await patient.update({ where: { id: made.id }, data: { ssn: canary('updated') } })
      const where = { id: made.id }
      await patient.upsert({ where, create: row(2), update: { notes: canary('upserted') } })
      await patient.upsert({ where: { id: personOf(4) }, create: row(4), update: {} })
      expect(
        await patient.findMany({ where: { ssn: { in: [canary('n3'), canary('x')] } } as never }),
      ).toHaveLength(1)
      await patient
        .findMany({ where: { ssn: { contains: canary('y') } } as never })
        .catch(() => undefined)
      await patient
        .create({ data: { ...row(5), number: canary('wrong') as never } })
        .catch(() => undefined)
      await patient.create({ data: { ...row(6), id: made.id } as never }).catch(() => undefined)
      const once = { route: 'r', key: 'k', fingerprint: 'f' }
      const request = { database: 'care', table: 'patient', verb: 'create', data: row(7) } as const
      const first = await acervo.run(principal, request, { once })
      const again = await acervo.run(principal, request, { once })
      expect([again.replayed, again.rows]).toEqual([true, first.rows])
      expect(first.rows[0]).toContain(canary('n7'))
      await importRows(acervo)
      const database = acervo.model.databases.get('care') as DatabaseModel
      await rotateData((await acervo.vault()).kms, acervo.targets.of(database.schema), database, {
        settleMs: 0,
      })
      expect((await patient.findUnique({ where: { id: made.id } }))?.ssn).toBe(canary('updated'))
    } finally {
      await acervo.close()
    }
    await place.query('create extension pg_stat_statements')
    await place.query('checkpoint')
    const statements = await place.query('select query from pg_stat_statements')
    await place.query('select pg_switch_wal()')
    const dump = execFileSync(place.cluster.binary('pg_dump'), [place.cluster.url], {
      encoding: 'latin1',
      maxBuffer: 2 ** 28,
    })
    const files = filesUnder(place.cluster.directory)
    const found = files.filter((file) => holds(readFileSync(file)))
    expect(found).toEqual([])
    expect(holds(Buffer.from(dump, 'latin1'))).toBe(false)
    expect(holds(Buffer.from(statements.flat().join('\n')))).toBe(false)
    // The search would find it: what is not encrypted is in tables, log, write-ahead log and dump.
    const shown = files.filter((file) => readFileSync(file).includes(control))
    for (const kind of [/\/base\//, /\/pg_wal\//, /\/log\//])
      expect(
        shown.some((file) => kind.test(file)),
        String(kind),
      ).toBe(true)
    expect(dump).toContain(control)
    console.log(
      `C2: ${files.length} files of the server, a dump of ${dump.length} bytes, ${statements.length} statements`,
    )
  }, 240_000)

  async function importRows(acervo: Awaited<ReturnType<OnCluster['open']>>): Promise<void> {
    const table = acervo.model.databases.get('care')?.tables.get('patient') as TableModel
    const path = join(place.folder, 'rows.csv')
    const lines = Array.from({ length: 50 }, (_, n) => {
      const { personId } = patientOf(9_000 + n)
      return `${control},${9_000 + n},${canary(`i${n}`)},${canary('imported')},${personId}`
    })
    writeFileSync(path, `name,number,ssn,notes,personId\n${lines.join('\n')}\n`)
    const result = await importFile(path, {
      target: acervo.targets.of(table.schema),
      table,
      context: { settings: {} },
      coding: acervo,
    })
    expect(result).toMatchObject({ inserted: 50, rejected: 0 })
  }
})

function filesUnder(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** As it is, in capitals, and as PostgreSQL writes bytes. */
function holds(bytes: Buffer): boolean {
  const word = `canary${tag}`
  return [word, word.toUpperCase(), Buffer.from(word).toString('hex')].some((form) =>
    bytes.includes(form),
  )
}
