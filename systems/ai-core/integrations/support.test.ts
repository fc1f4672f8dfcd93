// Promises of data quality, integrations and notifications: each test breaks one, alone and with two at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openFew } from '../../../test/support/few.ts'
import { interleave, type Step } from '../../../test/support/interleave.ts'
import {
  cellOf,
  insertRow,
  toInsert,
  toUpdate,
  updateRow,
  type Values,
} from '../../../test/support/rows.ts'
import { dataQuality } from '../data-quality/database.ts'
import { notificationsDatabase } from '../notifications/database.ts'
import { integrations } from './database.ts'

const open = () => openFew(dataQuality, integrations, notificationsDatabase)
const word = () => `x${randomUUID().slice(0, 8)}`

onEachEngine(() => {
  let platform: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    platform = await open()
  })
  afterAll(() => platform?.close())

  const insert = (table: string, values: Values = {}) => insertRow(platform, table, values)
  const update = (table: string, id: string, set: string) => updateRow(platform, table, id, set)
  const outcomeOf = async (...steps: readonly Step[]) => (await interleave(platform, [], steps))[1]

  describe('sm_data_quality', () => {
    const rule = (severity: string) =>
      insert('sm_data_quality.rules', {
        code: word().toUpperCase(),
        title: 'Correo con forma',
        target: 'global.party',
        condition: '{}',
        severity,
        owner: 'user:datos',
      })
    const run = (rule_id: string) => insert('sm_data_quality.runs', { rule_id })
    const violation = (run_id: string, values: Values = {}) =>
      toInsert('sm_data_quality.violations', randomUUID(), {
        run_id,
        row_id: randomUUID(),
        ...values,
      })
    const end = (id: string, rows = 10) =>
      toUpdate('sm_data_quality.runs', id, `ended_at = acervo.clock(), checked_rows = ${rows}`)
    const outcome = (id: string) =>
      cellOf(platform, 'select outcome from sm_data_quality.runs where id = $1', [id])

    test.each([
      ['WARN', 'WARNED'],
      ['QUARANTINE', 'QUARANTINED'],
      ['BLOCK', 'BLOCKED'],
    ])(
      'a rule that says %s ends %s where something was found, and nobody writes otherwise',
      async (severity, ended) => {
        const [clean, found] = [await run(await rule(severity)), await run(await rule(severity))]
        expect(await outcomeOf(end(clean))).toBeNull()
        expect(await outcome(clean)).toBe('PASSED')
        expect(await outcomeOf(violation(found), end(found))).toBeNull()
        expect(await outcome(found)).toBe(ended)
        await expect(update('sm_data_quality.runs', found, `outcome = 'PASSED'`)).rejects.toThrow()
        await expect(update('sm_data_quality.runs', found, 'checked_rows = 11')).rejects.toThrow(
          'history',
        )
      },
    )

    test('a rule that becomes milder meanwhile does not make its run milder', async () => {
      const id = await rule('BLOCK')
      const running = await run(id)
      await update('sm_data_quality.rules', id, `severity = 'WARN'`)
      expect(await outcomeOf(violation(running), end(running))).toBeNull()
      expect(await outcome(running)).toBe('BLOCKED')
    })

    test('what is found while the run is ending was found in time or not at all', async () => {
      const id = await run(await rule('BLOCK'))
      const [, late] = await interleave(platform, [end(id)], [violation(id)])
      expect(late).toMatch(/has ended|history/)
      expect(await outcome(id)).toBe('PASSED')
      const other = await run(await rule('BLOCK'))
      expect(await interleave(platform, [violation(other)], [end(other)])).toEqual([null, null])
      expect(await outcome(other)).toBe('BLOCKED')
    })

    test('a row is found once in a run, and who accepts it says why', async () => {
      const id = await run(await rule('WARN'))
      const row_id = randomUUID()
      const [, twice] = await interleave(
        platform,
        [violation(id, { row_id })],
        [violation(id, { row_id })],
      )
      expect(twice).toContain('violations_run_id_row_id_column_name_key')
      const text = `update sm_data_quality.violations set status = 'ACCEPTED', decided_by = 'user:ana' where run_id = $1`
      await expect(platform.query(text, [id])).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('the trend follows from the runs', async () => {
      const rule_id = await rule('WARN')
      const [one, two] = [await run(rule_id), await run(rule_id)]
      await outcomeOf(violation(one), end(one, 10), end(two, 10))
      const text = `select runs, checked_rows, violations, violation_rate
        from sm_data_quality.rule_trends where rule_id = $1`
      expect((await platform.query(text, [rule_id])).rows).toEqual([['2', '20', '1', '0.050000']])
    })
  })

  describe('sm_integrations', () => {
    const connector = () =>
      insert('sm_integrations.connectors', {
        code: word(),
        name: 'Aseguradora de Ejemplo',
        kind: 'REST',
        address: 'https://api.example.com',
        owner: 'user:o',
        status: 'ACTIVE',
      })
    const credential = async () =>
      insert('sm_integrations.credentials', {
        connector_id: await connector(),
        kind: 'OAUTH2',
        account: 'acervo',
      })
    const lease = (id: string, holder: string, until = `acervo.clock() + interval '1 minute'`) =>
      toUpdate(
        'sm_integrations.credentials',
        id,
        `refresh_holder = '${holder}', refresh_until = ${until}`,
      )
    const store = (credentialId: string, storedBy: string, generation: number) =>
      platform.db.integrations.secret.create({
        data: { credentialId, storedBy, generation, secret: `secreto ${generation}` },
      })

    test('one process refreshes, two who begin at once included', async () => {
      const id = await credential()
      const [, second] = await interleave(platform, [lease(id, 'a')], [lease(id, 'b')])
      expect(second).toContain('somebody else')
      expect(await outcomeOf(lease(id, 'a'))).toBeNull()
    })

    test('a lease that has ended is taken over, and who is late stores nothing', async () => {
      const id = await credential()
      expect(await outcomeOf(lease(id, 'a', `acervo.clock() - interval '1 second'`))).toBeNull()
      expect(await outcomeOf(lease(id, 'b'))).toBeNull()
      await expect(store(id, 'a', 1)).rejects.toThrow('not held')
      await store(id, 'b', 1)
      await expect(store(id, 'b', 2)).rejects.toThrow('not held')
      const secrets = await platform.db.integrations.secret.findMany({
        where: { credentialId: id },
        select: { generation: true, secret: true },
      })
      expect(secrets).toEqual([{ generation: 1, secret: 'secreto 1' }])
      const text = `select count(*) from sm_integrations.secrets where position('secreto'::bytea in secret) > 0`
      expect(await cellOf(platform, text)).toBe('0')
    })

    test('of many who store the next generation at once one does', async () => {
      const id = await credential()
      await outcomeOf(lease(id, 'a'))
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => store(id, 'a', 1)))
      expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      const text =
        'select generation, refresh_holder from sm_integrations.credentials where id = $1'
      expect((await platform.query(text, [id])).rows).toEqual([['1', null]])
    })

    test('who takes over while the late one stores has taken over', async () => {
      const [id, other] = [await credential(), await credential()]
      await outcomeOf(lease(other, 'a'))
      await store(other, 'a', 1)
      await outcomeOf(lease(id, 'a', `acervo.clock() - interval '1 second'`))
      // The cell of another row passes for one here until it is read.
      const late: Step = [
        `insert into sm_integrations.secrets (credential_id, generation, stored_by, secret)
         select $1, 1, 'a', secret from sm_integrations.secrets where credential_id = $2`,
        [id, other],
      ]
      const [, outcome] = await interleave(platform, [lease(id, 'b')], [late])
      expect(outcome).toContain('not held')
      await store(id, 'b', 1)
    })

    test('a revoked credential stays so and takes no secret', async () => {
      const id = await credential()
      await outcomeOf(lease(id, 'a'))
      await update('sm_integrations.credentials', id, 'revoked_at = acervo.now()')
      await expect(store(id, 'a', 1)).rejects.toThrow('revoked')
      await expect(update('sm_integrations.credentials', id, 'revoked_at = null')).rejects.toThrow(
        'stays so',
      )
    })

    const sync = (connector_id: string, id: string = randomUUID()) =>
      toInsert('sm_integrations.syncs', id, { connector_id, stream: 'polizas' })
    const succeed = (id: string, cursor: string, read: number, written: number) =>
      toUpdate(
        'sm_integrations.syncs',
        id,
        `status = 'SUCCEEDED', cursor_to = '${cursor}', read_items = ${read}, written_items = ${written}`,
      )
    const dead = (sync_id: string) =>
      toInsert('sm_integrations.dead_letters', randomUUID(), {
        sync_id,
        item_key: word(),
        payload: '{}',
        error: 'sin número',
      })

    test('one pass over a stream runs, two who begin at once included', async () => {
      const id = await connector()
      const [, second] = await interleave(platform, [sync(id)], [sync(id)])
      expect(second).toContain('syncs_one_running_key')
    })

    test('a pass goes on from where the last good one ended, and a failed one moves nothing', async () => {
      const id = await connector()
      const passes = [randomUUID(), randomUUID(), randomUUID()] as const
      const cursors = async () => {
        const text = `select cursor_from from sm_integrations.syncs where connector_id = $1 order by pass`
        return (await platform.query(text, [id])).rows.flat()
      }
      await outcomeOf(sync(id, passes[0]), succeed(passes[0], 'p-10', 10, 10))
      await outcomeOf(
        sync(id, passes[1]),
        toUpdate(
          'sm_integrations.syncs',
          passes[1],
          `status = 'FAILED', cursor_to = 'p-20', error = 'cortado'`,
        ),
      )
      await outcomeOf(sync(id, passes[2]))
      expect(await cursors()).toEqual([null, 'p-10', 'p-10'])
    })

    test('a pass succeeds when everything it read was written or put aside', async () => {
      const [connectorId, id] = [await connector(), randomUUID()]
      expect(await outcomeOf(sync(connectorId, id), dead(id))).toBeNull()
      expect(await outcomeOf(succeed(id, 'p-10', 10, 8))).toContain('complete_check')
      expect(await outcomeOf(succeed(id, 'p-10', 10, 9))).toBeNull()
      expect(await outcomeOf(dead(id))).toMatch(/has ended|history|complete_check/)
    })

    test('a connector that is being paused begins nothing', async () => {
      const id = await connector()
      const paused = toUpdate('sm_integrations.connectors', id, `status = 'PAUSED'`)
      const [, outcome] = await interleave(platform, [paused], [sync(id)])
      expect(outcome).toContain('not in use')
    })

    test('an address carries no password', async () => {
      await expect(
        insert('sm_integrations.connectors', {
          code: word(),
          name: 'X',
          kind: 'SFTP',
          address: 'sftp://user:secret@example.com/',
          owner: 'user:o',
        }),
      ).rejects.toMatchObject({ code: 'ACV304' })
    })
  })

  describe('sm_notifications', () => {
    const notification = (user_id: string, id: string = randomUUID(), values: Values = {}) =>
      toInsert('sm_notifications.notifications', id, {
        event_id: randomUUID(),
        user_id,
        kind: 'policy.renewal',
        title: 'Renovación',
        ...values,
      })
    const delivery = (notification_id: string, values: Values = {}) =>
      toInsert('sm_notifications.deliveries', randomUUID(), {
        notification_id,
        channel: 'EMAIL',
        ...values,
      })
    const wish = (user_id: string, values: Values) =>
      toInsert('sm_notifications.preferences', randomUUID(), {
        user_id,
        kind: 'policy.renewal',
        channel: 'EMAIL',
        ...values,
      })
    const digest = (user_id: string, id: string = randomUUID()) =>
      toInsert('sm_notifications.digests', id, {
        user_id,
        channel: 'EMAIL',
        period_start: '2026-01-01',
        period_end: '2026-01-02',
      })

    test('a user is told of an event once, two who tell at once included', async () => {
      const [user, event_id] = [randomUUID(), randomUUID()]
      const [, second] = await interleave(
        platform,
        [notification(user, randomUUID(), { event_id })],
        [notification(user, randomUUID(), { event_id })],
      )
      expect(second).toContain('notifications_event_id_user_id_key')
      expect(await outcomeOf(notification(randomUUID(), randomUUID(), { event_id }))).toBeNull()
    })

    test('it goes over a channel once, and not over one that its user turns off at that moment', async () => {
      const [user, id] = [randomUUID(), randomUUID()]
      await outcomeOf(notification(user, id))
      const [, off] = await interleave(platform, [wish(user, { enabled: false })], [delivery(id)])
      expect(off).toContain('does not want it')
      const push = { channel: 'PUSH' }
      const [, second] = await interleave(platform, [delivery(id, push)], [delivery(id, push)])
      expect(second).toContain('deliveries_notification_id_channel_key')
    })

    test('who wants a digest gets a digest of their own, one for a stretch of time', async () => {
      const [user, id, own] = [randomUUID(), randomUUID(), randomUUID()]
      await outcomeOf(notification(user, id), wish(user, { digest: 'DAILY' }), digest(user, own))
      const [, second] = await interleave(platform, [], [digest(user)])
      expect(second).toContain('digests_one_at_a_time_excl')
      expect(await outcomeOf(delivery(id))).toContain('in a digest')
      const foreign = randomUUID()
      await outcomeOf(digest(randomUUID(), foreign))
      expect(await outcomeOf(delivery(id, { digest_id: foreign }))).toContain('somebody else')
      const sent = toUpdate('sm_notifications.digests', own, `status = 'SENT'`)
      expect(await outcomeOf(sent)).toContain('not_empty')
      expect(await outcomeOf(delivery(id, { digest_id: own }), sent)).toBeNull()
      const late = randomUUID()
      await outcomeOf(notification(user, late))
      expect(await outcomeOf(delivery(late, { digest_id: own }))).toContain('gone')
    })

    test('many who put into one digest at once do not wait for each other for ever', async () => {
      const [user, own] = [randomUUID(), randomUUID()]
      const told = Array.from({ length: 8 }, () => randomUUID())
      await outcomeOf(...told.map((id) => notification(user, id)), digest(user, own))
      const target = platform.targets.of('sm_notifications')
      const context = { settings: { 'acervo.actor': 'user:test' }, role: 'acervo_app' } as const
      await Promise.all(
        told.map((id) => {
          const [text, values] = delivery(id, { digest_id: own }) as readonly [string, unknown[]]
          return target.group(context, [{ text, values }])
        }),
      )
      const text = 'select item_count from sm_notifications.digests where id = $1'
      expect(await cellOf(platform, text, [own])).toBe('8')
    })

    test('what was told does not change, and what is put away was read', async () => {
      const [user, id] = [randomUUID(), randomUUID()]
      await outcomeOf(notification(user, id))
      await expect(
        update('sm_notifications.notifications', id, `title = 'Otra cosa'`),
      ).rejects.toThrow('does not change')
      await expect(
        update('sm_notifications.notifications', id, 'archived_at = acervo.now()'),
      ).rejects.toMatchObject({ code: 'ACV304' })
      await update('sm_notifications.notifications', id, 'read_at = acervo.now()')
    })
  })
})
