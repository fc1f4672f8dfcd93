// A row goes from one state to another as declared and not otherwise, whoever writes it and however many do at once;
// and what it went through is kept by the database alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { toModel } from '../../../test/support/migrate/shop.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { belongsTo, instant, integer, oneOf, text } from '../../table/column.ts'
import { unique } from '../../table/constraint.ts'
import { defineDatabase, defineSystem, type Tables } from '../../table/database.ts'
import { defineTable } from '../../table/table.ts'
import { softDeleted } from '../soft-deleted/soft-deleted.ts'
import { tenant } from '../tenant/tenant.ts'
import { timestamped } from '../timestamped/timestamped.ts'
import { type StatesOptions, states } from './states.ts'
import { transitions } from './transitions.ts'

const status = oneOf('OPEN', 'CALLED', 'PAID', 'VOID').default('OPEN')
const next = {
  OPEN: ['CALLED', 'PAID', 'VOID'],
  CALLED: ['OPEN', 'PAID'],
  PAID: [],
  VOID: [],
} as const
const orders = defineTable(
  'orders',
  {
    number: text(),
    status,
    amount: integer().default(0),
    desk: integer().optional(),
    paidAt: instant().optional(),
    user: text().optional(),
  },
  [
    tenant(),
    unique(['number']),
    states('status', {
      next,
      initial: ['OPEN', 'VOID'],
      stamps: { PAID: 'paidAt' },
      fixed: { CALLED: ['desk'], PAID: '*' },
      history: {
        table: 'order_transitions',
        link: 'orderId',
        carries: { tenantId: 'tenantId', atDesk: 'desk', by: 'user' },
      },
    }),
    timestamped(),
    softDeleted(),
  ],
)
const orderTransitions = defineTable(
  'order_transitions',
  {
    orderId: belongsTo('orders', { onDelete: 'cascade', inverse: 'transitions' }),
    atDesk: integer().optional(),
    by: text().optional(),
  },
  [tenant({ through: 'orderId' }), transitions('orderId')],
)
const shop = defineSystem({
  name: 'shop',
  databases: [
    defineDatabase({
      schema: 't_orders',
      name: 'shop',
      tables: { order: orders, orderTransition: orderTransitions },
    }),
  ],
})

