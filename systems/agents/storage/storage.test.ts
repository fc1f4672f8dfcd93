// Promises about files: folders without circles, quotas that nobody passes, shares that end when they say.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agents, aFile, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine, onPostgres } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  describe('folders', () => {
    let owner: Somebody
    const make = (name: string, parentId: string | null = null) =>
      owner.db.storageFolder.create({ data: { userId: owner.id, name, parentId } })
    const move = (id: string, data: object) =>
      owner.db.storageFolder.update({ where: { id }, data })
    const paths = async () =>
      (await owner.db.storageFolder.findMany({ orderBy: { path: 'asc' } })).map(({ path }) => path)
    const chain = async (...names: string[]) => {
      const ids: string[] = []
      for (const name of names) ids.push((await make(name, ids.at(-1) ?? null)).id)
      return ids as [string, string, string, ...string[]]
    }

    test('the tables of the specification do not stand in its order (O1-07, D7)', async () => {
      await expect(
        agents.asSpecified(
          'create table storage_files (folder_id uuid references storage_folders (id))',
        ),
      ).rejects.toMatchObject({ cause: { message: expect.stringContaining('storage_folders') } })
    })

    test('a circle, which the specification takes, is refused (D10)', async () => {
      const rows = await agents.asSpecified(
        'create table storage_folders (id int primary key, parent_id int references storage_folders (id))',
        'insert into storage_folders values (1, null), (2, 1)',
        'update storage_folders set parent_id = 2 where id = 1',
        'select count(*) from storage_folders a join storage_folders b on a.parent_id = b.id and b.parent_id = a.id',
      )
      expect(rows).toEqual([['2']])
      owner = await agents.person()
      const [a, , c] = await chain('a', 'b', 'c')
      for (const parentId of [a, c])
        await expect(move(a, { parentId })).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('a move or a new name takes everything below along, in one statement', async () => {
      owner = await agents.person()
      const [a, b] = await chain('a', 'b', 'c')
      const other = await make('ab')
      await make('hijo', other.id)
      await move(b, { parentId: other.id })
      expect(await paths()).toEqual(['/a', '/ab', '/ab/b', '/ab/b/c', '/ab/hijo'])
      await move(other.id, { name: 'z' })
      expect(await paths()).toEqual(['/a', '/z', '/z/b', '/z/b/c', '/z/hijo'])
      await move(other.id, { parentId: a })
      const [deep] = await owner.db.storageFolder.findMany({ where: { name: 'c' } })
      expect(deep).toMatchObject({ path: '/a/z/b/c', depth: 4 })
      await expect(
        owner.sql(`update agents.storage_folders set path = '/x'`),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('two moves at once that only together make a circle: one is made', async () => {
      for (let round = 0; round < 5; round++) {
        owner = await agents.person()
        const [a, b] = [await make('a'), await make('b')]
        const both = await Promise.allSettled([
          move(a.id, { parentId: b.id }),
          move(b.id, { parentId: a.id }),
        ])
        expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
          reason: { code: 'ACV304' },
        })
        expect((await paths()).map((path) => path.length).sort()).toEqual([2, 4])
      }
    })

    test('names that differ in case or in how accents are written are one name', async () => {
      owner = await agents.person()
      await make('Año')
      for (const name of ['año', 'AÑO', 'An\u0303o'])
        await expect(make(name)).rejects.toMatchObject({ code: 'ACV302' })
      const [a] = await chain('uno')
      expect(await make('cafe\u0301', a)).toMatchObject({ name: 'caf\u00e9', path: '/uno/café' })
      for (const name of ['', '..', 'a/b', 'a\nb'])
        await expect(make(name)).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('they go thirty-two deep, by a move as well', async () => {
      owner = await agents.person()
      const ids = await chain(...Array.from({ length: 32 }, (_, at) => `n${at}`))
      await expect(make('x', ids.at(-1))).rejects.toMatchObject({ code: 'ACV304' })
      const [top] = await chain('arriba', 'x', 'y')
      await expect(move(ids[0], { parentId: top })).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('a folder is in a folder of its own user', async () => {
      owner = await agents.person()
      const colleague = await agents.colleague(owner)
      const { id: parentId } = await make('mía')
      await expect(
        colleague.db.storageFolder.create({ data: { userId: colleague.id, name: 'x', parentId } }),
      ).rejects.toMatchObject({ code: 'ACV303' })
    })
  })

  describe('quotas (O1-24)', () => {
    const quota = async (who: Somebody) => (await who.db.storageQuota.findMany({}))[0]
    const limit = async (data: object) => {
      const who = await agents.person()
      await who.db.storageQuota.create({ data: { userId: who.id, ...data } })
      return who
    }
    const upload = (who: Somebody, size: number, data: object = {}) =>
      who.db.storageFile.create({ data: { ...aFile(who.id, size), ...data } })

    test('uploads at once pass the limit never, and what was let in is counted exactly', async () => {
      const who = await limit({ maxStorage: '1000' })
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => upload(who, 99)))
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
      for (const one of tries)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ACV304' })
      expect(await quota(who)).toMatchObject({ usedStorage: '990', fileCount: 10 })
    })

    test('room that an upload was promised is nobody else’s until it is given back or runs out', async () => {
      const who = await limit({ maxStorage: '100' })
      const reserve = (size: string, expiresAt?: string) =>
        who.db.storageReservation.create({
          data: { userId: who.id, size, ...(expiresAt === undefined ? {} : { expiresAt }) },
        })
      const tries = await Promise.allSettled(Array.from({ length: 6 }, () => reserve('40')))
      const held = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      expect(held).toHaveLength(2)
      await expect(upload(who, 30)).rejects.toMatchObject({ code: 'ACV304' })
      // Given back and used in one transaction.
      await agents.db
        .as({ actor: 'user:x', claims: { tenant: who.workspaceId } })
        .transaction(['agents'], async (tx) => {
          await tx.agents.storageReservation.delete({ where: { id: held[0]?.id ?? '' } })
          await tx.agents.storageFile.create({ data: aFile(who.id, 40) })
        })
      expect(await quota(who)).toMatchObject({ usedStorage: '40', reservedStorage: '40' })
      await who.db.storageReservation.update({
        where: { id: held[1]?.id ?? '' },
        data: { expiresAt: '2020-01-01T00:00:00Z' },
      })
      await reserve('60')
      expect(await quota(who)).toMatchObject({ usedStorage: '40', reservedStorage: '60' })
    })

    test('files, sizes, contexts and the bin are followed; the bin counts until it is emptied', async () => {
      const who = await limit({ maxStorage: '1000', maxFileSize: '500', maxFiles: 3 })
      await expect(upload(who, 501)).rejects.toMatchObject({ code: 'ACV304' })
      const avatar = await upload(who, 100, { usageContext: 'AVATAR' })
      const note = await upload(who, 50)
      const change = (id: string, data: object) =>
        who.db.storageFile.update({ where: { id }, data })
      await change(avatar.id, { deletedAt: '2026-01-01T00:00:00Z' })
      await change(note.id, { size: '70' })
      expect(await quota(who)).toMatchObject({
        usedStorage: '170',
        trashStorage: '100',
        fileCount: 2,
        usageBreakdown: { AVATAR: 100, OTHER: 70 },
      })
      await upload(who, 0)
      await expect(upload(who, 0)).rejects.toMatchObject({ code: 'ACV304' })
      await change(note.id, { usageContext: 'THEME' })
      await who.db.storageFile.delete({ where: { id: avatar.id } })
      expect(await quota(who)).toMatchObject({
        usedStorage: '70',
        trashStorage: '0',
        fileCount: 2,
        usageBreakdown: { AVATAR: 0, OTHER: 0, THEME: 70 },
      })
    })

    test('a context may have a limit of its own, which the others do not feel', async () => {
      const who = await limit({ maxStorage: '1000', contextLimits: { HEALTH: 100 } })
      const inHealth = { usageContext: 'HEALTH', encrypted: true, encryptionKeyId: 'k1' } as const
      await upload(who, 60, inHealth)
      const tries = await Promise.allSettled([1, 2, 3].map(() => upload(who, 20, inHealth)))
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      const avatar = await upload(who, 500, { usageContext: 'AVATAR' })
      const moved = who.db.storageFile.update({ where: { id: avatar.id }, data: inHealth })
      await expect(moved).rejects.toMatchObject({ code: 'ACV304' })
      expect(await quota(who)).toMatchObject({ usageBreakdown: { HEALTH: 100, AVATAR: 500 } })
      for (const contextLimits of [{ SOMETHING: 1 }, { HEALTH: -1 }, { HEALTH: 'all' }, []])
        await expect(limit({ contextLimits })).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('its tier is that of its user, whichever of the two is written last', async () => {
      const who = await limit({})
      const tier = (subscriptionTier: 'PRO' | 'BASIC') =>
        who.db.user.update({ where: { id: who.id }, data: { subscriptionTier } })
      expect((await quota(who))?.subscriptionTier).toBe('FREE')
      await tier('PRO')
      expect((await quota(who))?.subscriptionTier).toBe('PRO')
      for (let round = 0; round < 5; round++) {
        const late = await agents.person()
        await Promise.all([
          late.db.user.update({ where: { id: late.id }, data: { subscriptionTier: 'BASIC' } }),
          late.db.storageQuota.create({ data: { userId: late.id } }),
        ])
        expect((await quota(late))?.subscriptionTier).toBe('BASIC')
      }
    })

    test('a limit that is lowered below what is there lets things go and nothing come', async () => {
      const who = await limit({ maxStorage: '100' })
      const file = await upload(who, 90)
      await who.db.storageQuota.updateMany({ data: { maxStorage: '50' } })
      await expect(upload(who, 1)).rejects.toMatchObject({ code: 'ACV304' })
      await who.db.storageFile.update({ where: { id: file.id }, data: { size: '60' } })
      await who.db.storageFile.delete({ where: { id: file.id } })
      await upload(who, 50)
    })

    test('whoever has no quota yet gets the usual one, two uploads at once included', async () => {
      const who = await agents.person()
      await Promise.all([upload(who, 1), upload(who, 2), upload(who, 3)])
      expect(await quota(who)).toMatchObject({ usedStorage: '6', maxStorage: '1073741824' })
      await expect(
        who.sql('update agents.storage_quotas set used_storage = 0'),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })
  })

  describe('files', () => {
    const make = (data: object) =>
      ana.db.storageFile.create({ data: { ...aFile(ana.id, 1), ...data } })

    test('what is about health or money is encrypted, and what is encrypted names its key', async () => {
      for (const usageContext of ['HEALTH', 'FINANCE'])
        await expect(make({ usageContext })).rejects.toMatchObject({ code: 'ACV304' })
      await expect(make({ encrypted: true })).rejects.toMatchObject({ code: 'ACV304' })
      await make({ usageContext: 'HEALTH', encrypted: true, encryptionKeyId: 'k1' })
      for (const data of [{ size: '-1' }, { checksum: 'A'.repeat(64) }, { checksum: 'a' }])
        await expect(make(data)).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('a scan that fails does not let an infected file out', async () => {
      const { id } = await make({ virusScanStatus: 'infected' })
      const set = (virusScanStatus: 'pending' | 'error' | 'clean') =>
        ana.db.storageFile.update({ where: { id }, data: { virusScanStatus } })
      for (const status of ['pending', 'error'] as const)
        await expect(set(status)).rejects.toMatchObject({ code: 'ACV323' })
      await set('clean')
    })

    test('files outlive their folder', async () => {
      const folder = await ana.db.storageFolder.create({ data: { userId: ana.id, name: 'breve' } })
      const { id } = await make({ folderId: folder.id })
      await ana.db.storageFolder.delete({ where: { id: folder.id } })
      expect(await ana.db.storageFile.findUnique({ where: { id } })).toMatchObject({
        folderId: null,
      })
    })

    test('whoever used a file may leave, and that it was used stays', async () => {
      const colleague = await agents.colleague(ana)
      const { id: fileId } = await make({})
      await ana.db.fileAccessLog.create({
        data: { fileId, userId: colleague.id, action: 'DOWNLOAD' },
      })
      await agents.root.user.delete({ where: { id: colleague.id } })
      expect(await ana.db.fileAccessLog.findMany({ where: { fileId } })).toMatchObject([
        { userId: null, action: 'DOWNLOAD' },
      ])
    })

    test('the log of who used them is only added to', async () => {
      const { id: fileId } = await make({})
      await ana.db.fileAccessLog.create({
        data: { fileId, userId: ana.id, action: 'VIEW', denied: true },
      })
      for (const text of [
        'delete from agents.file_access_logs',
        `update agents.file_access_logs set action = 'VIEW'`,
      ])
        await expect(ana.sql(text)).rejects.toMatchObject({ code: 'ACV306' })
    })
  })

  describe('shares', () => {
    const share = async (data: object = {}, file: object = { virusScanStatus: 'clean' }) => {
      const { id: fileId } = await ana.db.storageFile.create({
        data: { ...aFile(ana.id, 1), ...file },
      })
      return ana.db.fileShare.create({
        data: {
          fileId,
          sharedById: ana.id,
          shareToken: `token-that-nobody-guesses-${randomUUID()}`,
          ...data,
        },
      })
    }
    const download = (shareId: string, downloadId: string = randomUUID()) =>
      ana.db.fileDownload.create({ data: { shareId, downloadId } })

    test('many who download at once get as many as were allowed', async () => {
      const { id } = await share({ maxDownloads: 3 })
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => download(id)))
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
      for (const one of tries)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ACV304' })
      expect(await ana.db.fileShare.findUnique({ where: { id } })).toMatchObject({
        downloadCount: '3',
        lastAccessed: expect.stringMatching(/Z$/),
      })
    })

    test('a download in many ranges counts once', async () => {
      const { id } = await share({ maxDownloads: 1 })
      const downloadId = randomUUID()
      await download(id, downloadId)
      await expect(download(id, downloadId)).rejects.toMatchObject({
        code: expect.stringMatching(/ACV30[24]/),
      })
      await ana.db.fileDownload.createMany({
        data: [{ shareId: id, downloadId }],
        skipDuplicates: true,
      })
      expect(await ana.db.fileDownload.count({ where: { shareId: id } })).toBe(1)
    })

    test('what was revoked, ran out or may only be looked at is not downloaded', async () => {
      for (const data of [
        { revokedAt: '2026-01-01T00:00:00Z' },
        { expiresAt: '2020-01-01T00:00:00Z' },
        { allowDownload: false },
      ]) {
        const { id } = await share(data)
        await expect(download(id)).rejects.toMatchObject({ code: 'ACV303' })
      }
      await expect(share({ allowDownload: false, allowView: false })).rejects.toMatchObject({
        code: 'ACV304',
      })
    })

    test('only what is clean is shared, or what its owner shares unscanned; infected never', async () => {
      await expect(share({}, {})).rejects.toMatchObject({ code: 'ACV304' })
      await share({ allowUnscanned: true }, {})
      for (const file of [{ virusScanStatus: 'infected' }, { deletedAt: '2026-01-01T00:00:00Z' }])
        await expect(share({ allowUnscanned: true }, file)).rejects.toMatchObject({
          code: 'ACV304',
        })
    })

    test('its word is kept as a digest and its password as a hash', async () => {
      const shareToken = `token-that-nobody-guesses-${randomUUID()}`
      const { id } = await share({ shareToken })
      const found = await ana.db.fileShare.findMany({ where: { shareToken } })
      expect(found.map((one) => one.id)).toEqual([id])
      await expect(share({ shareToken })).rejects.toMatchObject({ code: 'ACV302' })
      await expect(share({ password: 'abierto' })).rejects.toMatchObject({ code: 'ACV304' })
    })
  })
})

onPostgres(() => {
  let agents: Agents
  beforeAll(async () => {
    agents = await openAgents()
  })
  afterAll(() => agents?.close())

  const within = <T>(
    who: Somebody,
    body: (move: (id: string, parentId: string) => Promise<unknown>) => Promise<T>,
    isolation: 'read committed' | 'repeatable read' = 'read committed',
  ) => {
    const settings = { 'acervo.actor': `user:${who.id}`, 'acervo.tenant': who.workspaceId }
    const text = 'update agents.storage_folders set parent_id = $2 where id = $1'
    return agents.targets
      .of('agents')
      .transaction(
        { settings, role: 'acervo_app' },
        (session) => body((id, parentId) => session.query({ text, values: [id, parentId] })),
        { isolation },
      )
  }
  const folders = async (who: Somebody) => {
    const make = (name: string) => who.db.storageFolder.create({ data: { userId: who.id, name } })
    return [(await make('a')).id, (await make('b')).id] as const
  }
  const somebodyWaits = async () => {
    for (let tries = 0; tries < 500; tries++) {
      const { rows } = await agents.query(
        `select count(*) from pg_locks where not granted and locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())`,
      )
      if (rows[0]?.[0] !== '0') return
    }
    throw new Error('nobody waits')
  }

  test('the second of two moves waits for the first one and is judged by it', async () => {
    const ana = await agents.person()
    const [a, b] = await folders(ana)
    const { second } = await within(ana, async (move) => {
      await move(a, b)
      const second = ana.db.storageFolder.update({ where: { id: b }, data: { parentId: a } })
      second.catch(() => undefined)
      await somebodyWaits()
      return { second }
    })
    await expect(second).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('folders are not moved under a snapshot that is older than the lock', async () => {
    const ana = await agents.person()
    const [a, b] = await folders(ana)
    await expect(within(ana, (move) => move(a, b), 'repeatable read')).rejects.toMatchObject({
      code: 'ACV309',
    })
  })
})
