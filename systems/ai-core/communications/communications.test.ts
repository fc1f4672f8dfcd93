// Promises of what is said to whom: each test breaks one, alone and with two at once. What all channels share is tried
// on each of them.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineSystem } from '../../../kernel/index.ts'
import { openInbox } from '../../../kernel/work/inbox/inbox.ts'
import { findSubscription } from '../../../kernel/work/inbox/subscription.ts'
import { rowColumns, toBody, toOutboxes, toRow } from '../../../kernel/work/relay/outbox-row.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { interleave, type Step } from '../../../test/support/interleave.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import {
  cellOf,
  insertRow,
  toInsert,
  toUpdate,
  updateRow,
  type Values,
} from '../../../test/support/rows.ts'
import { auth } from '../auth/database.ts'
import { toConsentConsumer } from '../channel/on-consent.ts'
import { commsEmail } from '../comms-email/database.ts'
import { commsSms } from '../comms-sms/database.ts'
import { commsVoice } from '../comms-voice/database.ts'
import { commsWhatsapp } from '../comms-whatsapp/database.ts'
import { global } from '../global/database.ts'
import { storage } from '../storage/database.ts'
import { communications } from './database.ts'

const system = defineSystem({
  name: 'ai-core',
  databases: [
    global,
    auth,
    storage,
    communications,
    commsEmail,
    commsSms,
    commsWhatsapp,
    commsVoice,
  ],
  consumers: [
    toConsentConsumer('EMAIL', 'commsEmail', 'sm_comms_email'),
    toConsentConsumer('SMS', 'commsSms', 'sm_comms_sms'),
  ],
})