describe('what is declared', () => {
  const declare = (options: StatesOptions<string>, more: Tables = {}) =>
    toModel({ x: defineTable('x', { status, n: integer() }, [states('status', options)]), ...more })
  const all = { OPEN: [], CALLED: [], PAID: [], VOID: [] }

  test.each<[string, StatesOptions<string>]>([
    ['what follows VOID', { next: { OPEN: [], CALLED: [], PAID: [] } }],
    ["'GONE' is none of the words", { next: { ...all, OPEN: ['GONE'] } }],
    ["'LOST' is none of the words", { next: { ...all, LOST: [] } }],
    ["'NEW' is none of the words", { next: all, initial: ['NEW'] }],
    ["no column 'gone'", { next: all, stamps: { PAID: 'gone' } }],
    ["no column 'gone'", { next: all, fixed: { PAID: ['n', 'gone'] } }],
    ["writes to 'gone'", { next: all, history: { table: 'gone', link: 'xId' } }],
    ["writes 'x_id'", { next: all, history: { table: 'y', link: 'xId' } }],
  ])('%s: told as a mistake of declaration', (words, options) => {
    const y = defineTable('y', { n: integer() }, [transitions('n')])
    expect(() => declare(options, { y })).toThrow(
      expect.objectContaining({ code: 'ACV100', details: expect.stringContaining(words) }),
    )
  })

  test('a column that is no list of words has no states', () => {
    const wrong = defineTable('x', { n: integer() }, [states('n', { next: {} })])
    expect(() => toModel({ wrong })).toThrow(
      expect.objectContaining({ details: expect.stringContaining("'n' is no column of words") }),
    )
  })
})

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof shop]>
  beforeAll(async () => {
    platform = await openTestPlatform([shop])
  })
  afterAll(() => platform?.close())

  const tenantId = '01900000-0000-7000-8000-00000000000a'
  const asUser = (name = 'ana') =>
    platform.db.as({ actor: `user:${name}`, claims: { tenant: tenantId } }).shop
  let count = 0
  const open = (data: object = {}) =>
    asUser().order.create({ data: { number: `n-${count++}`, ...data } })

  test('a step that is not declared is refused, and the refusal says which are', async () => {
    const { id } = await open()
    await asUser().order.update({ where: { id }, data: { status: 'CALLED' } })
    const wrong = asUser().order.update({ where: { id }, data: { status: 'VOID' } })
    await expect(wrong).rejects.toMatchObject({
      code: 'ACV323',
      message: 'status does not go from CALLED to VOID',
      details: expect.stringContaining('Allowed from CALLED: OPEN, PAID.'),
    })
    await asUser().order.update({ where: { id }, data: { status: 'PAID' } })
    const last = asUser().order.update({ where: { id }, data: { status: 'OPEN' } })
    await expect(last).rejects.toMatchObject({
      details: expect.stringContaining('Allowed from PAID: nothing.'),
    })
  })

  test('a row begins in a state that is declared for it, in bulk as well', async () => {
    expect((await open({ status: 'VOID' })).status).toBe('VOID')
    const wrong = asUser().order.createMany({
      data: [{ number: 'b-1' }, { number: 'b-2', status: 'PAID' }],
    })
    await expect(wrong).rejects.toMatchObject({
      code: 'ACV323',
      details: expect.stringContaining('Allowed: OPEN, VOID.'),
    })
    expect(await asUser().order.count({ where: { number: 'b-1' } })).toBe(0)
  })

  test('a row that is there already is not judged by how a new one may begin', async () => {
    const { number } = await open()
    const again = { number, status: 'PAID' as const }
    await asUser().order.createMany({ data: [again], skipDuplicates: true })
    expect(await asUser().order.count({ where: { number, status: 'OPEN' } })).toBe(1)
  })

  test('one row that may not go holds back all of a bulk', async () => {
    const [free, done] = [await open(), await open()]
    await asUser().order.update({ where: { id: done.id }, data: { status: 'PAID' } })
    const ids = [free.id, done.id]
    const wrong = asUser().order.updateMany({
      where: { id: { in: ids } },
      data: { status: 'CALLED' },
    })
    await expect(wrong).rejects.toMatchObject({ code: 'ACV323' })
    expect(await asUser().order.count({ where: { id: { in: ids }, status: 'CALLED' } })).toBe(0)
  })

  test('entering a state stamps it, unless the writer says when', async () => {
    const [first, second] = [await open(), await open()]
    const paid = await asUser().order.update({ where: { id: first.id }, data: { status: 'PAID' } })
    expect(paid.paidAt).toBe(paid.updatedAt)
    const paidAt = '2026-03-01T09:00:00.000000Z'
    const given = await asUser().order.update({
      where: { id: second.id },
      data: { status: 'PAID', paidAt },
    })
    expect(given.paidAt).toBe(paidAt)
  })

  test('what is fixed in a state changes only together with it', async () => {
    const { id } = await open()
    await asUser().order.update({ where: { id }, data: { status: 'CALLED', desk: 1 } })
    await asUser().order.update({ where: { id }, data: { amount: 5 } })
    const stolen = asUser().order.update({ where: { id }, data: { status: 'CALLED', desk: 2 } })
    await expect(stolen).rejects.toMatchObject({
      code: 'ACV323',
      details: expect.stringContaining('While status is CALLED, none of desk changes.'),
    })
    await asUser().order.update({ where: { id }, data: { status: 'PAID', desk: 3 } })
    const late = asUser().order.update({ where: { id }, data: { amount: 6 } })
    await expect(late).rejects.toMatchObject({ code: 'ACV323' })
    const same = await asUser().order.update({ where: { id }, data: { amount: 5 } })
    expect(same.desk).toBe(3)
  })

  test('each state that was entered is kept with who did it and what it carries', async () => {
    const { id } = await open({ user: 'x' })
    await asUser('bea').order.update({ where: { id }, data: { status: 'CALLED', desk: 7 } })
    await asUser('eva').order.update({ where: { id }, data: { amount: 1 } })
    await asUser('eva').order.update({ where: { id }, data: { status: 'PAID' } })
    const kept = await asUser().orderTransition.findMany({
      where: { orderId: id },
      orderBy: { at: 'asc' },
      select: { fromState: true, toState: true, actor: true, atDesk: true, by: true },
    })
    expect(kept).toEqual([
      { fromState: null, toState: 'OPEN', actor: 'user:ana', atDesk: null, by: 'x' },
      { fromState: 'OPEN', toState: 'CALLED', actor: 'user:bea', atDesk: 7, by: 'x' },
      { fromState: 'CALLED', toState: 'PAID', actor: 'user:eva', atDesk: 7, by: 'x' },
    ])
  })

  test('nobody writes, changes or removes a transition', async () => {
    const { id } = await open()
    const { orderTransition } = asUser()
    const refused = { code: 'ACV306' }
    const forged = { orderId: id, toState: 'PAID', at: '2026-03-01T09:00:00Z' }
    await expect(orderTransition.create({ data: forged })).rejects.toMatchObject(refused)
    await expect(orderTransition.deleteMany({ where: { orderId: id } })).rejects.toMatchObject(
      refused,
    )
  })

  test('of two who move one row at once, one moves it and the other is told what follows now', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await open()
      const attempts = await Promise.allSettled([
        asUser('bea').order.update({ where: { id }, data: { status: 'PAID' } }),
        asUser('eva').order.update({ where: { id }, data: { status: 'VOID' } }),
      ])
      const refused = attempts.filter((one) => one.status === 'rejected')
      expect(refused).toHaveLength(1)
      expect(refused[0]?.reason).toMatchObject({
        code: 'ACV323',
        details: expect.stringMatching(/Allowed from (PAID|VOID): nothing\./),
      })
      expect(await asUser().orderTransition.count({ where: { orderId: id } })).toBe(2)
    }
  })

  test('a deletion takes its history with it', async () => {
    const { id } = await open()
    await platform.query(`delete from t_orders.orders where id = $1`, [id])
    const left = await platform.query(
      `select from t_orders.order_transitions where order_id = $1`,
      [id],
    )
    expect(left.count).toBe(0)
  })
})
