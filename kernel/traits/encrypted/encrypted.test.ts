import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { belongsTo, date, decimal, integer, json, text, uuid } from '../../table/column.ts'
import { unique } from '../../table/constraint.ts'
import { defineDatabase, defineSystem } from '../../table/database.ts'
import { defineTable } from '../../table/table.ts'
import { tenant } from '../tenant/tenant.ts'
import { encrypted } from './encrypted.ts'

const patients = defineTable(
  'patients',
  {
    name: text(),
    ssn: text().optional(),
    born: date().optional(),
    weight: integer().optional(),
    height: decimal(5, 2).optional(),
    file: json().optional(),
    partyId: uuid().optional(),
  },
  [
    tenant(),
    encrypted({
      columns: ['ssn', 'born', 'weight', 'height', 'file'],
      subject: 'partyId',
      index: { ssn: ['alphanumeric', 'lower'] },
      shown: { ssn: 4 },
    }),
    unique(['ssn']),
  ],
)
const visits = defineTable(
  'visits',
  { patientId: belongsTo('patients', { inverse: 'visits' }), note: text() },
  [tenant(), encrypted({ columns: ['note'] })],
)
const system = defineSystem({
  name: 'clinic',
  databases: [
    defineDatabase({
      schema: 'cl_care',
      name: 'care',
      area: 'care',
      purpose: 'patients',
      tables: { patient: patients, visit: visits },
    }),
  ],
})

const [a, b] = ['0192f0c1-2d3e-7a4b-8c5d-00000000000a', '0192f0c1-2d3e-7a4b-8c5d-00000000000b']
const party = '0192f0c1-2d3e-7a4b-8c5d-0000000000f1'
const code = (error: { code?: string }) => error.code

