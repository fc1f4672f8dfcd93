// Promises of the file of rejects: it holds what was committed, for its owner only.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Reject } from './item.ts'
import { RejectFile } from './reject-file.ts'

const folder = await mkdtemp(join(tmpdir(), 'acervo-rejects-'))
const path = join(folder, 'a.csv.rejects.ndjson')
const reject = (line: number): Reject => ({ line, code: 'ACV608', message: 'bad' })
const lines = async () =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).line)

beforeEach(() => rm(path, { force: true }))
afterAll(() => rm(folder, { recursive: true }))

test('a fresh run forgets what an earlier one wrote, and leaves no empty file', async () => {
  await writeFile(path, '{"line":1}\n')
  const file = await RejectFile.open(path, 0)
  expect(existsSync(path)).toBe(false)
  await file.append([reject(2)])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await file.cut(0)
  await file.close()
  expect(existsSync(path)).toBe(false)
})

test('a resumed run keeps what was committed and drops what was not', async () => {
  const first = await RejectFile.open(path, 0)
  await first.append([reject(1)])
  const committed = first.bytes
  await first.append([reject(2), reject(3)])
  await first.close()
  const second = await RejectFile.open(path, committed)
  await second.append([reject(4)])
  await second.close()
  expect(await lines()).toEqual([1, 4])
})

test('a batch tried again leaves its rejects once', async () => {
  const file = await RejectFile.open(path, 0)
  await file.append([reject(1)])
  const before = file.bytes
  await file.append([reject(2)])
  await file.cut(before)
  await file.append([reject(2)])
  await file.close()
  expect(await lines()).toEqual([1, 2])
})

test('rows are never written through a link', async () => {
  const elsewhere = join(folder, 'elsewhere')
  await writeFile(elsewhere, 'kept')
  const file = await RejectFile.open(path, 0)
  await symlink(elsewhere, path)
  await expect(file.append([reject(1)])).rejects.toMatchObject({ code: 'ACV607' })
  await file.close()
  expect(await readFile(elsewhere, 'utf8')).toBe('kept')
})
