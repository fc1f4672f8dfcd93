// Commands against a real platform, on each engine, as the process that holds it would run them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHost } from '../test/support/cli-host.ts'
import { clinic } from '../test/support/clinic.ts'
import { onEachEngine, onPostgres } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, type FakeTerminal, makeTerminal } from './terminal/fake-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-commands-'))
let platform: TestPlatform<[typeof clinic]>
let host: Host

beforeAll(async () => {
  platform = await openTestPlatform([clinic])
  const variables = { ACERVO_DATA_DIR: folder }
  host = makeHost(platform.acervo, { systems: [clinic], variables })
})

afterAll(async () => {
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(argv: readonly string[], parts: FakeParts = {}) {
  const io = makeTerminal({ cwd: folder, ...parts })
  return { code: await runCommand(argv, io, host), io, ...io.written }
}

async function ask(...argv: readonly string[]): Promise<unknown> {
  const { code, out, err } = await run([...argv, '--json'])
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

onEachEngine((engine) => {
  test('databases says where each database lives, how large it is and how it does', async () => {
    const rows = await ask('databases')
    expect(rows).toMatchObject([
      { database: 'frontDesk', schema: 'front_desk', system: 'clinic', tables: 6, health: 'ok' },
    ])
    const [row] = rows as { placement: string; sizeBytes: number }[]
    expect(row?.placement).toMatch(engine === 'embedded' ? /^embedded$/ : /:\d+\//)
    expect(row?.sizeBytes).toBeGreaterThan(8_192)
    expect((await run(['databases'])).out).toMatch(/frontDesk .* kB +ok/)
  })

  test('a prompt collects lines up to a semicolon, survives a mistake and ends at \\q', async () => {
    const lines = ['select 1', '  as one;', 'nope;', 'select null as none;', '\\q', 'select 2;']
    const { code, out, err } = await run(['sql', 'front-desk'], { isTty: true, lines })
    expect(code).toBe(0)
    expect(out).toContain('one\n───\n  1\nSELECT (1)')
    expect(out).toContain('none\n────\n∅')
    expect(out).not.toContain('2')
    expect(err).toContain('nope')
  })

  test('SQL comes from standard input too, and finds tables without their schema', async () => {
    const input = (async function* () {
      yield Buffer.from("insert into patients (name) values ('from a pipe');\nselect name ")
      yield Buffer.from("from patients where name = 'from a pipe'")
    })()
    const { code, out } = await run(['sql', 'frontDesk'], { input })
    expect(code).toBe(0)
    expect(out).toContain('from a pipe')
  })

  test('the session of the operator leaves nothing behind for requests', async () => {
    await run(['sql', 'frontDesk', '-c', 'begin; set local statement_timeout = 1'])
    expect(await platform.db.frontDesk.patient.count()).toBeGreaterThan(-1)
    expect((await run(['sql', 'frontDesk', '-c', 'show search_path'])).out).toContain('front_desk')
  })

  test('what export writes, import reads', async () => {
    await platform.db.frontDesk.bed.createMany({
      data: [
        { ward: 'a "quoted", ward', number: 1, note: 'two\nlines' },
        { ward: 'b', number: 2, note: null },
      ],
    })
    const { out } = await run(['export', 'frontDesk.bed'])
    await platform.db.frontDesk.bed.deleteMany({})
    writeFileSync(join(folder, 'beds.csv'), out)
    const result = await ask('import', 'front_desk.beds', 'beds.csv')
    expect(result).toMatchObject({ state: 'done', inserted: 2, rejected: 0 })
    expect((await run(['export', 'frontDesk.bed'])).out).toBe(out)
  })

  test('claims are passed on, and without them a tenant has no rows', async () => {
    const tenant = '01a1fd41-c03a-7000-a9c5-2c042dee0d39'
    writeFileSync(join(folder, 'invoices.csv'), 'total\n12.50\n')
    const argv = ['import', 'frontDesk.invoice', 'invoices.csv', '--claims', `tenant=${tenant}`]
    expect((await run(argv)).code).toBe(0)
    const own = await run(['export', 'frontDesk.invoice', '--claims', `tenant=${tenant}`])
    expect(own.out).toContain('12.50')
    expect((await run(['export', 'frontDesk.invoice'])).out).not.toContain('12.50')
  })

  test('drift finds a change made by hand and ends with 1', async () => {
    expect((await run(['migrate', 'drift'])).out).not.toContain('by_hand')
    await run(['sql', 'frontDesk', '-c', 'alter table visits add column by_hand integer'])
    const drift = await run(['migrate', 'drift', '--database', 'front-desk'])
    await run(['sql', 'frontDesk', '-c', 'alter table visits drop column by_hand'])
    expect(drift.code).toBe(1)
    expect(drift.out).toContain('by_hand')
  })

  test('doctor names the server, the role of requests and the extensions', async () => {
    const { findings } = (await ask('doctor')) as {
      findings: { check: string; status: string; message: string }[]
    }
    const byCheck = Object.groupBy(findings, ({ check }) => check)
    expect(byCheck.server?.[0]).toMatchObject({ status: 'ok' })
    expect(byCheck.roles?.[0]?.status).toBe('ok')
    expect(byCheck.extensions?.[0]?.message).toContain('vector')
  })

  test('doctor --production goes through eleven points, and sees on which engine databases are', async () => {
    const { out } = await run(['doctor', '--production', '--json'])
    const { findings } = JSON.parse(out) as { findings: { check: string; status: string }[] }
    const points = findings.filter(({ check }) => /^\d+ /.test(check))
    expect(points.map(({ check }) => Number.parseInt(check, 10))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ])
    const byPoint = Object.fromEntries(points.map(({ check, status }) => [check, status]))
    expect(byPoint['3 clients']).toBe('unknown')
    expect(byPoint['9 monitoring']).toBe('warn')
    expect(byPoint['6 pooling']).toBe(engine === 'postgres' ? 'ok' : 'unknown')
    // No variable names a server here: databases may be placed on one all the same.
    expect(findings.some(({ check }) => check === 'engine')).toBe(engine === 'embedded')
  })

  test('commands that start or end a process are refused inside another one', async () => {
    for (const argv of [['start'], ['bench'], ['schema', 'frontDesk']]) {
      const { code, err } = await run(argv)
      expect(code).toBe(2)
      expect(err).toContain('ACV605')
    }
  })

  test.each([
    [['sql', 'frontDsk', '-c', 'x'], "Perhaps you meant 'frontDesk'."],
    [['export', 'frontDesk.patint'], "Perhaps you meant 'patient'."],
    [['export', 'patients'], 'Write <database>.<table>'],
    [['export', 'frontDesk.bed', '--format', 'cvs'], "Perhaps you meant 'csv'."],
    [['import', 'frontDesk.bed', 'none.csv'], 'none.csv'],
    [['import', 'frontDesk.bed', '-', '--map', 'none.json'], 'none.json'],
    [['import', 'frontDesk.bed', '-', '--claims', 'tenant'], 'name=value'],
    [['migrate', 'status', '--database', 'x'], 'frontDesk'],
    [['compat', 'apply', 'frontDesk'], 'answers no specification'],
    [['compat', 'apply', 'frontDsk'], "Perhaps you meant 'frontDesk'."],
  ])('%j is refused with the next step', async (argv, words) => {
    const { code, err } = await run(argv)
    expect(code).not.toBe(0)
    expect(err).toContain(words)
  })

  test('refusals of names speak Spanish too', async () => {
    const { err } = await run(['export', 'frontDesk.patint'], { language: 'es' })
    expect(err).toContain("frontDesk no tiene la tabla 'patint'")
    expect(err).toContain("Quizá quiso decir 'patient'.")
  })
})

onPostgres(() => {
  test('Ctrl-C ends a statement on the server too', async () => {
    const io: FakeTerminal = makeTerminal({ cwd: folder })
    const code = runCommand(['sql', 'frontDesk', '-c', 'select pg_sleep(600)'], io, host)
    const running = `select from pg_stat_activity where query = 'select pg_sleep(600)'
      and state = 'active' and datname = current_database()`
    let seen = 0
    for (let i = 0; i < 2_000 && seen === 0; i++) seen = (await platform.query(running)).count
    expect(seen).toBe(1)
    io.cancel()
    expect(await code).toBe(130)
    expect((await platform.query(running)).count).toBe(0)
  })
})
