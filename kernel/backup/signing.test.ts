// Whoever may write to the store, but has not the key, passes no backup and no drill off as ours.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSmallBackup } from '../../test/support/small-backup.ts'
import { toRpo } from './drill.ts'
import { type DrillRecord, keepDrill, listDrills } from './drill-records.ts'
import { openFolderStore } from './folder-store.ts'
import { findUndrilled, listBackups } from './list.ts'
import { databasesOf, type Manifest, readManifest } from './manifest.ts'
import { applyRetention } from './retention.ts'
import { openBackupSigner, readVerifier } from './signing.ts'
import type { BackupStore } from './store.ts'
import { verifyBackup } from './verify.ts'

let folder: string
let store: BackupStore
const at = (text: string) => join(folder, 'store', text)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acervo-signing-'))
  store = openFolderStore(join(folder, 'store'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ours = () => openBackupSigner(join(folder, 'ours'))
const strangers = () => openBackupSigner(join(folder, 'strangers'))
const day = (days: number) => new Date(Date.parse('2026-11-22T03:00:00Z') - days * 86_400_000)
const verify = (name: string, trusted?: readonly string[]) =>
  verifyBackup({ store, name, ...(trusted && { trusted }) })

test('a whole backup of a stranger is told from ours: unsigned, signed by another key, or with our signature of another', async () => {
  const signer = ours()
  const trusted = [signer.verifier]
  const { name } = await makeSmallBackup(store, { takenAt: day(1), signer })
  expect(await verify(name, trusted)).toMatchObject({ ok: true, signed: 'trusted' })
  expect(readVerifier(join(folder, 'ours'))).toBe(signer.verifier)
  const bare = await makeSmallBackup(store, { takenAt: day(2), rows: '2\n' })
  expect(await verify(bare.name, trusted)).toMatchObject({
    ok: false,
    signed: 'no',
    faults: ['nobody signed it: whoever may write to the store can have made it'],
  })
  const theirs = await makeSmallBackup(store, { takenAt: day(3), signer: strangers() })
  expect(await verify(theirs.name, trusted)).toMatchObject({
    ok: false,
    signed: 'other',
    faults: [expect.stringContaining(strangers().verifier)],
  })
  // Where nobody is trusted by name, who signed it is told and judged by the reader.
  expect(await verify(theirs.name)).toMatchObject({ ok: true, signer: strangers().verifier })
  // The name of our key without our signature, and our signature over other sums.
  const forged = { ...strangers(), verifier: signer.verifier }
  const lie = await makeSmallBackup(store, { takenAt: day(4), signer: forged })
  expect(await verify(lie.name, trusted)).toMatchObject({ ok: false })
  const moved = await makeSmallBackup(store, { takenAt: day(5), signer: forged, rows: '3\n' })
  await writeFile(
    at(`${moved.name}/SHA256SUMS.note`),
    await readFile(at(`${name}/SHA256SUMS.note`)),
  )
  expect(await verify(moved.name)).toMatchObject({ ok: false })
})

test('every bit of the signature counts, and it may not be missing', async () => {
  const { name } = await makeSmallBackup(store, { takenAt: day(1), signer: ours() })
  const path = at(`${name}/SHA256SUMS.note`)
  const note = await readFile(path)
  for (let index = 0; index < note.length; index++) {
    const changed = Buffer.from(note)
    changed[index] = (changed[index] as number) ^ (1 << (index % 8))
    await writeFile(path, changed)
    const read = readManifest(store, name).catch((error: { code: string }) => error.code)
    expect(await read, `bit of byte ${index}`).toBe('ACV421')
  }
  await rm(path)
  expect((await verify(name)).ok).toBe(false)
})

test('what a stranger made is never the last good one, so that ours does not go for it', async () => {
  const signer = ours()
  const { name } = await makeSmallBackup(store, { takenAt: day(90), signer })
  await makeSmallBackup(store, { takenAt: day(1), signer: strangers() })
  const wish = { store, label: 'daily', now: day(0), trusted: [signer.verifier] }
  expect(await applyRetention(wish)).toEqual({ removed: [], lastGood: name })
})

const record = (name: string): DrillRecord => ({
  ...{ name, at: '2026-11-22T04:00:00.000Z', ok: true, seconds: 2, restoreSeconds: 1 },
  ...{ ageSeconds: 9, engine: 'embedded', tables: 1, rows: 1, checks: [] },
})

test('a drill counts where its record is signed by whom we trust, and is as it was signed', async () => {
  const signer = ours()
  const trusted = [signer.verifier]
  const { name } = await makeSmallBackup(store, { takenAt: day(2), signer })
  const undrilled = async () =>
    findUndrilled(await listBackups(store, trusted), day(0)).map((one) => one.name)
  expect(await undrilled()).toEqual([name])
  for (const other of [undefined, strangers(), { ...strangers(), verifier: signer.verifier }]) {
    await keepDrill(store, record(name), other)
    expect(await undrilled()).toEqual([name])
  }
  await keepDrill(store, { ...record(name), ok: false }, signer)
  expect(await undrilled()).toEqual([])
  expect(await listBackups(store, trusted)).toMatchObject([{ drill: { ok: false } }])
  const [kept = ''] = await store.files('drills')
  const text = await readFile(at(`drills/${kept}`), 'utf8')
  await writeFile(at(`drills/${kept}`), text.replace('"ok": false', '"ok": true'))
  expect(await listDrills(store, { trusted })).toMatchObject([{ ok: true, signed: 'other' }])
  expect(await undrilled()).toEqual([name])
  // It outlives the backup.
  await store.remove(name)
  expect(await listDrills(store)).toHaveLength(1)
})

test('a backup is due a day after it was taken', async () => {
  await makeSmallBackup(store, { takenAt: day(0.9) })
  const { name } = await makeSmallBackup(store, { takenAt: day(1.1) })
  expect(findUndrilled(await listBackups(store), day(0))).toMatchObject([{ name, hours: 26.4 }])
})

test('what would have been lost is counted from the one before it of the same databases', () => {
  const take = (hour: number, schemas: readonly string[], more: Partial<Manifest> = {}) => {
    const takenAt = new Date(Date.UTC(2026, 10, 22, hour)).toISOString()
    const databases = schemas.map((schema) => ({ schema }))
    return { name: takenAt, takenAt, content: 'all', seconds: 30, places: [{ databases }], ...more }
  }
  const own = take(12, ['a', 'b']) as unknown as Manifest
  const all = [
    take(1, ['a', 'b', 'c']),
    take(2, ['a']),
    take(3, ['a', 'b'], { isPartial: true }),
    take(4, ['a', 'b'], { content: 'structure' }),
    take(13, ['a', 'b']),
    own,
  ] as unknown as Manifest[]
  expect(databasesOf(own)).toHaveLength(2)
  expect(toRpo(own, all)).toEqual({ rpoSeconds: 11 * 3600 + 30 })
  expect(toRpo(own, [own])).toEqual({})
})
