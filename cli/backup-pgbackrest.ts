// A store whose address is pgbackrest:<stanza>: the same commands, answered by pgBackRest and its own repository.
import { resolve } from 'node:path'
import { AcervoError } from '../kernel/index.ts'
import {
  backUpStanza,
  listStanza,
  type Moment,
  restoreStanza,
  type Stanza,
  verifyStanza,
} from '../kernel/recovery/index.ts'
import { toSize } from './backup-place.ts'
import type { CommandContext, OptionValues } from './command.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

type Context = Pick<CommandContext, 'io' | 'options' | 'config'>

/** `pgbackrest:main`, `pgbackrest:main?config=/etc/pgbackrest.conf`; undefined for any other store. */
export function toStanza(
  { store }: OptionValues,
  { signal }: Pick<Io, 'signal'>,
): Stanza | undefined {
  if (typeof store !== 'string' || !store.startsWith('pgbackrest:')) return undefined
  const [, name, config] = /^pgbackrest:([\w-]+)(?:\?config=(.+))?$/.exec(store) ?? []
  if (name === undefined)
    throw new AcervoError('ACV427', 'the store names no stanza', {
      hint: 'pgbackrest:main, or pgbackrest:main?config=/etc/pgbackrest.conf',
    })
  return { name, config, signal }
}

export async function makeByStanza(stanza: Stanza, { io, options }: Context): Promise<number> {
  await backUpStanza(stanza, 'full')
  const last = (await listStanza(stanza)).at(-1)
  if (options.json) await io.out(`${JSON.stringify(last)}\n`)
  else await io.out(`${last?.label}  ${toSize(last?.bytes ?? 0)}\n`)
  return exitCodes.ok
}

export async function listByStanza(stanza: Stanza, { io, options }: Context): Promise<number> {
  const listed = (await listStanza(stanza)).toReversed()
  const header =
    io.language === 'es'
      ? ['copia', 'clase', 'tomada', 'hasta', 'tamaño']
      : ['backup', 'type', 'taken', 'up to', 'size']
  const rows = listed.map(({ label, type, takenAt, stopLsn, bytes }) => [
    ...[label, type, takenAt.slice(0, 19), stopLsn, toSize(bytes)],
  ])
  await io.out(options.json ? `${JSON.stringify(listed)}\n` : renderTable(header, rows, io))
  return exitCodes.ok
}

export async function verifyByStanza(stanza: Stanza, { io, options }: Context): Promise<number> {
  const { ok, faults } = await verifyStanza(stanza)
  if (options.json) await io.out(`${JSON.stringify({ ok, faults })}\n`)
  else
    await io.out(
      `${stanza.name}  ${ok ? 'ok' : 'BAD'}\n${faults.map((one) => `  ${one}\n`).join('')}`,
    )
  return ok ? exitCodes.ok : exitCodes.failed
}

export async function restoreByStanza(
  stanza: Stanza,
  moment: Moment,
  to: string,
  { io, options, config }: Context,
): Promise<number> {
  const folder = resolve(io.cwd, to)
  const report = await restoreStanza({
    ...stanza,
    moment,
    folder,
    programs: config.postgresPrograms,
  })
  const words =
    io.language === 'es'
      ? `${stanza.name} está restaurada en ${report.folder}, con el WAL hasta ${report.lsn}, en ${report.seconds} s.`
      : `${stanza.name} is restored in ${report.folder}, with WAL up to ${report.lsn}, in ${report.seconds} s.`
  await io.out(options.json ? `${JSON.stringify(report)}\n` : `${words}\n`)
  return exitCodes.ok
}
