// Commands that tables' actions declare: run in the process that holds the platform, read by people and programs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHost } from '../test/support/cli-host.ts'
import { clinic } from '../test/support/clinic.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { connectControl, runThere } from './control/caller.ts'
import { type Control, openControl } from './control/owner.ts'
import { runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

onEachEngine(() => {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-actions-'))
  let platform: TestPlatform<readonly [typeof clinic]>
  let control: Control
  let visitId = ''

  beforeAll(async () => {
    platform = await openTestPlatform([clinic])
    const { acervo, db } = platform
    const host = makeHost(acervo, { variables: { ACERVO_DATA_DIR: folder } })
    control = await openControl(folder, (argv, io) => runCommand(argv, io, host))
    const patient = await db.frontDesk.patient.create({ data: { name: 'Ana' } })
    const data = { patientId: patient.id, room: 'blue one' }
    visitId = (await db.frontDesk.visit.create({ data })).id
  })
  afterAll(async () => {
    await control.close(AbortSignal.abort())
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** As another process would: through the control socket. */
  async function run(argv: readonly string[], parts: FakeParts = {}) {
    const io = makeTerminal(parts)
    const socket = await connectControl(control.socket)
    if (socket === undefined) throw new Error('nobody answers')
    const code = await runThere(socket, argv, io)
    return { code, ...io.written }
  }

  test('a person completes, sees and reopens a visit', async () => {
    const done = await run(['visit', 'complete', visitId, '--minutes', '20'])
    expect(done.code).toBe(0)
    expect(done.out).toContain('DONE')
    const shown = await run(['visit', 'show', visitId])
    expect(shown.out).toBe('Visit\n\nstatus  minutes\n──────  ───────\nDONE         20\n\nVisit\n')
    const spanish = await run(['visit', 'show', visitId], { language: 'es' })
    expect(spanish.out).toContain('Visita')
    expect((await run(['visit', 'reopen', visitId])).code).toBe(0)
  })

  test('a program gets what the action answers', async () => {
    const { out } = await run(['visit', 'list', 'blue', 'one', '--open', '--json'])
    expect(JSON.parse(out)).toMatchObject([{ id: visitId, room: 'blue one' }])
    const named = await run(['visit', 'blue', '--json'])
    expect(JSON.parse(named.out)).toEqual(JSON.parse(out))
    expect((await run(['visit', 'list', 'blue', 'one'])).out).toContain('blue one')
  })

  test('what rows hold cannot move the cursor of whoever reads them', async () => {
    await platform.db.frontDesk.visit.update({
      where: { id: visitId },
      data: { room: '\u001b[2J\u0007x' },
    })
    const { out } = await run(['visit', 'list', '\u001b[2J\u0007x'])
    expect(out).toContain(visitId)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(out).not.toMatch(/[\u001b\u0007]/)
    await platform.db.frontDesk.visit.update({ where: { id: visitId }, data: { room: 'blue one' } })
  })

  test.each([
    [['visit', 'complete', 'x', '--minutes', '2'], 1, 'ACV205'],
    [['visit', 'complete', 'x'], 2, '--minutes is missing'],
    [['visit', 'complete', '--minutes', '2'], 2, 'id is missing'],
    [['visit', 'complete', 'x', '--minute', '2'], 2, "Perhaps you meant '--minutes'."],
    [['visit', 'complete', 'x', '--minutes', 'two'], 1, 'ACV205'],
    [['visit', 'compleet'], 2, "Perhaps you meant 'visit complete'."],
    [['visit', 'list', 'x', '--claims', 'tenant'], 2, 'name=value'],
  ])('%j ends with %i and says why', async (argv, code, words) => {
    const { code: ended, err } = await run(argv)
    expect(ended).toBe(code)
    expect(err).toContain(words)
  })

  test('mistakes of typing are told in Spanish too', async () => {
    expect((await run(['visit', 'complete', 'x'], { language: 'es' })).err).toContain(
      'falta --minutes',
    )
  })

  test('errors of programs are JSON', async () => {
    const { err } = await run(['visit', 'show', visitId, '--json'])
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'ACV209' } })
  })

  test('help names commands, inputs and their meaning in both languages', async () => {
    expect((await run(['visit', '--help'])).out).toContain('visit complete')
    const help = await run(['visit', 'complete', '--help'], { language: 'es' })
    expect(help.out).toContain('Uso: acervo visit complete <id>')
    expect(help.out).toContain('--minutes NUMBER')
    expect(help.out).toContain('cuánto duró')
    expect((await run(['visit'])).code).toBe(2)
    expect((await run(['--help'])).out).toContain('complete a visit')
  })
})
