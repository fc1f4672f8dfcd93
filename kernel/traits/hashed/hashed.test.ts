import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { text } from '../../table/column.ts'
import { unique } from '../../table/constraint.ts'
import { defineDatabase, defineSystem } from '../../table/database.ts'
import { defineTable } from '../../table/table.ts'
import { hashed } from './hashed.ts'

const keys = defineTable('keys', { name: text(), token: text().hidden() }, [
  hashed({ columns: ['token'], prefix: 'acv_' }),
  unique(['token']),
])
const system = defineSystem({
  name: 'door',
  databases: [
    defineDatabase({
      schema: 'dr_auth',
      name: 'doors',
      area: 'auth',
      purpose: 'keys',
      tables: { key: keys },
    }),
  ],
})
const secret = 'a-secret-of-more-than-22-letters'
const code = (error: { code?: string }) => error.code

onEachEngine(() => {
  let platform: TestPlatform<[typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system])
  })
  afterAll(() => platform?.close())

  test('a secret is compared and never read', async () => {
    const { key } = platform.db.doors
    const made = await key.create({ data: { name: 'one', token: secret } })
    expect(Object.keys(made)).toEqual(['id', 'name'])
    expect(await key.findUnique({ where: { token: secret } as never })).toEqual(made)
    expect(await key.findUnique({ where: { token: `${secret}.` } as never })).toBeNull()
    expect(await key.findMany({ where: { token: { in: [secret] } } as never })).toEqual([made])
    expect(await key.findMany({ select: { token: true } as never }).catch(code)).toBe('ACV333')
    expect(await key.findMany({ orderBy: { token: 'asc' } as never }).catch(code)).toBe('ACV333')
    expect(await key.findMany({ where: { token: { contains: 'a' } } as never }).catch(code)).toBe(
      'ACV333',
    )
    const stored = await platform.query(`select encode(token, 'hex') from dr_auth.keys`)
    expect(stored.rows[0]?.[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  test('two rows cannot have one secret, and the error does not tell it', async () => {
    const twice = platform.db.doors.key.create({ data: { name: 'two', token: secret } })
    const error = await twice.catch((thrown) => thrown)
    expect([error.code, JSON.stringify(error).includes(secret)]).toEqual(['ACV302', false])
  })

  test('one that is not given is made and told once', async () => {
    const { key } = platform.db.doors
    const made = (await key.create({ data: { name: 'made' } as never })) as { token?: string }
    expect(made.token).toMatch(/^acv_[\w-]{43}$/)
    const found = await key.findUnique({ where: { token: made.token } as never })
    expect(found).toEqual({ ...made, token: undefined })
  })

  test('what people could have chosen is refused', async () => {
    const short = platform.db.doors.key.create({ data: { name: 'x', token: 'hunter2' } })
    expect(await short.catch(code)).toBe('ACV205')
  })

  test('a changed secret counts from then on', async () => {
    const { key } = platform.db.doors
    const { id } = await key.create({ data: { name: 'turn', token: `${secret}-1` } })
    await key.update({ where: { id }, data: { token: `${secret}-2` } })
    expect(await key.findUnique({ where: { token: `${secret}-1` } as never })).toBeNull()
    expect((await key.findUnique({ where: { token: `${secret}-2` } as never }))?.id).toBe(id)
  })
})
