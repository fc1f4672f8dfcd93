// An import killed in the middle: run again, it goes on where it was. No row doubled, none missing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../test/support/database.ts'
import { tester } from '../../test/support/intake/context.ts'
import { openShop, type Shop } from '../../test/support/intake/database.ts'
import type { ChildOptions } from '../../test/support/intake/import-child.ts'
import { shop, tableOf } from '../../test/support/intake/shop.ts'
import { openTargets } from '../database/targets.ts'
import { applyModel } from '../migrate/apply-model.ts'
import { queryScripts } from '../query/scripts.ts'
import { importFile } from './import-file.ts'
import { importRunSql } from './scripts.ts'

const rows = 4000
const killAfterBatches = [1, 7]

/** Resolves when the process is gone; it is killed as soon as it has told so many batches. */
async function importAndKill(options: ChildOptions, batches: number): Promise<number> {
  const script = new URL('../../test/support/intake/import-child.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'batch' && ++told === batches) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  return told
}

onEachEngine(() => {
  let db: Shop
  beforeAll(async () => {
    db = await openShop()
  })
  afterAll(() => db?.close())

  test('a killed import resumes: no row doubled, none missing, each reject once', async () => {
    const lines = Array.from({ length: rows }, (_, at) => `c${at},name ${at}`)
    // Every hundredth meets the row before it: a reject in each batch.
    for (let at = 99; at < rows; at += 100) lines[at] = lines[at - 1] as string
    const path = await db.file(`code,name\n${lines.join('\n')}\n`)
    const { options, open } = await place(db)
    let killed = 0
    for (const batches of killAfterBatches)
      killed += await importAndKill({ ...options, path }, batches)
    const targets = await open()
    try {
      const target = targets.of('shop')
      const result = await importFile(path, { target, table: tableOf('product'), context: tester })
      expect(result).toMatchObject({ state: 'done', read: rows, rejected: rows / 100 })
      expect(result.resumedFrom).toBeGreaterThanOrEqual(killed * 100)
      expect(result.inserted).toBe((rows - result.resumedFrom) * 0.99)
      const [count] = await target.group(tester, [
        { text: 'select count(*), count(distinct code) from shop.products', values: [] },
      ])
      expect(count?.rows[0]).toEqual([String(rows * 0.99), String(rows * 0.99)])
      const rejects = await db.rejects(result.rejectsPath ?? '')
      expect(rejects.map(({ line }) => line)).toEqual(
        Array.from({ length: rows / 100 }, (_, at) => at * 100 + 101),
      )
    } finally {
      if (engine === 'embedded') await targets.close()
    }
  }, 120_000)
})

/** Embedded: the child needs a directory for itself, migrated and closed. */
async function place(db: Shop) {
  if (engine === 'postgres') {
    const { run, migrate, targets } = db.test
    return { options: { run, migrate }, open: async () => targets }
  }
  const dataDirectory = `${db.folder}/data`
  const open = () => openTargets({ databases: ['shop'], dataDirectory, extensions: ['vector'] })
  const targets = await open()
  const direct = await targets.of('shop').direct()
  await applyModel(direct, [...shop.databases.values()], {
    scripts: [...queryScripts, importRunSql],
  })
  await direct.close()
  await targets.close()
  return { options: { dataDirectory }, open }
}
