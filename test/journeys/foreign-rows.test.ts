// Over HTTP a row of another tenant and a row that never was are one: for every table and verb the whole answers are
// alike, status, headers and body, to the byte.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TableModel } from '../../kernel/index.ts'
import { createApp } from '../../server/app.ts'
import { openCredentials } from '../../server/credentials.ts'
import type { AppOptions } from '../../server/options.ts'
import { toTablePath } from '../../server/resource/address.ts'
import { renderKey } from '../../server/resource/key.ts'
import { keyIn } from '../support/clinic-server.ts'
import { onEachEngine } from '../support/database.ts'
import { type Row, rowsOf, tenants } from './attacks/rows.ts'
import { openShop, reset, type Shop } from './attacks/twin.ts'

const { a: asker, b: victim } = tenants
type Method = 'GET' | 'PATCH' | 'DELETE' | 'POST'

onEachEngine(() => {
  const directory = mkdtempSync(join(tmpdir(), 'acervo-foreign-'))
  let shop: Shop
  let app: FastifyInstance
  let key = ''
  let cases = 0

  beforeAll(async () => {
    shop = await openShop()
    await reset(shop, [asker, victim])
    const credentials = openCredentials(directory)
    key = keyIn(credentials.path)
    app = createApp({ acervo: shop.acervo as unknown as AppOptions['acervo'], credentials })
  })
  afterAll(async () => {
    console.info(`foreign rows over HTTP: ${cases} pairs of answers`)
    await app?.close()
    await shop?.close()
    rmSync(directory, { recursive: true })
  })

  const tables = (): readonly TableModel[] =>
    [...shop.acervo.model.databases.values()].flatMap((database) => [...database.tables.values()])
  const rowsIn = (table: TableModel, tenant = victim): readonly Row[] =>
    rowsOf(tenant).get(`${table.database}.${table.name}`) ??
    // The view shows a row for each order.
    (table.kind === 'view'
      ? (rowsOf(tenant).get('shop.order') ?? []).map(({ id }) => ({ orderId: id }))
      : [])

  interface Ask {
    readonly method: Method
    readonly url: string
    readonly body?: object
    readonly headers?: Readonly<Record<string, string>>
  }

  const told = async ({ method, url, body, headers = {} }: Ask) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        'acervo-claims': `tenant="${asker.id}"`,
        'x-request-id': 'same',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    const { date, ...others } = answer.headers
    return { status: answer.statusCode, headers: others, body: answer.payload }
  }

  /** A value of the same form and length that nobody has. */
  const absent = (value: unknown): string =>
    /^[0-9a-f]{8}-/.test(String(value))
      ? `${String(value).slice(0, -6)}999999`
      : 'z'.repeat(String(value).length)

  const absentRow = (table: TableModel, row: Row): Row => {
    const column = table.primaryKey.find(({ name }) => name === 'id' || name === 'word')
    const name = column?.name ?? table.primaryKey[0]?.name ?? 'id'
    return { ...row, [name]: absent(row[name]) }
  }

  const expectAlike = async (foreign: Ask, missing: Ask, status?: number): Promise<void> => {
    const [theirs, nobodys] = [await told(foreign), await told(missing)]
    cases++
    expect([foreign.method, foreign.url, theirs]).toEqual([foreign.method, foreign.url, nobodys])
    if (status !== undefined) expect([foreign.url, theirs.status]).toEqual([foreign.url, status])
  }

  const pathsOf = (table: TableModel, row: Row) =>
    [row, absentRow(table, row)].map((one) => `${toTablePath(table)}/${renderKey(table, one)}`)

  test('to read, change and delete', async () => {
    for (const table of tables())
      for (const row of rowsIn(table)) {
        const [theirs = '', nobodys = ''] = pathsOf(table, row)
        const pair = (ask: Omit<Ask, 'url'>, query = '', status = 404) =>
          expectAlike(
            { ...ask, url: `${theirs}${query}` },
            { ...ask, url: `${nobodys}${query}` },
            status,
          )
        const relation = [...table.relations.keys()][0]
        await pair({ method: 'GET' })
        await pair({ method: 'GET', headers: { 'if-none-match': '*' } })
        await pair({ method: 'GET' }, '?live=false', table.name === 'order' ? 404 : undefined)
        if (relation !== undefined) await pair({ method: 'GET' }, `?include=${relation}`)
        if (table.kind === 'view') continue
        const body = changeOf(table, row)
        await pair({ method: 'PATCH', body })
        await pair({ method: 'PATCH', body, headers: { 'if-match': '"1"' } })
        await pair({ method: 'PATCH', body, headers: { 'if-match': '*' } })
        await pair({ method: 'PATCH', body, headers: { 'idempotency-key': 'one' } })
        await pair({ method: 'DELETE' })
        await pair({ method: 'DELETE', headers: { 'if-match': '"1"' } })
      }
    expect(cases).toBeGreaterThan(100)
  })

  const changeOf = (table: TableModel, row: Row): object => {
    const own = rowsIn(table, asker)[0] ?? {}
    const keys = table.primaryKey.map(({ name }) => name)
    const name = Object.keys(row).find(
      (one) => !keys.includes(one) && one !== table.keyPrefix?.name && !one.endsWith('Id'),
    )
    return name === undefined ? {} : { [name]: own[name] }
  }

  test('to list, filter, count and search', async () => {
    for (const table of tables())
      for (const row of rowsIn(table)) {
        const missing = absentRow(table, row)
        const url = toTablePath(table)
        for (const { name } of table.primaryKey.filter((one) => one !== table.keyPrefix)) {
          // A word that every tenant has.
          if (row[name] === 'same') continue
          const ask = (value: unknown): Ask => ({
            method: 'GET',
            url: `${url}?filter[${name}]=${value}&count=exact`,
          })
          await expectAlike(ask(row[name]), ask(missing[name]), 200)
          const search = (value: unknown): Ask => ({
            method: 'POST',
            url: `${url}/search`,
            body: { filter: { [name]: value } },
          })
          await expectAlike(search(row[name]), search(missing[name]), 200)
        }
      }
  })

  test('to link to', async () => {
    let tried = 0
    for (const table of tables()) {
      const columns = [...table.columns.values()]
      const links = table.foreignKeys.flatMap((one) =>
        columns.flatMap((column) =>
          one.columns.includes(column.sqlName) && column !== table.keyPrefix ? column.name : [],
        ),
      )
      const [own] = rowsIn(table, asker)
      for (const row of rowsIn(table))
        for (const link of links) {
          if (row[link] === undefined || own === undefined) continue
          const { id: _, ...others } = own
          const create = (value: unknown): Ask => ({
            method: 'POST',
            url: toTablePath(table),
            body: { ...others, [link]: value },
          })
          await expectAlike(create(row[link]), create(absent(row[link])), 409)
          const [ownPath] = pathsOf(table, own)
          const change = (value: unknown): Ask => ({
            method: 'PATCH',
            url: ownPath ?? '',
            body: { [link]: value },
          })
          await expectAlike(change(row[link]), change(absent(row[link])))
          tried++
        }
    }
    expect(tried).toBeGreaterThan(8)
  })

  test('without a claim, and with a claim of nobody', async () => {
    for (const claims of ['tenant=""', `tenant="${absent(asker.id)}"`])
      for (const table of tables())
        for (const row of rowsIn(table)) {
          const [theirs = '', nobodys = ''] = pathsOf(table, row)
          const ask = (url: string): Ask => ({
            method: 'GET',
            url,
            headers: { 'acervo-claims': claims },
          })
          await expectAlike(ask(theirs), ask(nobodys), 404)
        }
  })

  test('a right key and a wrong one are told apart by nothing but 401', async () => {
    const url = toTablePath(tables()[0] as TableModel)
    const ask = async (path: string) => {
      const { statusCode, payload } = await app.inject({
        url: path,
        headers: { authorization: 'Bearer x', 'x-request-id': 'same' },
      })
      return { statusCode, payload }
    }
    expect(await ask(url)).toEqual(await ask('/v1/no-such/table'))
    expect((await ask(url)).statusCode).toBe(401)
  })
})
