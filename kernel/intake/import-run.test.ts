// Promises of the record of an import: it moves only from where one thinks it is.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { tester } from '../../test/support/intake/context.ts'
import { emptyTables, openShop, type Shop } from '../../test/support/intake/database.ts'
import { tableOf } from '../../test/support/intake/shop.ts'
import {
  advanceRun,
  claimBatch,
  finishRun,
  noProgress,
  openRun,
  type RunIdentity,
  toRunKey,
} from './import-run.ts'

const identity: RunIdentity = {
  digest: 'abc',
  table: tableOf('product'),
  options: { format: 'csv' },
  context: tester,
}
const key = toRunKey(identity)
const after = { read: 10, inserted: 8, unchanged: 1, rejected: 1, rejectsBytes: 99 }

test('who asks does not matter, what they may see does', () => {
  const as = (settings: Record<string, string>) =>
    toRunKey({ ...identity, context: { settings: { ...tester.settings, ...settings } } })
  expect(as({ 'acervo.actor': 'user:2', 'acervo.request_id': 'r1' })).toBe(key)
  expect(as({ 'acervo.tenant': 'a' })).not.toBe(key)
  expect(toRunKey({ ...identity, options: { format: 'ndjson' } })).not.toBe(key)
  expect(toRunKey({ ...identity, digest: 'abd' })).not.toBe(key)
})

onEachEngine(() => {
  let db: Shop
  beforeAll(async () => {
    db = await openShop()
  })
  beforeEach(() => db.script(emptyTables))
  afterAll(() => db?.close())

  const open = (afresh = false) => openRun(db.target, identity, { fileName: 'a.csv', afresh })
  const claim = (before: typeof noProgress) =>
    db.target.transaction(tester, (session) => claimBatch(session, key, before))

  test('a batch is claimed only from the place that was reached', async () => {
    expect(await open()).toEqual({ ...noProgress, isFinished: false })
    await db.target.transaction(tester, async (session) => {
      await claimBatch(session, key, noProgress)
      await advanceRun(session, key, after)
    })
    await expect(claim(noProgress)).rejects.toMatchObject({ code: 'ACV611' })
    await claim(after)
    expect(await open()).toEqual({ ...after, isFinished: false })
  })

  test('a finished run is claimed by nobody until it begins afresh', async () => {
    await open()
    await finishRun(db.target, tester, key)
    await expect(claim(noProgress)).rejects.toMatchObject({ code: 'ACV611' })
    expect(await open(true)).toEqual({ ...noProgress, isFinished: false })
    await claim(noProgress)
  })

  test('a batch that is undone takes its progress with it', async () => {
    await open()
    const undone = db.target.transaction(tester, async (session) => {
      await claimBatch(session, key, noProgress)
      await advanceRun(session, key, after)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await open()).toEqual({ ...noProgress, isFinished: false })
  })

  test('the runtime role can neither remove a record nor change what it is about', async () => {
    await open()
    for (const text of [
      'delete from acervo.import_run',
      `update acervo.import_run set digest = ''`,
    ])
      await expect(db.target.group(tester, [{ text, values: [] }])).rejects.toMatchObject({
        code: 'ACV306',
      })
  })
})
