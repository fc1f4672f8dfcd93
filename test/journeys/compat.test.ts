// The names of the specifications as views: their statements work under the policies of whoever asks, a foreign
// tenant's rows are not seen, and a key that SQL derives is the one that an import derives.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  applyCompat,
  type CompatView,
  dropCompat,
  readSpecified,
} from '../../kernel/conformance/index.ts'
import { deriveId, type Specification, type System } from '../../kernel/index.ts'
import { insurance } from '../../systems/ai-core/insurance/database.ts'
import { orquix } from '../../systems/orquix/system.ts'
import { type Bank, openBank } from '../support/bank.ts'
import { onEachEngine } from '../support/database.ts'
import { type Few, openFew } from '../support/few.ts'
import { openTestPlatform, type TestPlatform } from '../support/platform.ts'

type Open = Pick<TestPlatform<readonly System[]>, 'acervo' | 'targets'>

type Role = 'acervo_app' | 'acervo_readonly'

async function toOptions({ acervo, targets }: Open, name: string, system: string) {
  const database = acervo.model.databases.get(name)
  if (database === undefined) throw new Error(`no database ${name}`)
  const { specification } = (await import(`../../systems/${system}/specification.ts`)) as {
    specification: Specification
  }
  const specified = readSpecified(specification)
  return { database, specification, specified, model: acervo.model, targets }
}

/** In one transaction, as an ordinary request. */
function asRequest({ targets }: Open, schema: string, tenant?: string, role: Role = 'acervo_app') {
  return (text: string, values: string[] = []) =>
    targets.of(schema).transaction(
      {
        role,
        settings: {
          'acervo.actor': 'user:test',
          ...(tenant === undefined ? {} : { 'acervo.tenant': tenant }),
        },
      },
      async (session) => {
        await session.query({ text: `set local search_path to seed_compat_${schema}`, values: [] })
        return (await session.query({ text, values })).rows
      },
    )
}

