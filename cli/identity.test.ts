// Promises of the commands about people and keys, and of the file of issuers.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { type Office, openOffice } from '../test/support/identity/server.ts'
import { office } from '../test/support/identity/systems.ts'
import { type Host, runCommand } from './run-command.ts'
import { readProviders } from './sign-in-file.ts'
import { makeTerminal } from './terminal/fake-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-people-'))
let platform: Office
let host: Host

beforeAll(async () => {
  platform = await openOffice()
  const variables = { ACERVO_DATA_DIR: folder }
  host = makeHost(platform.acervo, { systems: [office], variables })
})
afterAll(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(...argv: readonly string[]) {
  const io = makeTerminal({ cwd: folder })
  return { code: await runCommand(argv, io, host), ...io.written }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
async function ask(...argv: readonly string[]): Promise<any> {
  const { code, out, err } = await run(...argv, '--json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

onEachEngine(() => {
  test('a first administrator, a key of theirs, and the end of both', async () => {
    const of = ['--system', 'office']
    const email = 'Root@office.test'
    const made = await ask(
      'user',
      'create',
      email,
      'displayName=Root',
      '--role',
      'administrator',
      ...of,
    )
    expect(made.password).toMatch(/^\w{22}$/)
    const second = await ask('user', 'create', 'two@office.test', '--role', 'administrator', ...of)
    expect(second.id).not.toBe(made.id)
    const [listed] = await ask('user', 'list', ...of)
    expect(listed).toMatchObject({
      email: 'root@office.test',
      isActive: true,
      roles: ['administrator'],
    })
    const key = await ask(
      'key',
      'create',
      '--user',
      email,
      '--scope',
      'desk.file:read',
      '--days',
      '7',
      ...of,
    )
    expect(key.key).toMatch(/^acervo_live_/)
    const keys = await ask('key', 'list', ...of)
    expect(keys).toMatchObject([{ prefix: key.prefix, scopes: ['desk.file:read'] }])
    expect(JSON.stringify(keys)).not.toContain(key.key)
    await ask('key', 'revoke', key.prefix, ...of)
    expect(await ask('key', 'list', ...of)).toEqual([])
    await ask('user', 'disable', email, ...of)
    const last = await run('user', 'disable', 'two@office.test', ...of)
    expect([last.code === 0, last.err]).toEqual([false, expect.stringContaining('ACV304')])
    const table = await run('user', 'list', ...of)
    expect(table.out).toContain('root@office.test')
  })

  test('what cannot be is told with its code', async () => {
    const several = await run('user', 'list')
    expect(several.err).toContain('--system')
    const nobody = await run('key', 'create', '--system', 'office')
    expect(nobody.err).toMatch(/--user or --service/)
    const none = await run('user', 'disable', 'nobody@office.test', '--system', 'office')
    expect(none.err).toContain('ACV209')
    const role = await run(
      'user',
      'create',
      'a@office.test',
      '--role',
      'nothing',
      '--system',
      'office',
    )
    expect(role.err).toContain('ACV209')
    const column = await run(
      'user',
      'create',
      'a@office.test',
      'passwordHash=x',
      '--system',
      'office',
    )
    expect(column.err).toContain('ACV203')
  })
})

test('a file of issuers is read whole or refused without showing it', () => {
  const path = join(folder, 'sign-in.json')
  const write = (value: unknown) => {
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
    chmodSync(path, 0o600)
  }
  const google = {
    issuer: 'https://accounts.google.com',
    clientId: 'x',
    clientSecret: 'very-secret',
    redirectUris: ['https://office.test/back'],
    linkByEmail: true,
  }
  write({ office: { google } })
  expect(readProviders(path)).toEqual({ office: { google } })
  for (const wrong of [
    '{',
    { office: { google: { ...google, linkByMail: true } } },
    { office: { google: { ...google, redirectUris: [] } } },
    { office: { google: { ...google, issuer: 'google' } } },
    { office: { 'Go ogle': google } },
  ]) {
    write(wrong)
    expect(() => readProviders(path)).toThrow(expect.objectContaining({ code: 'ACV606' }))
    try {
      readProviders(path)
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('very-secret')
    }
  }
  write({ office: { google } })
  chmodSync(path, 0o644)
  expect(() => readProviders(path)).toThrow(/not usable/)
  expect(() => readProviders(join(folder, 'none.json'))).toThrow(
    expect.objectContaining({ code: 'ACV607' }),
  )
})
