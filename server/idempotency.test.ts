// An idempotency key belongs to who asks: nobody gets the answer of somebody else, and many at once write once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../test/support/database.ts'
import { fillOffice, type OfficeServer, openOfficeServer } from '../test/support/identity/server.ts'

onEachEngine(() => {
  let office: OfficeServer
  let clerk = ''
  const files = '/v1/desk/files'

  beforeAll(async () => {
    office = await openOfficeServer()
    await fillOffice(office)
    clerk = await office.signIn('clerk@office.test')
  })
  afterAll(() => office.close())

  const create = (as: string, key: string, title: string) =>
    office.ask('POST', files, { as, body: { title }, headers: { 'idempotency-key': key } })
  const countOf = async (title: string) =>
    (await office.ask('GET', `${files}?filter[title]=${title}&count=exact`, { as: office.key }))
      .json.count

  test('the same key of another person is a request of its own', async () => {
    const key = randomUUID()
    const mine = await create(clerk, key, 'shared')
    const theirs = await create(await office.signIn('administrator@office.test'), key, 'shared')
    const operators = await create(office.key, key, 'shared')
    expect([mine.status, theirs.status, operators.status]).toEqual([201, 201, 201])
    expect(new Set([mine, theirs, operators].map(({ json }) => json.id)).size).toBe(3)
    for (const one of [theirs, operators])
      expect(one.headers).not.toHaveProperty('idempotent-replayed')
    const again = await create(clerk, key, 'shared')
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json.id).toBe(mine.json.id)
  })

  test('another session of the same person gets what the first one got', async () => {
    const key = randomUUID()
    const mine = await create(clerk, key, 'session')
    const again = await create(await office.signIn('clerk@office.test'), key, 'session')
    expect(again.json.id).toBe(mine.json.id)
  })

  test('who may no more is refused, even where an answer was kept', async () => {
    const key = randomUUID()
    const reader = await office.signIn('reader@office.test')
    await create(clerk, key, 'kept')
    expect((await create(reader, key, 'kept')).status).toBe(403)
  })

  test('of many at once one writes, and the others get its answer or are told to wait', async () => {
    const key = randomUUID()
    const told = await Promise.all(Array.from({ length: 12 }, () => create(clerk, key, 'at-once')))
    for (const { status, json } of told) expect([201, 409], JSON.stringify(json)).toContain(status)
    const ids = new Set(told.flatMap(({ status, json }) => (status === 201 ? [json.id] : [])))
    expect(ids.size).toBe(1)
    expect(await countOf('at-once')).toBe(1)
    for (const { status, json } of told) if (status === 409) expect(json.code).toBe('ACV611')
  })
})
