import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCluster } from '../../test/campaigns/events/servers.ts'
import { openMigrator } from '../database/targets.ts'
import { backUpStanza, judgeVerify, listStanza, restoreStanza, verifyStanza } from './pgbackrest.ts'

const well = `stanza: main
status: ok
  archiveId: 15-1, total WAL checked: 4, total valid WAL: 4
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261122-043812F, status: valid, total files checked: 964, total valid files: 964
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
`

test('what pgBackRest says of a repository is read, and silence is no ok', () => {
  expect(judgeVerify(well)).toEqual({ ok: true, faults: [] })
  expect(judgeVerify('')).toEqual({ ok: false, faults: ['it does not say status: ok'] })
  for (const [from, to] of [
    ['status: ok', 'status: error'],
    ['status: valid,', 'status: invalid,'],
    ['checksum invalid: 0', 'checksum invalid: 1'],
    ['missing: 0', 'missing: 12'],
  ] as const)
    expect(judgeVerify(well.replace(from, to)), to).toMatchObject({ ok: false })
})

test('a stanza is backed up, found broken though it ends with 0, and restored to its last moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'acervo-stanza-'))
  const config = join(folder, 'pgbackrest.conf')
  const stanza = { name: 'main', config }
  const push = `pgbackrest --config=${config} --stanza=main archive-push %p`
  const cluster = await startCluster(['archive_mode=on', `archive_command=${push}`])
  try {
    const owner = await stat(cluster.directory)
    await chown(folder, owner.uid, owner.gid)
    await chmod(folder, 0o755)
    await writeFile(config, toConfig(folder, cluster))
    await chown(config, owner.uid, owner.gid)
    execFileSync('pgbackrest', [`--config=${config}`, '--stanza=main', 'stanza-create'], {
      ...(process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}),
    })
    await backUpStanza(stanza, 'full')
    const direct = await openMigrator(cluster.url)
    await direct.script('create table state (id integer); insert into state values (7)')
    await direct.script('select pg_switch_wal()')
    await direct.close()
    expect(await listStanza(stanza)).toMatchObject([{ type: 'full', label: expect.any(String) }])
    let rows: unknown
    const restored = await restoreStanza({
      ...{ ...stanza, moment: 'last', folder: join(folder, 'copy') },
      look: async (urlOf) => {
        const copy = await openMigrator(urlOf('postgres'))
        rows = (await copy.query({ text: 'select id from state', values: [] })).rows
        await copy.close()
      },
    })
    expect(rows).toEqual([['7']])
    expect(await readFile(join(restored.folder, 'postgresql.conf'), 'utf8')).toContain(
      "archive_mode = 'off'",
    )
    expect(await verifyStanza(stanza)).toEqual({ ok: true, faults: [] })
    const files = await readdir(join(folder, 'repo', 'backup', 'main'), { recursive: true })
    const data = files.find((path) => /base\/\d+\/1249\.gz$/.test(path)) ?? ''
    const path = join(folder, 'repo', 'backup', 'main', data)
    const bytes = await readFile(path)
    bytes[200] = (bytes[200] as number) ^ 1
    await writeFile(path, bytes)
    expect(await verifyStanza(stanza)).toMatchObject({ ok: false })
  } finally {
    await cluster.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)

function toConfig(folder: string, cluster: { url: string; directory: string }): string {
  const at = (name: string) => join(folder, name)
  return [
    '[global]',
    ...[`repo1-path=${at('repo')}`, 'repo1-cipher-type=aes-256-cbc', 'repo1-cipher-pass=of-a-test'],
    ...[`log-path=${at('log')}`, `lock-path=${at('lock')}`, `spool-path=${at('spool')}`],
    ...['repo1-retention-full=2', 'log-level-file=off'],
    '[main]',
    ...[`pg1-path=${cluster.directory}`, `pg1-port=${new URL(cluster.url).port}`],
    ...[`pg1-socket-path=${cluster.directory}`, 'pg1-user=postgres', ''],
  ].join('\n')
}
