// A month that left comes back: out of its file to stand apart, where the view of its table reads it, or into the table
// itself. It counts when its rows say what they said when they left.

import { openFile } from '../backup/backup-file.ts'
import type { Opener } from '../backup/sealing.ts'
import type { BackupStore } from '../backup/store.ts'
import { copyIn } from '../backup/table-rows.ts'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { qualify } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import { renderAttachment, toPieceName } from '../migrate/partitions.ts'
import { isLockConflict, retry } from '../migrate/retry.ts'
import type { TableModel } from '../model/model.ts'
import { readDigest, textSettings } from '../move/table-digest.ts'
import { close, refreshView, viewNameOf } from './apart.ts'
import { assertSame, type OpenedArchive, openArchive } from './archive-file.ts'
import { detachMonth, type MonthWork } from './detach.ts'
import { type MonthEntry, readMonths, writeMonth } from './ledger.ts'
import { archiveSchema, readPieces, toApartName } from './pieces.ts'
import { inTransaction } from './rows.ts'
import { nameOf, quotedOf } from './rules.ts'

export interface AttachMonth extends MonthWork {
  readonly place?: { readonly store: BackupStore; readonly opener: Opener } | undefined
  /** Where no record names it any more. */
  readonly archive?: string | undefined
  /** Into the table, where requests read it; retention leaves it there until it is taken off by hand. */
  readonly isLive?: boolean
}

/** @throws ACV430 where there is nothing to come back, ACV432 where it does not say the same. */
export async function attachMonth(work: AttachMonth): Promise<MonthEntry> {
  const { direct, table, month } = work
  if ((await readPieces(direct, table)).some((one) => one.month === month && !one.isPending))
    throw new AcervoError('ACV430', `the month ${month} is in '${nameOf(table)}' already`)
  const known = (await readMonths(direct, table)).get(month)
  const isGone = known === undefined || known.state === 'dropped' || known.state === 'held'
  const entry = isGone ? await bringBack(work, known) : await settle(work, known)
  return work.isLive === true ? putBack(work, entry) : entry
}

/** A detaching that was cut short is ended first: only then it is known what there is. */
async function settle(work: AttachMonth, known: MonthEntry): Promise<MonthEntry> {
  return known.state === 'detaching' ? detachMonth(work) : known
}

async function bringBack(work: AttachMonth, known: MonthEntry | undefined): Promise<MonthEntry> {
  const { direct, table, month, place, signal } = work
  const archive = work.archive ?? known?.archive
  if (archive === undefined || place === undefined)
    throw new AcervoError('ACV430', `no archive of ${month} of '${nameOf(table)}' is on record`, {
      hint: 'acervo partitions list shows what there is; --archive names one of its store.',
    })
  const opened = await openArchive(place.store, archive, place.opener, signal)
  const entry = {
    ...{ month, archive, ...opened.said },
    state: 'attached',
    piece: toApartName(table, month),
  } as const
  const load = async () => {
    await loadRows(work, entry.piece, opened)
    await close(direct, table, entry.piece)
    await writeMonth(direct, table, entry)
    await refreshView(direct, table)
  }
  await direct.script(textSettings)
  await retry(() => inTransaction(direct, load), { isPassing: isLockConflict, signal })
  return entry
}

/** Made like its table is now; what the table has lost since is a column here, what it has gained is null. */
async function loadRows(
  { direct, table, signal }: AttachMonth,
  piece: string,
  { reading, entry, said }: OpenedArchive,
): Promise<void> {
  const apart = qualify(archiveSchema, piece)
  const lacking = [...table.columns.values()].filter(
    ({ sqlName, spec }) =>
      spec.generated === undefined && !entry.columns.some(({ name }) => bare(name) === sqlName),
  )
  const has = new Set([...table.columns.values()].map(({ sqlName }) => sqlName))
  const more = entry.columns.filter(({ name }) => !has.has(bare(name)))
  await direct.script(
    [
      renderSearchPath(table.schema),
      `create table ${apart} (like ${quotedOf(table)} including generated)`,
      ...lacking.map(
        ({ sqlName }) => `alter table ${apart} alter ${quoteIdentifier(sqlName)} drop not null`,
      ),
      ...more.map(({ name, type }) => `alter table ${apart} add ${name} ${type}`),
      'set local search_path to default',
    ].join(';\n'),
  )
  if (entry.file !== undefined)
    await copyIn(
      direct,
      { table: apart, columns: entry.columns },
      openFile(reading, entry.file),
      signal,
    )
  const found = await readDigest(direct, { table: apart, columns: entry.columns })
  assertSame(reading.manifest.name, said, found)
}

const bare = (name: string) => name.replaceAll('"', '')

/** What links from it, and what its table checks, is checked of every row. */
async function putBack(work: MonthWork, entry: MonthEntry): Promise<MonthEntry> {
  const { direct, table, month, signal } = work
  const name = toPieceName(table.sqlName, month)
  const apart = qualify(archiveSchema, entry.piece)
  const held = { ...entry, state: 'held', piece: name } as const
  const put = async () => {
    await direct.script(
      [
        `drop view if exists ${qualify(archiveSchema, viewNameOf(table))}`,
        ...table.policies.map((one) => `drop policy ${quoteIdentifier(one.name)} on ${apart}`),
        `revoke all on ${apart} from acervo_readonly`,
        `alter table ${apart} set schema ${quoteIdentifier(table.schema)}`,
        ...(entry.piece === name
          ? []
          : [
              `alter table ${qualify(table.schema, entry.piece)} rename to ${quoteIdentifier(name)}`,
            ]),
        renderSearchPath(table.schema),
        renderLikeness(table, name),
        renderAttachment(table, name, month),
        'set local search_path to default',
      ].join(';\n'),
    )
    await writeMonth(direct, table, held)
    await refreshView(direct, table)
  }
  await retry(() => inTransaction(direct, put), { isPassing: isLockConflict, signal })
  return held
}

/** What the table holds true of every row, and a month that stood apart was not asked for. */
function renderLikeness(table: TableModel, piece: string): string {
  const parent = `${quoteLiteral(quotedOf(table))}::regclass`
  const relation = qualify(table.schema, piece)
  const child = `${quoteLiteral(relation)}::regclass`
  return `do $do$ declare c record; begin
    for c in select conname, pg_get_constraintdef(oid) as said from pg_constraint p
      where conrelid = ${parent} and contype = 'c' and not exists (
        select from pg_constraint k where k.conrelid = ${child} and k.conname = p.conname)
    loop execute format('alter table ${relation} add constraint %I %s', c.conname, c.said); end loop;
    for c in select p.attname from pg_attribute p join pg_attribute k
        on k.attrelid = ${child} and k.attname = p.attname and not k.attnotnull
      where p.attrelid = ${parent} and p.attnum > 0 and p.attnotnull and not p.attisdropped
    loop execute format('alter table ${relation} alter %I set not null', c.attname); end loop;
  end $do$`
}
