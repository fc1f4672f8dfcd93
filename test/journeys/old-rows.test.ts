// Rows of an old system by `import --map`: its keys become ours and links follow them in any order, its clocks are read
// in their zone, its hashes of passwords are taken as they are, and a second run adds nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIdentities } from '../../kernel/identity/index.ts'
import { deriveId, type System, toContext } from '../../kernel/index.ts'
import { type ImportResult, importFile, parseMap } from '../../kernel/intake/index.ts'
import { insurance } from '../../systems/ai-core/insurance/database.ts'
import { conversationPlatform } from '../../systems/conversations/system.ts'
import { orquix } from '../../systems/orquix/system.ts'
import { type Bank, openBank } from '../support/bank.ts'
import { onEachEngine } from '../support/database.ts'
import { openFew } from '../support/few.ts'
import { openTestPlatform, type TestPlatform } from '../support/platform.ts'

/** Of `U*U`, as a system of before kept it. */
const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

type Open = Pick<TestPlatform<readonly System[]>, 'acervo' | 'targets'>

let files = 0
const folder = mkdtempSync(join(tmpdir(), 'acervo-old-'))

async function take(
  { acervo, targets }: Open,
  name: string,
  text: string,
  map: Record<string, unknown>,
  options: { readonly tenant?: readonly string[]; readonly key?: string } = {},
): Promise<ImportResult> {
  const [database = '', model = ''] = name.split('.')
  const table = acervo.model.databases.get(database)?.tables.get(model)
  if (table === undefined) throw new Error(`no table ${name}`)
  const { tenant, key } = options
  const path = join(folder, `${files++}.${text.startsWith('{') ? 'ndjson' : 'csv'}`)
  writeFileSync(path, text)
  const principal = { actor: 'user:test', claims: { tenant: tenant ?? [] } }
  return importFile(path, {
    target: targets.of(table.schema),
    table,
    context: toContext(principal),
    coding: acervo,
    client: acervo.db.as(principal),
    map: parseMap(JSON.stringify(map), 'map.json'),
    ...(key === undefined ? {} : { key }),
  })
}

function reasons({ rejectsPath = '' }: ImportResult): readonly string[] {
  const lines = readFileSync(rejectsPath, 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { message: string }).message)
}

const id = { column: 'id', key: true }