onEachEngine(() => {
  describe('banking', () => {
    let bank: Bank
    beforeAll(async () => {
      bank = await openBank()
      const views = await applyCompat(
        await toOptions(bank.platform as unknown as Open, 'banking', 'banking'),
      )
      expect(views.find(({ name }) => name === 'User')).toMatchObject({
        of: 'banking.user',
        absent: ['password'],
        readable: expect.arrayContaining(['updatedAt', 'passwordUpdatedAt']),
      })
    })
    afterAll(() => bank?.close())

    test('what the specification writes is in our table, and it reads back what is there', async () => {
      const { branchId } = await bank.openBranch()
      const ask = asRequest(bank.platform as unknown as Open, 'banking', branchId)
      const [[cameraId]] = (await ask(
        `insert into "Camera" ("branchId", status, name) values ($1, 'ONLINE', 'Puerta') returning id`,
        [branchId],
      )) as [[string]]
      const [[id]] = (await ask(
        `insert into "DetectionEvent" ("cameraId", status, confidence, "occurredAt")
         values ($1, 'NEW_FACE'::"DetectionStatus", 0.5, current_timestamp) returning id`,
        [cameraId],
      )) as [[string]]
      await ask(`update "DetectionEvent" set "snapshotUrl" = 'https://b.es/1.jpg' where id = $1`, [
        id,
      ])
      expect(
        await ask(
          `select "cameraId", status, "snapshotUrl" from "DetectionEvent"
           where "occurredAt" > now() - interval '1 day' and status = 'NEW_FACE'`,
        ),
      ).toEqual([[cameraId, 'NEW_FACE', 'https://b.es/1.jpg']])
      const row = 'select tenant_id, snapshot_url from banking.detection_events where id = $1'
      expect((await bank.sql(row, [id])).rows).toEqual([[branchId, 'https://b.es/1.jpg']])
      await ask('delete from "DetectionEvent" where id = $1', [id])
      expect(await ask('select count(*) from "DetectionEvent"')).toEqual([['0']])
    })

    test('a branch sees its own rows through a view, another one or nobody none of them', async () => {
      const [mine, theirs] = [await bank.openBranch(), await bank.openBranch()]
      await mine.db.visit.create({ data: { branchId: mine.branchId } })
      const open = bank.platform as unknown as Open
      const count = `select count(*) from "Visit" where "branchId" = $1`
      const of = (tenant?: string) => asRequest(open, 'banking', tenant)(count, [mine.branchId])
      expect(await of(mine.branchId)).toEqual([['1']])
      expect(await of(theirs.branchId)).toEqual([['0']])
      expect(await of()).toEqual([['0']])
      const intruder = asRequest(
        open,
        'banking',
        theirs.branchId,
      )(`insert into "Visit" ("branchId", status) values ($1, 'WAITING')`, [mine.branchId])
      await expect(intruder).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('a value with another word is read in the word of the specification', async () => {
      const { db, branchId } = await bank.openBranch()
      await db.device.create({
        data: {
          branchId,
          name: 'Puerta 7',
          kind: 'TURNSTILE',
          protocol: 'SERIAL',
          credential: 'a credential of thirty-two characters',
        },
      })
      const ask = asRequest(bank.platform as unknown as Open, 'banking', branchId)
      expect(await ask(`select protocol from "Device" where protocol = 'Serial'`)).toEqual([
        ['Serial'],
      ])
      const written = ask(`update "Device" set protocol = 'Serial'`)
      await expect(written).rejects.toThrow()
    })

    test('a deleted row is none, and nothing that is secret has a name there', async () => {
      const { userId } = await bank.openBranch()
      const open = bank.platform as unknown as Open
      await bank.as().user.delete({ where: { id: userId } })
      const ask = asRequest(open, 'banking')
      expect(await ask('select count(*) from "User" where id = $1', [userId])).toEqual([['0']])
      await expect(ask('select password from "User"')).rejects.toThrow()
      const updated = ask(`update "User" set "updatedAt" = now()`)
      await expect(updated).rejects.toThrow()
    })

    test('an old key is the same key in SQL and by an import', async () => {
      const ask = asRequest(bank.platform as unknown as Open, 'banking')
      const keys = ['ckl2x0y1z0000qzrmn831i7rn', '7', 'año/ñ']
      for (const key of keys)
        expect(await ask(`select key_of('Client', $1)`, [key])).toEqual([
          [deriveId('banking.client', key)],
        ])
      const own = '01A1FD41-C03A-7000-A9C5-2C042DEE0D39'
      expect(await ask(`select key_of('Client', $1)`, [own])).toEqual([[own.toLowerCase()]])
      expect(await ask(`select key_of('Clients', '7')`)).toEqual([[null]])
    })

    test('made again they are the same, dropped nothing of them is left and the tables stand', async () => {
      const options = await toOptions(bank.platform as unknown as Open, 'banking', 'banking')
      const first = await applyCompat(options)
      expect(await applyCompat(options)).toEqual(first)
      await dropCompat(options.targets, options.database)
      const left = `select count(*) from pg_namespace where nspname like 'seed_compat%'`
      expect((await bank.sql(left)).rows).toEqual([['0']])
      expect((await bank.sql('select count(*) > 0 from banking.branches')).rows).toEqual([['t']])
    })
  })

  describe('orquix', () => {
    let platform: TestPlatform<readonly [typeof orquix]>
    beforeAll(async () => {
      platform = await openTestPlatform([orquix])
      await applyCompat(await toOptions(platform as unknown as Open, 'orquix', 'orquix'))
    })
    afterAll(() => platform?.close())

    test('a project is made, changed and found by the names of the specification, by its owner alone', async () => {
      const open = platform as unknown as Open
      const add = `insert into orquix.users (email, name) values ($1, 'Ana') returning id`
      const [ana, eva] = await Promise.all(
        ['ana@example.es', 'eva@example.es'].map(
          async (email) => (await platform.query(add, [email])).rows[0]?.[0] ?? '',
        ),
      )
      const mine = asRequest(open, 'orquix', ana)
      await mine(
        `insert into projects (user_id, name, description, moderator_temperature)
         values ($1, 'Uno', 'El primero', 0.5)`,
        [ana ?? ''],
      )
      await mine(`update projects set archived_at = now() where name = 'Uno'`)
      const read = 'select name, archived_at is not null from projects where deleted_at is null'
      expect(await mine(read)).toEqual([['Uno', 't']])
      expect(await asRequest(open, 'orquix', eva)(read)).toEqual([])
    })
  })

  describe.each([
    ['agents', 'agents', 42],
    ['conversations', 'conversations', 16],
  ] as const)('%s', (system, name, count) => {
    let platform: TestPlatform<readonly System[]>
    let views: readonly CompatView[]
    beforeAll(async () => {
      const loaded = (await import(`../../systems/${system}/system.ts`)) as Record<string, System>
      platform = await openTestPlatform(Object.values(loaded))
      views = await applyCompat(await toOptions(platform, name, system))
    })
    afterAll(() => platform?.close())

    test('each table and view of the specification is read by who asks, and by who reports where the table is', async () => {
      expect(views).toHaveLength(count)
      const open = `select relname from pg_class where relnamespace = 'seed_compat_${name}'::regnamespace
        and relkind = 'v' and 'security_invoker=true' <> all (coalesce(reloptions, '{}'))`
      expect((await platform.query(open)).rows).toEqual([])
      const outcome = (role: Role, text: string) =>
        asRequest(
          platform,
          name,
          undefined,
          role,
        )(text).then(
          () => 'read',
          (error: { code?: string }) => error.code,
        )
      for (const { name: view, of, columns } of views) {
        const list = columns.map((column) => `"${column}"`).join(', ')
        const read = `select ${list} from "${view}"`
        expect([view, await outcome('acervo_app', read)]).toEqual([view, 'read'])
        const table = platform.acervo.model.databases.get(name)?.tables.get(of.split('.')[1] ?? '')
        const direct = await outcome('acervo_readonly', `select id from ${name}.${table?.sqlName}`)
        expect([view, await outcome('acervo_readonly', read)]).toEqual([view, direct])
      }
    })
  })

  describe('insurance', () => {
    let few: Few<readonly [typeof insurance]>
    beforeAll(async () => {
      few = await openFew(insurance)
      await applyCompat(await toOptions(few as unknown as Open, 'insurance', 'ai-core'))
    })
    afterAll(() => few?.close())

    test('an event written as the specification prints it is one row, and no trait adds another', async () => {
      const ask = asRequest(few as unknown as Open, 'ss_insurance')
      const write = `insert into "OutboxEvent" ("aggregateType", "aggregateId", "eventType", payload, status)
         values ('Policy', 'p1', $1, '{}', 'PENDING')`
      await ask(write, ['PolicyIssued'])
      await ask(write, ['PolicyChanged'])
      const found = `select event_type, aggregate_seq, status from ss_insurance.outbox_events
        where aggregate_id = 'p1' order by aggregate_seq`
      expect((await few.query(found)).rows).toEqual([
        ['PolicyIssued', '1', 'PENDING'],
        ['PolicyChanged', '2', 'PENDING'],
      ])
      expect(await ask(`select "eventType" from "OutboxEvent" order by "eventType"`)).toEqual([
        ['PolicyChanged'],
        ['PolicyIssued'],
      ])
    })

    test('what a trait tells of a change stands once beside what was written by hand of it', async () => {
      const product = await few.insert('ss_insurance.products', {
        code: 'HOGAR',
        name: 'Hogar',
        line: 'HOME',
        carrier_name: 'Aseguradora',
      })
      const [policy, party] = [randomUUID(), randomUUID()]
      const outbox = `select event_type, aggregate_seq from ss_insurance.outbox_events
        where aggregate_id = '${policy}' order by aggregate_seq`
      await few.within(
        `insert into ss_insurance.policies
           (id, number, party_id, product_id, status, starts_on, ends_on, premium)
         values ('${policy}', 'P-1', '${party}', '${product}', 'ISSUED', '2026-01-01', '2027-01-01', 1)`,
        `insert into ss_insurance.outbox_events (aggregate_type, aggregate_id, event_type, payload, status)
         values ('Policy', '${policy}', 'PolicyIssued', '{}', 'PENDING')`,
      )
      const told = [
        ['PolicyIssued', '1'],
        ['PolicyIssued', '2'],
      ]
      expect((await few.query(outbox)).rows).toEqual(told)
      // What the relay does to a row tells nothing.
      await few.query(
        `update ss_insurance.outbox_events set status = 'PUBLISHED', published_at = now()
         where aggregate_id = '${policy}'`,
      )
      expect((await few.query(outbox)).rows).toEqual(told)
    })
  })
})