const number = () => `+346${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
const address = () => `${randomUUID()}@example.com`
/** Today at that hour in Madrid, whatever the clock of the machine says. */
const today = `((current_date + $1::time) at time zone 'Europe/Madrid')`
const at = (hour: string): Step => [
  `select set_config('acervo.fake_now', ${today}::text, true)`,
  [hour],
]
const [noon, midnight] = [at('12:00'), at('00:30')]

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system])
  })
  afterAll(() => platform?.close())

  const insert = (table: string, values: Values = {}) => insertRow(platform, table, values)
  const update = (table: string, id: string, set: string) => updateRow(platform, table, id, set)
  const outcomeOf = async (...steps: readonly Step[]) => (await interleave(platform, [], steps))[1]

  describe.each([
    ['sm_comms_email', address, { sender: 'hola@example.com', subject: 'Su póliza' }],
    ['sm_comms_sms', number, { sender: 'SORIANO' }],
    ['sm_comms_whatsapp', number, { template: 'renovacion' }],
    ['sm_comms_voice', number, { caller: '+34910000000' }],
  ] as const)('%s', (schema, toAddress, own) => {
    const messages = `${schema}.messages`
    const recipient = (values: Values = {}) =>
      insert(`${schema}.recipients`, { address: toAddress(), ...values })
    const queue = (recipient_id: string, values: Values = {}) =>
      insert(messages, {
        idempotency_key: randomUUID(),
        recipient_id,
        purpose: 'MARKETING',
        ...own,
        ...values,
      })
    const send = (id: string) => toUpdate(messages, id, `status = 'SENT'`)
    const suppress = (recipient_id: string, purpose: string | null = null) =>
      toInsert(`${schema}.suppressions`, randomUUID(), {
        recipient_id,
        reason: 'OPT_OUT',
        purpose,
      })
    const statusOf = (id: string) =>
      cellOf(platform, `select status from ${messages} where id = $1`, [id])

    test('who asks twice with one key has asked once', async () => {
      const to = await recipient()
      const asked = (): Step =>
        toInsert(messages, randomUUID(), {
          idempotency_key: key,
          recipient_id: to,
          purpose: 'SERVICE',
          ...own,
        })
      const key = randomUUID()
      const [, second] = await interleave(platform, [asked()], [asked()])
      expect(second).toContain('messages_idempotency_key_key')
    })

    test('a message is let go once, two who let it go at once included', async () => {
      const id = await queue(await recipient())
      const once: Step = [
        `with gone as (update ${messages} set status = 'SENT' where id = $1 and status = 'QUEUED' returning id)
         insert into ${schema}.outbox_events (aggregate_type, aggregate_id, event_type, payload)
         select 'Try', id::text, 'Tried', '{}' from gone`,
        [id],
      ]
      await interleave(platform, [noon, once], [noon, once])
      const tried = `select count(*) from ${schema}.outbox_events where aggregate_type = 'Try' and aggregate_id = $1`
      expect(await cellOf(platform, tried, [id])).toBe('1')
      const told = `select count(*) from ${schema}.outbox_events where event_type = 'MessageSent' and aggregate_id = $1`
      expect(await cellOf(platform, told, [id])).toBe('1')
    })

    test('who asks at that moment not to be written to is not', async () => {
      const to = await recipient()
      const id = await queue(to)
      const [, outcome] = await interleave(platform, [suppress(to)], [noon, send(id)])
      expect(outcome).toContain('is not written to')
      expect(await statusOf(id)).toBe('QUEUED')
    })

    test('who would not see the opt-out of another transaction lets nothing go', async () => {
      const id = await queue(await recipient())
      const isolation = 'repeatable read' as const
      const [, outcome] = await interleave(platform, [], [noon, send(id)], { isolation })
      expect(outcome).toContain('read committed')
    })

    test('an opt-out of one purpose leaves the others, and a lifted one ends', async () => {
      const to = await recipient()
      expect(await outcomeOf(suppress(to, 'MARKETING'))).toBeNull()
      expect(await outcomeOf(suppress(to, 'MARKETING'))).toContain('one_a_purpose')
      expect(await outcomeOf(noon, send(await queue(to)))).toContain('is not written to')
      expect(await outcomeOf(noon, send(await queue(to, { purpose: 'SERVICE' })))).toBeNull()
      await platform.query(
        `update ${schema}.suppressions set lifted_at = acervo.clock(), lifted_reason = 'lo pide' where recipient_id = $1`,
        [to],
      )
      expect(await outcomeOf(noon, send(await queue(to)))).toBeNull()
    })

    test('at night nothing of that purpose leaves, by the clock of who receives it', async () => {
      await platform.query(
        `insert into ${schema}.quiet_hours (purpose) values ('MARKETING') on conflict do nothing`,
      )
      const madrid = await recipient()
      const canary = await recipient({ time_zone: 'Atlantic/Canary' })
      expect(await outcomeOf(midnight, send(await queue(madrid)))).toContain('at this hour')
      // 21:00 in Madrid, 20:00 on the islands.
      expect(await outcomeOf(at('21:00'), send(await queue(madrid)))).toContain('at this hour')
      expect(await outcomeOf(at('21:00'), send(await queue(canary)))).toBeNull()
      expect(await outcomeOf(at('09:00'), send(await queue(madrid)))).toBeNull()
      expect(await outcomeOf(at('08:59'), send(await queue(madrid)))).toContain('at this hour')
      expect(
        await outcomeOf(midnight, send(await queue(madrid, { purpose: 'SERVICE' }))),
      ).toBeNull()
      await platform.query(`delete from ${schema}.quiet_hours`)
    })

    test('an address that does not exist is not written to again, a full one is', async () => {
      for (const [kind, expected] of [
        ['SOFT', null],
        ['HARD', 'is not written to'],
      ] as const) {
        const to = await recipient()
        const [id, next] = [await queue(to), await queue(to, { purpose: 'SERVICE' })]
        expect(await outcomeOf(noon, send(id))).toBeNull()
        const bounced = toUpdate(messages, id, `status = 'BOUNCED', bounce_kind = '${kind}'`)
        const [, outcome] = await interleave(platform, [bounced], [noon, send(next)])
        if (expected === null) expect(outcome).toBeNull()
        else expect(outcome).toContain(expected)
      }
    })

    test('no message goes back a step, begins half-way or changes once it has left', async () => {
      const to = await recipient()
      const id = await queue(to)
      await expect(queue(to, { status: 'SENT', sent_at: '2026-01-01' })).rejects.toMatchObject({
        code: 'ACV323',
      })
      await expect(update(messages, id, `status = 'READ'`)).rejects.toMatchObject({
        code: 'ACV323',
      })
      expect(await outcomeOf(noon, send(id))).toBeNull()
      await update(messages, id, `status = 'READ'`)
      await expect(update(messages, id, `status = 'DELIVERED'`)).rejects.toMatchObject({
        code: 'ACV323',
      })
      await expect(update(messages, id, 'attempts = 7')).rejects.toThrow('stays as it is')
      const other: Step = [`update ${messages} set template = 'otra' where id = $1`, [id]]
      expect(await outcomeOf(other)).toContain('permission denied')
    })

    test('an address of another form is refused', async () => {
      for (const wrong of ['612345678', 'Ana@Example.com', 'a@b', 'ana example@x.com', '+0123456'])
        await expect(recipient({ address: wrong })).rejects.toMatchObject({ code: 'ACV304' })
    })
  })

  test('on WhatsApp our own words reach who wrote within a day, and nobody else', async () => {
    const to = await insert('sm_comms_whatsapp.recipients', { address: number() })
    const queue = () =>
      insert('sm_comms_whatsapp.messages', {
        idempotency_key: randomUUID(),
        recipient_id: to,
        purpose: 'SERVICE',
      })
    const send = async () =>
      outcomeOf(noon, toUpdate('sm_comms_whatsapp.messages', await queue(), `status = 'SENT'`))
    const receive = (hour: string) =>
      platform.query(
        `insert into sm_comms_whatsapp.inbound_messages (recipient_id, provider_message_id, received_at)
         values ($2, gen_random_uuid()::text, ${today} - interval '1 day')`,
        [hour, to],
      )
    expect(await send()).toContain('within a day')
    await receive('11:59')
    expect(await send()).toContain('within a day')
    await receive('12:01')
    expect(await send()).toBeNull()
  })

  test('only an answered call whose recipient agreed has a recording', async () => {
    const recipient_id = await insert('sm_comms_voice.recipients', { address: number() })
    const call = async (recordable: boolean) => {
      const id = await insert('sm_comms_voice.messages', {
        idempotency_key: randomUUID(),
        recipient_id,
        purpose: 'SERVICE',
        caller: '+34910000000',
        recordable,
      })
      await update('sm_comms_voice.messages', id, `status = 'SENT'`)
      return id
    }
    const record = (message_id: string) =>
      insert('sm_comms_voice.recordings', { message_id, file_id: randomUUID(), seconds: 30 })
    const agreed = await call(true)
    await expect(record(agreed)).rejects.toThrow('answered call')
    await update('sm_comms_voice.messages', agreed, `status = 'DELIVERED'`)
    await record(agreed)
    const refused = await call(false)
    await update('sm_comms_voice.messages', refused, `status = 'DELIVERED'`)
    await expect(record(refused)).rejects.toThrow('answered call')
  })

  test('what was said is kept encrypted, and read back by the client', async () => {
    const { recipient, message } = platform.db.commsEmail
    const { id: recipientId } = await recipient.create({ data: { address: address() } })
    const { id } = await message.create({
      data: {
        idempotencyKey: randomUUID(),
        recipientId,
        purpose: 'SERVICE',
        sender: 'hola@example.com',
        subject: 'Su póliza',
        body: 'Adjuntamos su póliza.',
      },
    })
    const found = await message.findMany({ where: { id }, select: { body: true } })
    expect(found).toEqual([{ body: 'Adjuntamos su póliza.' }])
    const text = `select position('Adjuntamos'::bytea in body) from sm_comms_email.messages where id = $1`
    expect(await cellOf(platform, text, [id])).toBe('0')
  })

  describe('sm_communications', () => {
    const entry = (party_id: string, decision: string, values: Values = {}) =>
      toInsert('sm_communications.consents', randomUUID(), {
        party_id,
        channel: 'EMAIL',
        purpose: 'MARKETING',
        decision,
        policy_version: '2026-1',
        source: 'formulario',
        ...values,
      })
    const conversation = (party_id: string) =>
      insert('sm_communications.conversations', { party_id, channel: 'EMAIL', subject: 'Oferta' })
    const message = (conversation_id: string, party_id: string, values: Values = {}) =>
      toInsert('sm_communications.messages', randomUUID(), {
        conversation_id,
        party_id,
        channel: 'EMAIL',
        direction: 'OUTBOUND',
        purpose: 'MARKETING',
        author: 'STAFF',
        ...values,
      })

    test('what goes beyond a contract is said only to who consented, and not at the moment of a withdrawal', async () => {
      const party = randomUUID()
      const id = await conversation(party)
      expect(await outcomeOf(message(id, party))).toContain('no consent')
      expect(await outcomeOf(message(id, party, { purpose: 'SERVICE' }))).toBeNull()
      expect(await outcomeOf(entry(party, 'GRANTED'))).toBeNull()
      expect(await outcomeOf(message(id, party))).toBeNull()
      const [, outcome] = await interleave(
        platform,
        [entry(party, 'WITHDRAWN')],
        [message(id, party)],
      )
      expect(outcome).toContain('no consent')
      const state = `select decision from sm_communications.consent_states where party_id = $1`
      expect(await cellOf(platform, state, [party])).toBe('WITHDRAWN')
    })

    test('the ledger counts its entries without gaps, two at once included, and the last one counts', async () => {
      const party = randomUUID()
      await interleave(
        platform,
        [entry(party, 'GRANTED')],
        [entry(party, 'WITHDRAWN', { policy_version: null })],
      )
      const text = `select string_agg(sequence || decision, ',' order by sequence)
        from sm_communications.consents where party_id = $1`
      expect(await cellOf(platform, text, [party])).toBe('1GRANTED,2WITHDRAWN')
      expect(await outcomeOf(entry(party, 'GRANTED', { policy_version: null }))).toContain(
        'granted_check',
      )
    })

    /** What the ledger told, in any order and some of it twice, to the inbox of a channel. */
    const deliver = async (database: string, order: (bodies: string[]) => readonly string[]) => {
      const { acervo, query } = platform
      const [box] = toOutboxes([...acervo.model.databases.values()]).filter(
        (one) => one.database === 'communications',
      )
      if (box === undefined) throw new Error('there is no outbox')
      const text = `select ${rowColumns} from ${box.table} o where o.event_type like 'Consent%' order by o.id`
      const bodies = (await query(text)).rows.map((cells) => toBody(toRow(box, cells)))
      const errors: unknown[] = []
      const subscription = findSubscription(acervo.model, database)
      const inbox = await openInbox({
        platform: acervo,
        subscription,
        onError: (error) => errors.push(error),
      })
      await inbox.receive(order(bodies))
      expect(errors).toEqual([])
    }

    test('a withdrawal reaches the channel it is about and no other, in whatever order it is heard', async () => {
      const party = randomUUID()
      const sent = async (schema: string, address: string, own: Values) => {
        const recipient_id = await insert(`${schema}.recipients`, { address, party_id: party })
        const values = { recipient_id, purpose: 'MARKETING', idempotency_key: randomUUID(), ...own }
        const id = await insert(`${schema}.messages`, values)
        return toUpdate(`${schema}.messages`, id, `status = 'SENT'`)
      }
      const own = { sender: 'hola@example.com', subject: 'Oferta' }
      for (const decision of ['GRANTED', 'WITHDRAWN', 'GRANTED', 'WITHDRAWN'])
        expect(await outcomeOf(entry(party, decision))).toBeNull()
      await deliver('commsEmail', (bodies) => [...bodies.reverse(), ...bodies])
      await deliver('commsSms', (bodies) => bodies)
      expect(await outcomeOf(noon, await sent('sm_comms_email', address(), own))).toContain(
        'withdrawn its consent',
      )
      const sms = await sent('sm_comms_sms', number(), { sender: 'SORIANO' })
      expect(await outcomeOf(noon, sms)).toBeNull()
      expect(await outcomeOf(entry(party, 'GRANTED'))).toBeNull()
      await deliver('commsEmail', (bodies) => bodies)
      expect(await outcomeOf(noon, await sent('sm_comms_email', address(), own))).toBeNull()
    })

    test('a withdrawal that is heard while a message leaves is heeded', async () => {
      const party_id = randomUUID()
      const recipient_id = await insert('sm_comms_email.recipients', {
        address: address(),
        party_id,
      })
      const id = await insert('sm_comms_email.messages', {
        idempotency_key: randomUUID(),
        recipient_id,
        purpose: 'MARKETING',
        sender: 'hola@example.com',
        subject: 'Oferta',
      })
      const heard = toInsert('sm_comms_email.heard_consents', randomUUID(), {
        party_id,
        purpose: 'MARKETING',
        decision: 'WITHDRAWN',
        sequence: 1,
      })
      const leave = toUpdate('sm_comms_email.messages', id, `status = 'SENT'`)
      const [, outcome] = await interleave(platform, [heard], [noon, leave])
      expect(outcome).toContain('withdrawn its consent')
    })

    test('as a request nobody changes or removes an entry', async () => {
      for (const text of [
        `update sm_communications.consents set decision = 'GRANTED'`,
        'delete from sm_communications.consents',
      ])
        await expect(
          platform.targets
            .of('sm_communications')
            .group({ settings: {}, role: 'acervo_app' }, [{ text, values: [] }]),
        ).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('nothing is added to a conversation that is closed or of another party', async () => {
      const party = randomUUID()
      const id = await conversation(party)
      const said = (who: string) => message(id, who, { direction: 'INBOUND', author: 'PARTY' })
      expect(await outcomeOf(said(randomUUID()))).toContain('another party')
      const close = toUpdate('sm_communications.conversations', id, `status = 'CLOSED'`)
      const [, late] = await interleave(platform, [close], [said(party)])
      expect(late).toContain('closed')
      const count = 'select message_count from sm_communications.conversations where id = $1'
      expect(await cellOf(platform, count, [id])).toBe('0')
    })

    test('a party prefers one contact point of a channel', async () => {
      const point = () =>
        insert('sm_communications.contact_points', {
          party_id: party,
          channel: 'EMAIL',
          address: address(),
          preferred: true,
        })
      const party = randomUUID()
      await point()
      await expect(point()).rejects.toMatchObject({ code: 'ACV302' })
    })
  })
})
