// Promises of transactions through the client, of its health, and of what its end does to running work.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { librarySystem } from '../../test/support/client/library.ts'
import { onEachEngine, openTestTargets, type TestTargets } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { openTargets, type Targets } from '../database/targets.ts'
import { defineModel } from '../index.ts'
import type { DatabasesOf } from './acervo.ts'
import { toAcervo } from './to-acervo.ts'

type Systems = readonly [typeof librarySystem]

const model = defineModel([librarySystem])
const refused = (code: string) => expect.objectContaining({ code })

onEachEngine(() => {
  let library: TestPlatform<Systems>
  beforeAll(async () => {
    library = await openTestPlatform([librarySystem])
  })
  beforeEach(async () => {
    await library.query('truncate library.authors, library.books, club.members, vault.secrets')
  })
  afterAll(() => library?.close())

  const names = async () => {
    const { rows } = await library.query('select name from library.authors order by 1')
    return rows.flat()
  }

  describe('a transaction', () => {
    test('commits what its body wrote, over databases that stand together', async () => {
      const member = await library.db.transaction(['library', 'club'], async (tx) => {
        const author = await tx.library.author.create({ data: { name: 'Rosa' } })
        const data = { authorId: author.id, isbn: '1', price: '1.00' }
        const book = await tx.library.book.create({ data })
        return tx.club.member.create({ data: { name: 'Ana', favouriteId: book.id } })
      })
      const found = await library.db.club.member.findUnique({
        where: { id: member.id },
        include: { favourite: { include: { author: true } } },
      })
      expect(found?.favourite?.author).toMatchObject({ name: 'Rosa', bookCount: '1' })
    })

    test('leaves nothing when its body throws, and throws the same', async () => {
      const reason = new Error('no')
      const failing = library.db.transaction(['library', 'club'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Rosa' } })
        await tx.club.member.create({ data: { name: 'Ana' } })
        throw reason
      })
      await expect(failing).rejects.toBe(reason)
      expect(await names()).toEqual([])
      expect(await library.db.club.member.count()).toBe(0)
    })

    test('leaves nothing when a statement failed, even if its body went on', async () => {
      await library.db.library.author.create({ data: { name: 'Rosa' } })
      const swallowing = library.db.transaction(['library'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Eva' } })
        await tx.library.author.create({ data: { name: 'Rosa' } }).catch(() => undefined)
        return 'done'
      })
      await expect(swallowing).rejects.toThrow(refused('ACV302'))
      expect(await names()).toEqual(['Rosa'])
    })

    test('is joined by calls on the outer client, and by transactions inside it', async () => {
      const failing = library.db.transaction(['library'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Rosa' } })
        expect(await library.db.library.author.count()).toBe(1)
        await library.db.library.author.create({ data: { name: 'Eva' } })
        await library.db.transaction(['library'], async (inner) => {
          expect(await inner.library.author.count()).toBe(2)
          await inner.library.author.create({ data: { name: 'Luz' } })
        })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await names()).toEqual([])
    })

    test('does not take in what runs beside it', async () => {
      const { promise: seen, resolve: see } = Promise.withResolvers<void>()
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
      const failing = library.db.transaction(['library'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Rosa' } })
        begin()
        await seen
        throw new Error('no')
      })
      await begun
      // On the embedded engine it waits for the one session; on a server it runs at once.
      const beside = library.db.library.author.create({ data: { name: 'Eva' } })
      see()
      await expect(failing).rejects.toThrow('no')
      await beside
      expect(await names()).toEqual(['Eva'])
    })

    test('acts for one principal: another one inside is refused', async () => {
      const other = library.db.as({ actor: 'user:eva' })
      const failing = library.db.transaction(['library'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Rosa' } })
        await other.library.author.count()
      })
      await expect(failing).rejects.toThrow(refused('ACV315'))
      expect(await names()).toEqual([])
    })

    test('spans only what is declared together', async () => {
      const spanning = library.db.transaction(['library', 'vault'], async () => undefined)
      await expect(spanning).rejects.toThrow(refused('ACV315'))
      const nothing = library.db.transaction([], async () => undefined)
      await expect(nothing).rejects.toThrow(refused('ACV315'))
    })

    test('ends with its body: a call that it did not await is refused', async () => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      let late: Promise<unknown> | undefined
      await library.db.transaction(['library'], async (tx) => {
        late = ended.then(() => tx.library.author.create({ data: { name: 'Late' } }))
        late.catch(() => undefined)
      })
      end()
      await expect(late).rejects.toThrow(refused('ACV300'))
      expect(await names()).toEqual([])
    })

    test('has a time limit, and what it wrote goes with it', async () => {
      const waiting = library.db.transaction(
        ['library'],
        async (tx) => {
          await tx.library.author.create({ data: { name: 'Rosa' } })
          await new Promise(() => undefined)
        },
        { timeoutMs: 50 },
      )
      await expect(waiting).rejects.toThrow(refused('ACV307'))
      expect(await names()).toEqual([])
    })
  })

  describe('databases on two targets', () => {
    let far: TestTargets
    beforeAll(async () => {
      far = await openTestTargets(model)
    })
    afterAll(() => far?.close())

    const place = (names: readonly string[]) => {
      const of = (schema: string) => (names.includes(schema) ? far : library).targets.of(schema)
      const all = () => [library, far].flatMap(({ targets }) => targets.all())
      const places = { of, all }
      const targets = { ...library.targets, ...places, now: () => places }
      return toAcervo<DatabasesOf<Systems>>({ model, targets })
    }

    test('a reference is followed to where its database is', async () => {
      const { db } = place(['club', 'vault'])
      const author = await db.library.author.create({ data: { name: 'Rosa' } })
      const data = { authorId: author.id, isbn: '1', price: '1.00' }
      const book = await db.library.book.create({ data })
      const member = await db.club.member.create({
        data: { name: 'Ana', favouriteId: book.id },
        include: { favourite: { include: { author: true } } },
      })
      expect(member.favourite?.author.name).toBe('Rosa')
      expect(await library.db.club.member.count()).toBe(0)
      expect(await db.club.member.count()).toBe(1)
    })

    test('no transaction spans them, whatever is declared', async () => {
      const { db } = place(['club'])
      const spanning = db.transaction(['library', 'club'], async () => undefined)
      await expect(spanning).rejects.toThrow(refused('ACV315'))
    })

    test('a call on the other target inside a transaction is not part of it', async () => {
      const { db } = place(['vault'])
      const claims = { tenant: '00000000-0000-4000-8000-000000000001' }
      const mine = db.as({ actor: 'user:ana', claims })
      const failing = mine.transaction(['library'], async (tx) => {
        await tx.library.author.create({ data: { name: 'Rosa' } })
        await mine.vault.secret.create({ data: { word: 'kept' } })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await names()).toEqual([])
      expect(await mine.vault.secret.count()).toBe(1)
    })
  })

  describe('health', () => {
    let dead: Targets
    beforeAll(async () => {
      const run = 'postgres://nobody:secret@127.0.0.1:1/nowhere'
      dead = await openTargets({ databases: ['vault'], run })
    })
    afterAll(() => dead?.close())

    test('is true for every database that answers', async () => {
      expect(await library.db.healthCheck()).toEqual({ library: true, club: true, vault: true })
    })

    test('is false for the database whose server is gone, and says why without its secrets', async () => {
      const of = (schema: string) => (schema === 'vault' ? dead : library.targets).of(schema)
      const acervo = toAcervo<DatabasesOf<Systems>>({
        model,
        targets: { ...library.targets, of },
      })
      expect(await acervo.db.healthCheck()).toEqual({ library: true, club: true, vault: false })
      const down = (await acervo.health()).find(({ database }) => database === 'vault')
      expect(down).toMatchObject({ status: 'down', version: null })
      expect(down?.reason).toMatch(/^ACV301 /)
      expect(JSON.stringify(down)).not.toMatch(/secret|nobody|127\.0\.0\.1/)
    })

    test('counts migrations that are still to come', async () => {
      const { targets } = library
      const versions = new Map([['library', 2]])
      const health = await toAcervo({ model, targets, versions }).health()
      expect(health.map(({ database, status, pending }) => [database, status, pending])).toEqual([
        ['library', 'degraded', 2],
        ['club', 'ok', 0],
        ['vault', 'ok', 0],
      ])
    })
  })

  test('close lets running work end, and refuses what comes after', async () => {
    const own = await openTestPlatform([librarySystem])
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    try {
      const running = own.db.transaction(['library'], async (tx) => {
        begin()
        await asked
        return tx.library.author.create({ data: { name: 'Rosa' } })
      })
      await begun
      const closing = own.acervo.close()
      await expect(own.db.library.author.count()).rejects.toThrow(refused('ACV301'))
      ask()
      expect(await running).toMatchObject({ name: 'Rosa' })
      await closing
      await expect(own.db.library.author.count()).rejects.toThrow(refused('ACV301'))
    } finally {
      await own.close()
    }
  })
})