onEachEngine(() => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  describe('of the bank, whose keys are cuids', () => {
    let bank: Bank
    let open: Open
    beforeAll(async () => {
      bank = await openBank()
      open = bank.platform as unknown as Open
    })
    afterAll(() => bank?.close())

    const branchId = deriveId('banking.branch', 'clb1')
    const branches = 'id,name,code\nclb1,Centro,MX-01\n'
    const branchMap = { id, name: 'name', code: 'code' }
    const cameras =
      '{"id":"clc1","branchId":"clb1","name":"Puerta","seen":"2021-07-01 12:00:00.123"}\n' +
      '{"id":"clc2","branchId":"clb1","name":"Caja","seen":"2021-04-04 02:30:00"}\n' +
      '{"id":"clc3","branchId":"clb1","name":"Patio","seen":"2021-10-31 01:30:00"}\n'
    const cameraMap = {
      id,
      branchId: { column: 'branchId', key: true },
      name: 'name',
      lastSeenAt: { column: 'seen', zone: 'America/Mexico_City', required: true },
    }

    test('what links to a row finds it; a time that its clock never or twice showed is told', async () => {
      const tenant = [branchId]
      expect(await take(open, 'banking.branch', branches, branchMap, { tenant })).toMatchObject({
        inserted: 1,
        rejected: 0,
      })
      const result = await take(open, 'banking.camera', cameras, cameraMap, { tenant })
      expect(result).toMatchObject({ inserted: 1, rejected: 2 })
      expect(reasons(result)).toEqual([
        "'lastSeenAt' never stood on a clock of America/Mexico_City",
        "'lastSeenAt' stood twice on a clock of America/Mexico_City",
      ])
      const found = await bank.as(branchId).camera.findMany({ include: { branch: true } })
      expect(found).toMatchObject([
        {
          id: deriveId('banking.camera', 'clc1'),
          lastSeenAt: '2021-07-01T17:00:00.123000Z',
          branch: { code: 'MX-01' },
        },
      ])
      const again = await take(
        open,
        'banking.branch',
        branches.replace('Centro', 'Otro'),
        branchMap,
        {
          tenant,
          key: 'id',
        },
      )
      expect(again).toMatchObject({ inserted: 0, unchanged: 1, rejected: 0 })
    })

    test('a bcrypt hash comes in as it is and signs in; words that are no hash do not, nor by a request', async () => {
      const users =
        `id,email,pass\nclu1,ana@banco.mx,${bcrypt}\nclu2,eva@banco.mx,secreto\n` +
        'clu3,luz@banco.mx,$1$abc\nclu4,sol@banco.mx,\n'
      const map = { id, email: 'email', password: 'pass' }
      const result = await take(open, 'banking.user', users, map)
      expect(result).toMatchObject({ inserted: 2, rejected: 2 })
      expect(new Set(reasons(result))).toEqual(
        new Set(["'password' is no hash that a sign-in could be held to"]),
      )
      const stored = 'select password from banking.users where email = $1'
      expect((await bank.sql(stored, ['ana@banco.mx'])).rows).toEqual([[bcrypt]])
      const asAdministrator = { actor: 'user:x', permissions: ['banking.*:*'] }
      const given = { email: 'x@banco.mx', password: bcrypt }
      const request = bank.platform.db.as(asAdministrator).banking.user.create({ data: given })
      await expect(request).rejects.toMatchObject({ code: 'ACV624' })
      const store = openIdentities(open.acervo as never, { refusalMs: 0 }).of('banking')
      const caller = { ip: '127.0.0.1', userAgent: 'test' }
      const asked = { email: 'ana@banco.mx', password: 'U*U' }
      await expect(store.signIn(asked, caller as never)).resolves.toBeDefined()
      expect((await bank.sql(stored, ['ana@banco.mx'])).rows[0]?.[0]).toMatch(/^\$argon2id/)
    })
  })
  describe('of conversations and orquix, whose keys are numbers or uuids', () => {
    let platform: TestPlatform<readonly [typeof conversationPlatform, typeof orquix]>
    let open: Open
    beforeAll(async () => {
      platform = await openTestPlatform([conversationPlatform, orquix])
      open = platform as unknown as Open
    })
    afterAll(() => platform?.close())

    test('a number in a cell and a number in JSON are one key', async () => {
      const people = `id,mail,login,hash\n7,ana@example.es,ana,${bcrypt}\n`
      const map = { id, email: 'mail', username: 'login', passwordHash: 'hash' }
      expect(await take(open, 'conversations.user', people, map)).toMatchObject({ inserted: 1 })
      const userId = deriveId('conversations.user', '7')
      const talks = '{"id":1,"user":7,"title":"Hola"}\n{"id":2,"user":8,"title":"De nadie"}\n'
      const talkMap = { id, userId: { column: 'user', key: true }, title: 'title' }
      const result = await take(open, 'conversations.conversation', talks, talkMap, {
        tenant: [userId, deriveId('conversations.user', '8')],
      })
      expect(result).toMatchObject({ inserted: 1, rejected: 1 })
      const rows = 'select id, user_id from conversations.conversations'
      expect((await platform.query(rows)).rows).toEqual([
        [deriveId('conversations.conversation', '1'), userId],
      ])
    })

    test('a uuid stays what it is', async () => {
      const own = '01A1FD41-C03A-4000-A9C5-2C042DEE0D39'
      const people = `{"id":"${own}","email":"eva@example.es","name":"Eva"}\n`
      const map = { id, email: 'email', name: 'name' }
      expect(await take(open, 'orquix.user', people, map)).toMatchObject({ inserted: 1 })
      const found = await platform.query('select id from orquix.users')
      expect(found.rows).toEqual([[own.toLowerCase()]])
    })
  })
  describe('of AI-CORE', () => {
    test('a link beyond the database is a key of the table there', async () => {
      const few = await openFew(insurance)
      try {
        const policies =
          'id,number,client,product,from,to,premium\n1,P-1,cl9,p1,01/01/2026,01/01/2027,"1.234,56"\n'
        const open = few as unknown as Open
        const products = '{"id":"p1","code":"HOGAR"}\n'
        const productMap = {
          id,
          code: 'code',
          name: 'code',
          line: { constant: 'HOME' },
          carrierName: { constant: 'Aseguradora' },
        }
        const made = await take(open, 'insurance.product', products, productMap)
        expect(made).toMatchObject({ inserted: 1 })
        const map = {
          id,
          number: 'number',
          productId: { column: 'product', key: true },
          partyId: { column: 'client', key: true },
          startsOn: { column: 'from', format: 'DD/MM/YYYY' },
          endsOn: { column: 'to', format: 'DD/MM/YYYY' },
          premium: { column: 'premium', format: '1.234,56' },
        }
        const result = await take(open, 'insurance.policy', policies, map)
        expect(result).toMatchObject({ inserted: 1, rejected: 0 })
        const rows = 'select id, party_id from ss_insurance.policies'
        expect((await few.query(rows)).rows).toEqual([
          [deriveId('insurance.policy', '1'), deriveId('global.party', 'cl9')],
        ])
      } finally {
        await few.close()
      }
    })
  })
})
