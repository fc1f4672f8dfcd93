// A database of a test without what systems ask of values and of each other: a row of any table can be written from
// its columns alone. What is to be tried goes on acting.
import type { DatabaseModel } from '../../kernel/index.ts'

/** SQL that takes away constraints of these kinds, as pg_constraint names them. */
export function renderWithout(
  databases: readonly DatabaseModel[],
  kinds: readonly ('check' | 'exclusion' | 'foreign key')[],
): string {
  const letters = kinds.map((kind) => `'${letterOf[kind]}'`).join(', ')
  return `do $$ declare found record; begin
    for found in select c.conrelid::regclass as name, c.conname from pg_constraint c
      join pg_namespace n on n.oid = c.connamespace
      where c.contype in (${letters}) and c.conparentid = 0 and c.coninhcount = 0
        and n.nspname in (${schemasOf(databases)})
    loop execute format('alter table %s drop constraint %I', found.name, found.conname); end loop;
  end $$`
}

const letterOf = { check: 'c', exclusion: 'x', 'foreign key': 'f' } as const

/** SQL that switches off every trigger but those whose names begin so. */
export function renderTriggersOff(
  databases: readonly DatabaseModel[],
  except: readonly string[],
): string {
  const patterns = except.map((prefix) => `'${prefix}%'`).join(', ')
  return `do $$ declare found record; begin
    for found in select t.tgrelid::regclass as name, t.tgname from pg_trigger t
      join pg_class r on r.oid = t.tgrelid join pg_namespace n on n.oid = r.relnamespace
      where not t.tgisinternal and t.tgparentid = 0 and n.nspname in (${schemasOf(databases)})
        and t.tgname not like all (array[${patterns}])
    loop execute format('alter table %s disable trigger %I', found.name, found.tgname); end loop;
  end $$`
}

function schemasOf(databases: readonly DatabaseModel[]): string {
  return databases.map(({ schema }) => `'${schema}'`).join(', ')
}
