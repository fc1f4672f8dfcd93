// One data directory, one process: with a real second process, and after kill -9.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLockOwner, lockDirectory } from './directory-lock.ts'
import { openEmbedded } from './open.ts'

const statement = (text: string) => ({ text, values: [] })
const nobody = { settings: {} }

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acervo-lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  rmSync(folder, { recursive: true, force: true })
})

/** A second process that runs `body` with `open` and `folder`, and says what it prints. */
function start(body: string): { child: ChildProcess; lines: AsyncIterator<string> } {
  const source = `
    import { openEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))}
    import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'directory-lock.ts'))}
    const folder = ${JSON.stringify(folder)}
    ${body}`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, lines }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

test('a second process is refused and told who holds the directory', async () => {
  const { child, lines } = start(`
    await openEmbedded({ dataDirectory: folder })
    console.log('open')
    setInterval(() => {}, 1000)`)
  expect((await lines.next()).value).toBe('open')
  await expect(openEmbedded({ dataDirectory: folder })).rejects.toMatchObject({
    code: 'ACV313',
    message: expect.stringContaining(String(child.pid)),
  })
  expect(await findLockOwner(folder)).toMatchObject({ pid: child.pid })
})

test('what a killed process had committed is there for the next one', async () => {
  const { child, lines } = start(`
    const target = await openEmbedded({ dataDirectory: folder })
    const direct = await target.direct()
    await direct.script('create table kept (id int primary key)')
    for (let id = 1; id <= 100000; id++) {
      await direct.query({ text: 'insert into kept values ($1)', values: [id], name: 'keep' })
      if (id % 50 === 0) await new Promise((done) => process.stdout.write(id + '\\n', done))
    }`)
  let acknowledged = 0
  while (acknowledged < 1_000) acknowledged = Number((await lines.next()).value)
  await kill(child)
  const target = await openEmbedded({ dataDirectory: folder })
  const direct = await target.direct()
  const { rows } = await direct.query(statement('select count(*), max(id) from kept'))
  await direct.close()
  expect(Number(rows[0]?.[0])).toBeGreaterThanOrEqual(acknowledged)
  expect(rows[0]?.[0]).toBe(rows[0]?.[1])
  await target.close()
})

test('of many that find a dead lock at once, exactly one gets it', async () => {
  const dead = start(
    `await lockDirectory(folder); console.log('held'); setInterval(() => {}, 1000)`,
  )
  await dead.lines.next()
  await kill(dead.child)
  const attempts = Array.from({ length: 12 }, () => lockDirectory(folder))
  const settled = await Promise.allSettled(attempts)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a pid that belongs to another process by now holds nothing', async () => {
  await (await lockDirectory(folder))()
  const stale = { pid: process.ppid, startedAt: '1', host: hostname() }
  writeFileSync(join(folder, 'lock', '9.json'), JSON.stringify(stale))
  const giveBack = await lockDirectory(folder)
  expect(existsSync(join(folder, 'lock', '10.json'))).toBe(true)
  await giveBack()
})

test('a lock of another machine is believed, half a lock file is not', async () => {
  await (await lockDirectory(folder))()
  const foreign = { pid: 1, startedAt: null, host: 'elsewhere.invalid' }
  writeFileSync(join(folder, 'lock', '5.json'), JSON.stringify(foreign))
  await expect(lockDirectory(folder)).rejects.toMatchObject({ code: 'ACV313' })
  writeFileSync(join(folder, 'lock', '6.json'), '{"pid":')
  await (await lockDirectory(folder))()
})

test('closing gives the directory back, in the same process too', async () => {
  const first = await openEmbedded({ dataDirectory: folder })
  await expect(openEmbedded({ dataDirectory: folder })).rejects.toMatchObject({ code: 'ACV313' })
  await first.close()
  expect(await findLockOwner(folder)).toBeUndefined()
  const second = await openEmbedded({ dataDirectory: folder })
  await second.close()
})

test('a new data directory is copied from the ready one, which is built once', async () => {
  let builds = 0
  const ready = {
    kept: { cacheDirectory: join(folder, 'cache'), hash: 'abc123' },
    build: async (target: Awaited<ReturnType<typeof openEmbedded>>) => {
      builds++
      const direct = await target.direct()
      await direct.script(
        'create role acervo_app; create table ready (id int); grant all on ready to public',
      )
      await direct.close()
    },
  }
  for (const name of ['a', 'b']) {
    const target = await openEmbedded({ dataDirectory: join(folder, name), ready })
    const [result] = await target
      .group(nobody, [
        statement('insert into ready values (1)'),
        statement('select count(*) from ready'),
      ])
      .then((results) => results.slice(1))
    expect(result?.rows).toEqual([['1']])
    await target.close()
  }
  expect(builds).toBe(1)
})

test('a path on which no data directory can stand is told, never walked for ever', async () => {
  writeFileSync(join(folder, 'file'), '')
  for (const path of [join(folder, 'file'), join(folder, 'file', 'below'), '/proc/none']) {
    const refusal = { code: 'ACV319', details: expect.stringContaining(path) }
    await expect(openEmbedded({ dataDirectory: path })).rejects.toMatchObject(refusal)
  }
  await expect(findLockOwner(join(folder, 'file'))).rejects.toMatchObject({ code: 'ACV319' })
})

test('where no ready directory can be kept, the database is made without one', async () => {
  writeFileSync(join(folder, 'file'), '')
  let builds = 0
  const ready = {
    kept: { cacheDirectory: join(folder, 'file', 'cache'), hash: 'abc123' },
    build: async () => {
      builds++
    },
  }
  const target = await openEmbedded({ dataDirectory: join(folder, 'data'), ready })
  await target.close()
  expect(builds).toBe(1)
})