onEachEngine(() => {
  let platform: TestPlatform<[typeof system]>
  const as = (tenantId: string | readonly string[] = a) =>
    platform.db.as({ actor: 'test', claims: { tenant: tenantId } }).care
  beforeAll(async () => {
    platform = await openTestPlatform([system])
  })
  afterAll(() => platform?.close())
  const stored = async (table: string, column: string) =>
    (await platform.query(`select encode(${column}, 'hex') from cl_care.${table}`)).rows.flat()

  test('values go in plain and come back plain; the table holds neither', async () => {
    const row = await as().patient.create({
      data: { name: 'Ana', ssn: '12-345 6789Z', born: '1970-02-03', weight: 61, file: { a: [1] } },
    })
    expect(row).toMatchObject({
      ssn: '12-345 6789Z',
      born: '1970-02-03',
      weight: 61,
      file: { a: [1] },
    })
    expect(await as().patient.findUnique({ where: { id: row.id } })).toEqual(row)
    const [cell = ''] = await stored('patients', 'ssn')
    expect(Buffer.from(cell ?? '', 'hex')).toHaveLength(45 + 12)
    expect(Buffer.from(cell ?? '', 'hex').toString('latin1')).not.toContain('345')
  })

  test('a decimal comes back with the digits of its column', async () => {
    const heights = ['72.5', '072', '-0', '-3.10', 0.05]
    const rows = await Promise.all(
      heights.map((height) =>
        as().patient.create({ data: { name: 'Talla', height: `${height}` } }),
      ),
    )
    expect(rows.map(({ height }) => height)).toEqual(['72.50', '72.00', '0.00', '-3.10', '0.05'])
    await as().patient.deleteMany({ where: { name: 'Talla' } })
    const tooFine = as().patient.create({ data: { name: 'Talla', height: '72.555' } })
    await expect(tooFine).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('equality is that of the normalised value, in every place that takes conditions', async () => {
    const find = async (where: object) =>
      (await as().patient.findMany({ where: where as never })).map(({ name }) => name)
    expect(await find({ ssn: '123456789z' })).toEqual(['Ana'])
    expect(await find({ ssn: { in: ['x', '12 34 56 78 9 Z'] } })).toEqual(['Ana'])
    expect(await find({ OR: [{ ssn: { equals: 'nobody' } }, { ssn: '12-3456789Z' }] })).toEqual([
      'Ana',
    ])
    expect(await find({ NOT: { ssn: '123456789Z' } })).toEqual([])
    expect(await find({ ssn: null })).toEqual([])
    expect(await find({ ssn: { not: null } })).toEqual(['Ana'])
    expect(await as().patient.count({ where: { ssn: '123456789Z' } })).toBe(1)
  })

  test('uniques hold over the normalised value, within one tenant', async () => {
    const again = { data: { name: 'Otra', ssn: '123456789Z' } }
    const error = await as()
      .patient.create(again)
      .catch((thrown) => thrown)
    expect([error.code, error.message]).toEqual([
      'ACV302',
      "'ssn' of 'patient' together are taken already",
    ])
    expect(JSON.stringify(error)).not.toContain('123456789')
    await as(b).patient.create(again)
    expect((await as(b).patient.findUnique({ where: { ssn: '123456789z' } as never }))?.name).toBe(
      'Otra',
    )
  })

  test.each<[string, object]>([
    ['contains', { where: { ssn: { contains: '1' } } }],
    ['lt', { where: { ssn: { lt: '1' } } }],
    ['an unindexed column', { where: { weight: 61 } }],
    ['the blind index', { where: { ssnBlind: 'aaaa' } }],
    ['its selection', { select: { ssnBlind: true } }],
    ['an order', { orderBy: { ssn: 'asc' } }],
  ])('%s is refused', async (_, args) => {
    expect(
      await as()
        .patient.findMany(args as never)
        .catch(code),
    ).toBe('ACV333')
  })

  test('groups and measures are refused', async () => {
    expect(
      await as()
        .patient.groupBy({ by: ['ssn'] } as never)
        .catch(code),
    ).toBe('ACV333')
    expect(
      await as()
        .patient.aggregate({ _max: { weight: true } } as never)
        .catch(code),
    ).toBe('ACV204')
  })

  test('nested rows, selections, streams and lists open in one request', async () => {
    const found = await as().patient.findFirst({ where: { name: 'Ana' } })
    const patientId = found?.id ?? ''
    await as().visit.createMany({
      data: Array.from({ length: 3 }, (_, n) => ({ patientId, note: `note ${n} "quoted"\t\\` })),
    })
    const row = await as().patient.findUnique({
      where: { id: patientId },
      select: { ssn: true, visits: { select: { note: true } } },
    })
    expect(row?.ssn).toBe('12-345 6789Z')
    expect(row?.visits.map(({ note }) => note).sort()).toEqual(
      [0, 1, 2].map((n) => `note ${n} "quoted"\t\\`),
    )
    const visits = await as().visit.findMany({
      where: { patient: { ssn: '123456789Z' } } as never,
      include: { patient: true },
    })
    expect(visits.map(({ note, patient }) => [note, patient.ssn]).sort()).toEqual(
      [0, 1, 2].map((n) => [`note ${n} "quoted"\t\\`, '12-345 6789Z']),
    )
  })

  test('an update re-encrypts, null takes away, and what it does not name stays', async () => {
    const { id: one } = await as().patient.create({ data: { name: 'Eva', ssn: 'E1', weight: 50 } })
    const updated = await as().patient.update({
      where: { id: one },
      data: { ssn: 'E2', name: 'Eva M' },
    })
    expect(updated).toMatchObject({ ssn: 'E2', weight: 50, name: 'Eva M' })
    expect(await as().patient.findUnique({ where: { ssn: 'e2' } as never })).toEqual(updated)
    expect(await as().patient.update({ where: { id: one }, data: { ssn: null } })).toMatchObject({
      ssn: null,
      weight: 50,
    })
    expect(await as().patient.findUnique({ where: { ssn: 'e2' } as never })).toBeNull()
    expect(
      await as()
        .patient.update({ where: { id: a }, data: { ssn: 'x' } })
        .catch(code),
    ).toBe('ACV209')
    expect(
      await as()
        .patient.updateMany({ where: {}, data: { weight: 1 } })
        .catch(code),
    ).toBe('ACV333')
    expect(
      (await as().patient.updateMany({ where: { id: one }, data: { weight: null } })).count,
    ).toBe(1)
  })

  test('a row that turns out to be about somebody keeps its values, under that key', async () => {
    const { id: one } = await as().patient.create({ data: { name: 'Sin', ssn: 'S1', weight: 70 } })
    const linked = await as().patient.update({ where: { id: one }, data: { partyId: party } })
    expect(linked).toMatchObject({ ssn: 'S1', weight: 70, partyId: party })
    const { rows } = await platform.query(
      `select k.subject from cl_care.patients p join acervo.data_key k on k.id = substring(p.weight from 2 for 16)
       where p.id = $1`,
      [one],
    )
    expect(rows).toEqual([[party]])
  })

  test('nobody writes a blind index, nor takes it away', async () => {
    const { id: one } = await as().patient.create({ data: { name: 'Bl', ssn: 'BL-1' } })
    for (const value of [null, 'AAAA'])
      expect(
        await as()
          .patient.update({ where: { id: one }, data: { ssnBlind: value } as never })
          .catch(code),
      ).toBe('ACV208')
    expect(
      await as()
        .patient.create({ data: { name: 'x', ssnBlind: null } as never })
        .catch(code),
    ).toBe('ACV208')
  })

  test('an upsert makes or changes', async () => {
    const upsert = (ssn: string, weight: number) =>
      as().patient.upsert({
        where: { ssn } as never,
        create: { name: 'Up', weight },
        update: { weight },
      })
    const made = await upsert('U-1', 10)
    expect(made).toMatchObject({ ssn: 'U-1', weight: 10 })
    expect(await upsert('u1', 11)).toEqual({ ...made, weight: 11 })
  })

  test('many rows, by statement and by bulk, each openable', async () => {
    const rows = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `bulk ${from + n}`, ssn: `B${from + n}` }))
    await as().patient.createMany({ data: rows(0, 20) })
    await as().patient.createMany({ data: rows(20, 5200) })
    const found = await as().patient.findMany({
      where: { name: { startsWith: 'bulk' } },
      take: 6000,
    })
    expect(found.every(({ name, ssn }) => ssn === `B${name.slice(5)}`)).toBe(true)
    expect(found).toHaveLength(5220)
  })

  test('errors tell nothing of the value', async () => {
    const error = await as()
      .patient.create({ data: { name: 'x', weight: 'secret-words' as never } })
      .catch((thrown) => thrown)
    expect(error.code).toBe('ACV205')
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret')
  })

  describe('a principal who may not unmask', () => {
    const masked = (permissions: readonly string[]) =>
      platform.db.as({ actor: 'm', claims: { tenant: a }, permissions }).care
    test('sees the last characters or nothing, and cannot write a mask back', async () => {
      const where = { ssn: '123456789Z' } as never
      expect(await masked(['*:read']).patient.findUnique({ where })).toMatchObject({
        ssn: '•••• 789Z',
        weight: null,
        file: null,
      })
      expect(
        await masked(['*:read', 'care.patient:unmask']).patient.findUnique({ where }),
      ).toMatchObject({
        ssn: '12-345 6789Z',
      })
      const back = masked(['*:*']).patient.update({ where, data: { ssn: '•••• 789Z' } })
      expect(await back.catch(code)).toBe('ACV205')
    })
  })

  test('a cell moved to another row, column or tenant does not open, whoever moves it', async () => {
    const [one, two] = [
      await as().patient.create({ data: { name: 'M1', ssn: 'M1', weight: 1 } }),
      await as().patient.create({ data: { name: 'M2', ssn: 'M2', weight: 2 } }),
    ]
    const read = () =>
      as()
        .patient.findUnique({ where: { id: one.id } })
        .catch(code)
    const move = async (set: string) => {
      await platform.query(`update cl_care.patients set ${set} where id = '${one.id}'`)
    }
    const keep = await platform.query(
      `select encode(weight, 'hex') from cl_care.patients where id = '${one.id}'`,
    )
    await move(`weight = (select weight from cl_care.patients where id = '${two.id}')`)
    expect(await read()).toBe('ACV330')
    await move('weight = file, born = null')
    await move(`weight = ssn`)
    expect(await read()).toBe('ACV330')
    await move(`weight = decode('${keep.rows[0]?.[0]}', 'hex')`)
    expect(await read()).toMatchObject({ weight: 1 })
    await move(`tenant_id = '${b}'`)
    expect(
      await as(b)
        .patient.findUnique({ where: { id: one.id } })
        .catch(code),
    ).toBe('ACV330')
  })

  test('the database takes nothing that is not encrypted under a key that stands', async () => {
    const plain = platform.query(
      `insert into cl_care.patients (name, tenant_id, ssn) values ('raw', '${a}', 'plain text of a social number and more of it'::bytea)`,
    )
    expect(await plain.catch(code)).toBe('ACV335')
  })
})
