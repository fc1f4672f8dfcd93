// Promises about support: numbers that never come twice, and tickets that say where they stand.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  const aTicket = (of = ana) => ({
    userId: of.id,
    title: 'No puedo entrar',
    description: 'Desde ayer',
    category: 'ACCOUNT' as const,
  })
  const open = (of = ana) => of.db.supportTicket.create({ data: aTicket(of) })
  const say = (ticketId: string, more: object = {}, of = ana) =>
    of.db.supportMessage.create({
      data: { ticketId, content: 'Sigue igual', authorId: of.id, ...more },
    })
  const read = (id: string, of = ana) => of.db.supportTicket.findUnique({ where: { id } })

  test('200 tickets at once have 200 numbers and leave none out', async () => {
    const eva = await agents.person('eva')
    await Promise.all([
      ...Array.from({ length: 180 }, () => open(eva)),
      ...Array.from({ length: 4 }, () =>
        eva.db.supportTicket.createMany({ data: [1, 2, 3, 4, 5].map(() => aTicket(eva)) }),
      ),
      ...Array.from({ length: 10 }, () =>
        eva.db.supportTicket.create({ data: { ...aTicket(eva), title: ' ' } }).catch(() => null),
      ),
    ])
    const tickets = await eva.db.supportTicket.findMany({ take: 300 })
    const numbers = tickets.map(({ ticketNumber }) => ticketNumber)
    const wanted = Array.from({ length: 200 }, (_, at) => `TICK-${String(at + 1).padStart(6, '0')}`)
    expect(numbers.sort()).toEqual(wanted)
  })

  test('each workspace counts its own, and the millionth number is longer, not cut', async () => {
    const [leo, mia] = [await agents.person('leo'), await agents.person('mia')]
    expect((await open(leo)).ticketNumber).toBe('TICK-000001')
    expect((await open(mia)).ticketNumber).toBe('TICK-000001')
    await agents.query(`update agents.ticket_counters set last = 999999 where workspace_id = $1`, [
      leo.workspaceId,
    ])
    expect((await open(leo)).ticketNumber).toBe('TICK-1000000')
    await expect(
      leo.sql(`update agents.support_tickets set ticket_number = 'TICK-000009'`),
    ).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('columns with a list of words are required (O1-29)', async () => {
    const rows = await agents.asSpecified(
      `create table tickets (status varchar(50) default 'OPEN' check (status in ('OPEN', 'CLOSED')))`,
      'insert into tickets values (null) returning status',
    )
    expect(rows).toEqual([[null]])
    const { id } = await open()
    await expect(
      ana.sql('update agents.support_tickets set priority = null where id = $1', id),
    ).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('an answer of its user opens a ticket again, one of staff or a model does not', async () => {
    const staff = await agents.person('staff')
    const { id } = await open()
    const move = (status: 'IN_PROGRESS' | 'WAITING_USER' | 'RESOLVED') =>
      ana.db.supportTicket.update({ where: { id }, data: { status } })
    await move('IN_PROGRESS')
    await move('WAITING_USER')
    await say(id, { isStaff: true, authorId: staff.id })
    await say(id, { isAi: true, authorId: null })
    expect(await read(id)).toMatchObject({ status: 'WAITING_USER' })
    await say(id)
    expect(await read(id)).toMatchObject({ status: 'OPEN' })
    await move('IN_PROGRESS')
    expect((await move('RESOLVED')).resolvedAt).not.toBeNull()
    await say(id)
    expect(await read(id)).toMatchObject({ status: 'OPEN', resolvedAt: null })
  })

  test('a ticket goes only where it may, and how it went is kept', async () => {
    const { id } = await open()
    const move = (status: 'RESOLVED' | 'CLOSED' | 'OPEN') =>
      ana.db.supportTicket.update({ where: { id }, data: { status } })
    await expect(move('CLOSED')).rejects.toMatchObject({
      code: 'ACV323',
      details: expect.stringContaining('IN_PROGRESS, WAITING_USER, RESOLVED, CANCELLED'),
    })
    await move('RESOLVED')
    expect((await move('CLOSED')).closedAt).not.toBeNull()
    await expect(move('OPEN')).rejects.toMatchObject({ code: 'ACV323' })
    const went = await ana.db.supportTransition.findMany({
      where: { ticketId: id },
      orderBy: { at: 'asc' },
    })
    expect(went.map(({ fromState, toState }) => [fromState, toState])).toEqual([
      [null, 'OPEN'],
      ['OPEN', 'RESOLVED'],
      ['RESOLVED', 'CLOSED'],
    ])
    expect(new Set(went.map(({ actor }) => actor))).toEqual(new Set([`user:${ana.id}`]))
  })

  test('a closed ticket takes no message, however both come at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await open()
      const [message] = await Promise.allSettled([
        say(id),
        ana.db.supportTicket.update({ where: { id }, data: { status: 'CANCELLED' } }),
      ])
      expect(['ACV304', undefined]).toContain(
        message.status === 'rejected' ? message.reason.code : undefined,
      )
      const ticket = await read(id)
      expect([ticket?.status, ticket?.closedAt === null]).toEqual(['CANCELLED', false])
      await expect(say(id)).rejects.toMatchObject({ code: 'ACV304' })
    }
  })

  test('an answer and a closing at once: it is open again, or the answer is refused', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { id } = await open()
      const move = (status: 'RESOLVED' | 'CLOSED') =>
        ana.db.supportTicket.update({ where: { id }, data: { status } })
      await move('RESOLVED')
      const [closing, ...answers] = await Promise.allSettled([
        move('CLOSED'),
        ...Array.from({ length: 3 }, () => say(id)),
      ])
      const taken = answers.filter(({ status }) => status === 'fulfilled').length
      const isClosed = closing.status === 'fulfilled'
      expect([taken, (await read(id))?.status]).toEqual(isClosed ? [0, 'CLOSED'] : [3, 'OPEN'])
    }
  })

  test('nobody writes in the name of somebody else, and an author is somebody (O1-11)', async () => {
    const nobody = '01900000-0000-7000-8000-00000000000a'
    const orphan = await agents.asSpecified(
      'create table support_messages (author_id uuid)',
      `insert into support_messages values ('${nobody}') returning author_id`,
    )
    expect(orphan).toEqual([[nobody]])
    const { id } = await open()
    const staff = { isStaff: true, authorId: nobody }
    await expect(say(id, staff)).rejects.toMatchObject({ code: 'ACV303' })
    const bea = await agents.colleague(ana)
    for (const wrong of [
      { authorId: bea.id },
      { authorId: null },
      { isAi: true, authorId: ana.id },
      { isAi: true, isStaff: true, authorId: null },
      { isInternal: true },
    ])
      await expect(say(id, wrong)).rejects.toMatchObject({ code: 'ACV304' })
    const eva = await agents.person('eva')
    await expect(say(id, {}, eva)).rejects.toMatchObject({ code: 'ACV303' })
  })

  test('what is attached is a list of addresses', async () => {
    const { id } = await open()
    const attachments = ['https://blob.test/1', 'https://blob.test/2']
    await say(id, { attachments })
    expect(await ana.db.supportMessage.findMany({ where: { ticketId: id } })).toMatchObject([
      { attachments },
    ])
    for (const wrong of ['https://blob.test/1', [1], {}])
      await expect(say(id, { attachments: wrong })).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('a user who is deleted takes their tickets along and leaves those of others', async () => {
    const staff = await agents.colleague(ana)
    const { id } = await open()
    await ana.db.supportTicket.update({ where: { id }, data: { assignedToId: staff.id } })
    await say(id, { isStaff: true, authorId: staff.id })
    await agents.root.user.delete({ where: { id: staff.id } })
    expect(await read(id)).toMatchObject({ assignedToId: null })
    expect(await ana.db.supportMessage.findMany({ where: { ticketId: id } })).toMatchObject([
      { authorId: null, isStaff: true },
    ])
    const { id: userId } = await agents.person('leaving')
    const leaving = await agents.colleague(ana)
    const own = await open(leaving)
    await say(own.id, {}, leaving)
    await agents.root.user.delete({ where: { id: leaving.id } })
    const left = await agents.query(
      `select 1 from agents.support_tickets where user_id = any ($1::uuid[])
       union all select 1 from agents.support_messages where user_id = any ($1::uuid[])`,
      [`{${leaving.id},${userId}}`],
    )
    expect(left.rows).toEqual([])
  })
})
