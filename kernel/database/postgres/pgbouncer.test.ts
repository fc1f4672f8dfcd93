// Through PgBouncer in transaction mode: contexts of many requests on few server connections, with errors
// thrown in, and never a foreign value.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  nobody,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../../test/support/database/database.ts'
import { openPooler, type Pooler } from '../../../test/support/database/pgbouncer.ts'
import type { PostgresTarget } from './target.ts'

const requests = 10_000

onPostgres(() => {
  describe('behind PgBouncer', () => {
    let database: TestDatabase
    let pooler: Pooler
    let target: PostgresTarget

    beforeAll(async () => {
      database = await openTestDatabase('postgres')
      pooler = await openPooler(new URL(database.run))
      target = await database.open('pgbouncer=true&connection_limit=16', pooler.address)
    })
    afterAll(async () => {
      await database?.close()
      await pooler?.close()
    })

    test(`${requests} requests of mixed contexts see no foreign value`, async () => {
      let foreign = 0
      let failed = 0
      let next = 0
      const seen = statement(`select current_setting('acervo.tenant', true)`, [], 'never_prepared')
      async function worker(): Promise<void> {
        for (let number = next++; number < requests; number = next++) {
          const mine = number % 5 === 4 ? '' : `tenant-${number}`
          const context = mine === '' ? nobody : { settings: { 'acervo.tenant': mine } }
          const isFaulty = number % 10 === 3
          const statements = isFaulty ? [seen, statement('select 1/0')] : [seen]
          try {
            const [result] = await target.group(context, statements)
            if ((result?.rows[0]?.[0] ?? '') !== mine) foreign++
          } catch {
            failed++
          }
        }
      }
      await Promise.all(Array.from({ length: 32 }, worker))
      expect(foreign).toBe(0)
      expect(failed).toBe(requests / 10)
    }, 60_000)

    test('transactions hold their context for their whole life', async () => {
      const work = Array.from({ length: 100 }, (_, number) =>
        target.transaction({ settings: { 'acervo.tenant': `${number}` } }, async (session) => {
          await session.query(statement('select pg_sleep(0.001)'))
          const { rows } = await session.query(
            statement(`select current_setting('acervo.tenant', true)`),
          )
          return rows[0]?.[0]
        }),
      )
      const answers = await Promise.all(work)
      expect(answers).toEqual(answers.map((_, number) => `${number}`))
    })

    test('no statement is named there', async () => {
      const named = statement('select count(*) from pg_prepared_statements', [], 'a_name')
      for (let round = 0; round < 8; round++) {
        const [result] = await target.group(nobody, [named])
        expect(result?.rows).toEqual([['0']])
      }
    })

    test('times are UTC there too', async () => {
      const [result] = await target.group(nobody, [statement('show timezone')])
      expect(result?.rows).toEqual([['UTC']])
    })
  })
})
