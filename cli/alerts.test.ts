// `acervo alerts ...` and `acervo dashboards`: what people and other tools get of rules and metrics.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { metrics, rules } from '../kernel/watch/index.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openWatched, type Watched } from '../test/support/watch/world.ts'
import { runCommand } from './run-command.ts'
import { makeTerminal } from './terminal/fake-terminal.ts'

onEachEngine(() => {
  let world: Watched
  const folder = mkdtempSync(join(tmpdir(), 'acervo-alerts-'))
  beforeAll(async () => {
    world = await openWatched()
  })
  afterAll(async () => {
    await world?.close()
    rmSync(folder, { recursive: true })
  })

  async function run(words: string, variables: Readonly<Record<string, string>> = {}) {
    const io = makeTerminal()
    const host = makeHost(world.platform.acervo, { variables, isShared: false })
    return { code: await runCommand(words.split(' '), io, host), ...io.written }
  }

  test('alerts list says nothing while all is well, and 1 once something fires', async () => {
    await world.begin()
    expect(await run('alerts list')).toMatchObject({ code: 0, out: 'Nothing is the matter.\n' })
    const insert =
      "insert into acervo.rejected_event (database, digest, body, reason, received_at) values ('books', 'd', '', 'no', now())"
    await world.platform.query(insert)
    await world.look(15)
    const { code, out } = await run('alerts list')
    expect(code).toBe(1)
    expect(out).toMatch(/inbox-rejects +firing .*db.namespace=books/)
    const { ok, alerts } = JSON.parse((await run('alerts list --json')).out)
    expect({ ok, rules: alerts.map(({ rule }: { rule: string }) => rule) }).toEqual({
      ok: false,
      rules: ['inbox-rejects'],
    })
    await world.platform.query('delete from acervo.rejected_event')
  })

  test('the rules file has every rule that is in force, over metrics that /metrics has', async () => {
    const path = join(folder, 'rules.json')
    writeFileSync(path, '{ "key-old": false, "pool-full": { "threshold": 0.8 } }')
    const { out } = await run('alerts rules --prometheus', { ACERVO_ALERT_RULES: path })
    expect(out.match(/- alert: /g)).toHaveLength(rules.length - 1)
    expect(out).toContain('expr: "acervo_connection_use > 0.8"')
    expect(out).not.toContain('AcervoKeyOld')
    expect(out).toContain('expr: "max by (db_namespace) (acervo_outbox_lag) > 60"')
  })

  test('the dashboard has a panel for every metric', async () => {
    const { panels } = JSON.parse((await run('dashboards')).out)
    const titles = panels.map(({ title }: { title: string }) => title)
    for (const { name } of metrics) expect(titles).toContain(name)
    const ids = panels.map(({ id }: { id: number }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a test without a receiver is a failure that says which variables name one', async () => {
    expect(await run('alerts test')).toMatchObject({
      code: 1,
      out: expect.stringContaining('ACERVO_ALERT_WEBHOOK_URL'),
    })
  })
})
