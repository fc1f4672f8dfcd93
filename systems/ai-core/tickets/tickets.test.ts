// Promises of tickets: numbers without gaps, a clock that waits with us, nothing said after the end.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { ticketsDatabase } from './database.ts'

onEachEngine(() => {
  /** The months of the audit are made around now. */
  const today = new Date().toISOString().slice(0, 10)
  let few: Few<readonly [typeof ticketsDatabase]>
  beforeAll(async () => {
    few = await openFew(ticketsDatabase)
  })
  afterAll(() => few?.close())

  const openText = () => `insert into sm_tickets.tickets (subject) values ('No veo mi recibo')`
  const open = (values = {}) =>
    few.insert('sm_tickets.tickets', { subject: 'No veo mi recibo', ...values })
  const number = (id: string) =>
    few.cell(`select number from sm_tickets.tickets where id = '${id}'`)
  const set = (id: string, status: string) =>
    `update sm_tickets.tickets set status = '${status}', resolution = 'Reenviado' where id = '${id}'`
  const sayText = (id: string) =>
    `insert into sm_tickets.ticket_messages (ticket_id, author, content) values ('${id}', 'party:x', 'Gracias')`

  test('numbers follow each other, at once or not, and one that is given up leaves no gap', async () => {
    expect(await number(await open())).toBe('TICK-000001')
    expect(await refusal(few.within(openText(), 'select 1 / 0'))).toContain('22012')
    expect(await few.race(openText(), openText())).toEqual(['done', 'done'])
    const all = `select string_agg(number, ' ' order by number) from sm_tickets.tickets`
    expect(await few.cell(all)).toBe('TICK-000001 TICK-000002 TICK-000003')
  })

  test('nobody chooses a number or moves the counter', async () => {
    const own = few.db.tickets.ticket.create({
      data: { subject: 'x', number: 'TICK-999999' } as never,
    })
    expect(await refusal(own)).toContain('ACV208')
    const move = few.within('update sm_tickets.ticket_counters set last = 0')
    expect(await refusal(move)).toContain('ACV306')
    expect(await refusal(open({ number: 'TICK-000001' }))).toBe('nothing refused it')
  })

  test('it goes from state to state as declared, and is resolved in words', async () => {
    const id = await open()
    expect(await refusal(few.within(set(id, 'CLOSED')))).toContain('ACV323')
    const mute = few.query(`update sm_tickets.tickets set status = 'RESOLVED' where id = $1`, [id])
    expect(await refusal(mute)).toContain('tickets_resolved_check')
    expect(await few.race(set(id, 'RESOLVED'), set(id, 'WAITING_CUSTOMER'))).toEqual([
      'done',
      'ACV323',
    ])
    expect(await refusal(open({ status: 'CLOSED', resolution: 'x' }))).toContain('ACV323')
  })

  test('while we wait for them the clock stands still', async () => {
    const id = randomUUID()
    const then = (time: string, text: string) =>
      few.within(`select set_config('acervo.fake_now', '${today}T${time}Z', true)`, text)
    await then(
      '09:00',
      `insert into sm_tickets.tickets (id, subject, sla_minutes) values ('${id}', 'x', 60)`,
    )
    await then('09:10', set(id, 'WAITING_CUSTOMER'))
    await then('12:10', set(id, 'IN_PROGRESS'))
    const due = `select to_char(sla_due_at at time zone 'UTC', 'HH24:MI') from sm_tickets.tickets where id = '${id}'`
    expect(await few.cell(due)).toBe('13:00')
  })

  test('nothing is said once it is closed, also where it closes meanwhile, and what was said stays', async () => {
    const id = await open()
    await few.within(sayText(id), set(id, 'RESOLVED'))
    expect(await few.race(set(id, 'CLOSED'), sayText(id))).toEqual(['done', 'ACV304'])
    const rewrite = few.query(
      `update sm_tickets.ticket_messages set content = 'x' where ticket_id = $1`,
      [id],
    )
    expect(await refusal(rewrite)).toContain('what was said was said')
    expect(await few.cell(`select message_count from sm_tickets.tickets where id = '${id}'`)).toBe(
      '1',
    )
  })
})
