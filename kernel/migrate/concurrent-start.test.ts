// Four processes start together, on an empty database and on one in use: one migrates, the others find it done.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, onPostgres } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { toModel } from '../../test/support/migrate/shop.ts'
import { rows, versions } from '../../test/support/migrate/versions.ts'
import { readFiles } from './files.ts'
import { withLock } from './lock.ts'
import { readDrift } from './operations.ts'
import { migrateAtStart } from './start.ts'

const script = join(import.meta.dirname, '../../test/support/migrate/start-process.ts')

onPostgres(() => {
  let empty: EmptyDatabase
  let home: string
  beforeEach(async () => {
    empty = await openEmpty(engine)
    home = await mkdtemp(join(tmpdir(), 'acervo-four-'))
  })
  afterEach(async () => {
    await empty?.close()
    await rm(home, { recursive: true, force: true })
  })

  async function startFour(version: keyof typeof versions): Promise<readonly number[]> {
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(
        process.execPath,
        ['--conditions=source', script, empty.url, home, version],
        { timeout: 60_000 },
      ),
    )
    return (await Promise.all(runs)).map(({ stdout }) => Number(stdout))
  }

  test('four processes starting together converge on an empty and on a live database', async () => {
    expect((await startFour('first')).reduce((sum, count) => sum + count)).toBe(1)
    await empty.script(rows)
    const applied = await startFour('second')
    const files = await readFiles(home, 'shop')
    expect(applied.reduce((sum, count) => sum + count)).toBe(files.length - 1)
    const [drift] = await readDrift({
      targets: empty.targets,
      model: toModel(versions.second, home),
    })
    expect(drift?.differences).toEqual([])
  }, 120_000)

  test('files that another process wrote between the reading of files and of the ledger are read again', async () => {
    const model = toModel(versions.first, home)
    const target = empty.targets.of('t_shop')
    let others: Promise<unknown> | undefined
    const late = new Proxy(target, {
      get: (whole, name) => {
        const value = Reflect.get(whole, name)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          others ??= migrateAtStart({ targets: empty.targets, model, mode: 'develop' })
          await others
          return value.apply(whole, given)
        }
      },
    })
    const targets = { ...empty.targets, of: () => late, all: () => [late] }
    const report = await migrateAtStart({ targets, model, mode: 'develop' })
    expect(report.applied).toEqual([])
    expect(await readFiles(home, 'shop')).toHaveLength(1)
  })

  test('a lock that is not given back is reported with who holds it', async () => {
    const [holder, other] = [await empty.target.direct(), await empty.target.direct()]
    const [[user] = []] = (await empty.query('select current_user')).rows
    try {
      await withLock(holder, {}, async () => {
        await expect(withLock(other, { waitMs: 150 }, async () => 1)).rejects.toMatchObject({
          code: 'ACV404',
          details: expect.stringMatching(new RegExp(`Held by pid \\d+ \\(${user},`)),
        })
      })
      expect(await withLock(other, { waitMs: 150 }, async () => 1)).toBe(1)
    } finally {
      await holder.close()
      await other.close()
    }
  })
})
