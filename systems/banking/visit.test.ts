// Promises of visits: how they move, what nobody can do to them at once, and which numbers their tickets have.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, type BranchOfTest, openBank } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

onEachEngine(() => {
  let bank: Bank
  let branch: BranchOfTest
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(() => bank?.close())

  const arrive = async (data: object = {}) => {
    const { db, branchId } = branch
    return db.visit.create({ data: { branchId, ...data } })
  }
  const moved = (id: string, data: object) => branch.db.visit.update({ where: { id }, data })

  test('a visit waits, is called, is served and ends, and each step is a row', async () => {
    branch = await bank.openBranch()
    const { id } = await arrive()
    await moved(id, { status: 'CALLED', moduleId: branch.moduleId })
    await moved(id, { status: 'WAITING', moduleId: null })
    await moved(id, { status: 'CALLED', moduleId: branch.moduleId })
    await moved(id, { status: 'IN_SERVICE' })
    const done = await moved(id, { status: 'COMPLETED' })
    expect([done.calledAt, done.assignedAt, done.finishedAt].every(Boolean)).toBe(true)
    const steps = await branch.db.visitTransition.findMany({
      where: { visitId: id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      select: { toState: true, moduleId: true, actor: true },
    })
    expect(steps.map(({ toState }) => toState)).toEqual([
      'WAITING',
      'CALLED',
      'WAITING',
      'CALLED',
      'IN_SERVICE',
      'COMPLETED',
    ])
    expect(steps[1]?.moduleId).toBe(branch.moduleId)
    expect(steps[1]?.actor).toMatch(/^user:/)
  })

  test('from each state every other step is refused, with the steps that are allowed', async () => {
    branch = await bank.openBranch()
    const all = ['WAITING', 'CALLED', 'IN_SERVICE', 'COMPLETED', 'ABANDONED'] as const
    const next = {
      WAITING: ['CALLED', 'ABANDONED'],
      CALLED: ['IN_SERVICE', 'WAITING', 'ABANDONED'],
      IN_SERVICE: ['COMPLETED', 'WAITING'],
      COMPLETED: [] as string[],
      ABANDONED: [] as string[],
    }
    const ways = {
      WAITING: [],
      CALLED: ['CALLED'],
      IN_SERVICE: ['CALLED', 'IN_SERVICE'],
      COMPLETED: ['CALLED', 'IN_SERVICE', 'COMPLETED'],
      ABANDONED: ['ABANDONED'],
    } as const
    for (const from of all) {
      const { id } = await arrive()
      for (const status of ways[from])
        await moved(id, {
          status,
          ...(status === 'CALLED' && { moduleId: branch.moduleId }),
          ...(status === 'ABANDONED' && { abandonReason: 'LEFT' }),
        })
      for (const to of all.filter((one) => one !== from && !next[from].includes(one)))
        await expect(moved(id, { status: to }), `${from} to ${to}`).rejects.toMatchObject({
          code: 'ACV323',
          details: expect.stringContaining(
            `Allowed from ${from}: ${next[from].join(', ') || 'nothing'}.`,
          ),
        })
      if (from === 'CALLED' || from === 'IN_SERVICE')
        await moved(id, { status: 'WAITING', moduleId: null })
    }
  })

  test('of two desks that call one visit at once, one gets it', async () => {
    branch = await bank.openBranch()
    const { db, branchId, moduleId } = branch
    const { id: userId } = await db.user.create({ data: { email: `otra-${branchId}@banco.es` } })
    const { id: other } = await db.agentModule.create({ data: { branchId, name: 'Otra' } })
    await db.moduleSession.create({ data: { branchId, moduleId: other, userId } })
    for (let round = 0; round < 5; round++) {
      const { id } = await arrive()
      const calls = await Promise.allSettled(
        [moduleId, other].map((desk) => moved(id, { status: 'CALLED', moduleId: desk })),
      )
      const refused = calls.filter((one) => one.status === 'rejected')
      expect(refused).toHaveLength(1)
      expect(refused[0]?.reason).toMatchObject({ code: 'ACV323' })
      await moved(id, { status: 'ABANDONED', abandonReason: 'NO_SHOW' })
    }
  })

  test('of two visits that one desk calls at once, one comes', async () => {
    branch = await bank.openBranch()
    const visits = [await arrive(), await arrive()]
    const calls = await Promise.allSettled(
      visits.map(({ id }) => moved(id, { status: 'CALLED', moduleId: branch.moduleId })),
    )
    const refused = calls.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toMatchObject({
      code: 'ACV302',
      details: expect.stringContaining('visits_one_at_desk_key'),
    })
  })

  test('a client waits once in a branch, however often a camera sees them', async () => {
    branch = await bank.openBranch()
    const { id: clientId } = await bank.addClient()
    const arrivals = await Promise.allSettled(Array.from({ length: 5 }, () => arrive({ clientId })))
    expect(arrivals.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    // In another branch they may wait as well.
    const other = await bank.openBranch()
    await other.db.visit.create({ data: { branchId: other.branchId, clientId } })
  })

  test('tickets of one series and day are 1, 2, 3 whoever opens them at once, and a failure leaves no gap', async () => {
    branch = await bank.openBranch()
    const wrong = () => arrive({ status: 'COMPLETED' }).catch(() => undefined)
    const many = Array.from({ length: 40 }, (_, at) => (at % 5 === 4 ? wrong() : arrive()))
    const opened = (await Promise.all(many)).filter((one) => one !== undefined)
    const numbers = opened.map(({ ticketNumber }) => ticketNumber).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: opened.length }, (_, at) => at + 1))
    expect((await arrive({ ticketSeries: 'C' })).ticketNumber).toBe(1)
    const other = await bank.openBranch()
    const first = await other.db.visit.create({ data: { branchId: other.branchId } })
    expect(first.ticketNumber).toBe(1)
  })

  test('the business day is that of the clock on the wall', async () => {
    branch = await bank.openBranch()
    const { db, branchId } = branch
    await db.branch.update({ where: { id: branchId }, data: { timeZone: 'America/Lima' } })
    const late = await arrive({ startedAt: '2026-11-22T03:30:00Z' })
    expect(late.businessDay).toBe('2026-11-21')
    const next = await arrive({ startedAt: '2026-11-22T05:30:00Z' })
    expect([next.businessDay, next.ticketNumber]).toEqual(['2026-11-22', 1])
    const nowhere = db.branch.update({ where: { id: branchId }, data: { timeZone: 'Mars/Base' } })
    await expect(nowhere).rejects.toMatchObject({ code: 'ACV310' })
  })

  test('nobody is called to a desk without an agent, and no agent leaves somebody at the desk', async () => {
    branch = await bank.openBranch()
    const { db, branchId, moduleId, sessionId, userId } = branch
    const close = () =>
      db.moduleSession.update({ where: { id: sessionId }, data: { status: 'CLOSED' } })
    const { id } = await arrive()
    await moved(id, { status: 'CALLED', moduleId })
    await expect(close()).rejects.toMatchObject({
      code: 'ACV323',
      message: 'somebody is still at the desk',
    })
    await moved(id, { status: 'WAITING', moduleId: null })
    await close()
    const call = moved(id, { status: 'CALLED', moduleId })
    await expect(call).rejects.toMatchObject({ message: 'no agent sits at the desk' })
    // At once, in either order: never both.
    for (let round = 0; round < 5; round++) {
      const session = await db.moduleSession.create({ data: { branchId, moduleId, userId } })
      const both = await Promise.allSettled([
        moved(id, { status: 'CALLED', moduleId }),
        db.moduleSession.update({ where: { id: session.id }, data: { status: 'CLOSED' } }),
      ])
      expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      if (both[0]?.status === 'fulfilled') {
        await moved(id, { status: 'WAITING', moduleId: null })
        await db.moduleSession.update({ where: { id: session.id }, data: { status: 'CLOSED' } })
      }
    }
  })

  test('a desk has one agent and an agent one desk', async () => {
    branch = await bank.openBranch()
    const { db, branchId, moduleId, userId } = branch
    const { id: free } = await db.agentModule.create({ data: { branchId, name: 'Libre' } })
    const sit = (desk: string, who: string) =>
      db.moduleSession.create({ data: { branchId, moduleId: desk, userId: who } })
    await expect(sit(free, userId)).rejects.toMatchObject({ code: 'ACV302' })
    const { id: guest } = await db.user.create({ data: { email: `g-${branchId}@banco.es` } })
    await expect(sit(moduleId, guest)).rejects.toMatchObject({ code: 'ACV302' })
    const two = await Promise.allSettled([sit(free, guest), sit(free, guest)])
    expect(two.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('a closed branch opens no visit, and a branch with somebody in it is not closed', async () => {
    branch = await bank.openBranch()
    const { db, branchId } = branch
    const closed = () =>
      db.branch.update({ where: { id: branchId }, data: { closedAt: '2026-11-21T20:00:00Z' } })
    const { id } = await arrive()
    await expect(closed()).rejects.toMatchObject({
      code: 'ACV323',
      message: 'somebody is still in the branch',
    })
    await moved(id, { status: 'ABANDONED', abandonReason: 'CLOSED' })
    await closed()
    await expect(arrive()).rejects.toMatchObject({ code: 'ACV323' })
    for (let round = 0; round < 5; round++) {
      await db.branch.update({ where: { id: branchId }, data: { closedAt: null } })
      const [visit, end] = await Promise.allSettled([arrive(), closed()])
      expect([visit?.status, end?.status].sort()).toEqual(['fulfilled', 'rejected'])
      if (visit?.status === 'fulfilled')
        await moved(visit.value.id, { status: 'ABANDONED', abandonReason: 'CLOSED' })
    }
  })
})
