import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { toChunks } from './backup-file.ts'
import { openFolderStore } from './folder-store.ts'

const folder = await mkdtemp(join(tmpdir(), 'acervo-store-'))
const store = openFolderStore(folder)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the WAL of a server stands beside backups, is no backup, and goes file by file', async () => {
  const archive = 'wal-7437029384756102938'
  await store.write(archive, 'first', toChunks('1'))
  await store.write(archive, 'second', toChunks('2'))
  expect((await stat(join(folder, archive, 'first'))).mode & 0o777).toBe(0o600)
  expect(await store.list()).toEqual([])
  await store.removeFile(archive, 'first')
  await store.removeFile(archive, 'first')
  expect(await store.files(archive)).toEqual(['second'])
})

test.each(['../elsewhere', 'wal-', 'wal-x', 'daily', '.'])(
  '%s is no place in a store',
  async (name) => {
    await expect(store.files(name)).rejects.toMatchObject({ code: 'ACV420' })
  },
)
