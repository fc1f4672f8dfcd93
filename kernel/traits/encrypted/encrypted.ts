// encrypted: columns that PostgreSQL holds as ciphertext, each under a key of its row's subject. Deleting the
// subject's key is deleting the values, in backups too. With a blind index they can be asked for by equality.
import type { Normalisation } from '../../table/codec.ts'
import { columnOf } from '../../table/column.ts'
import type { Fact } from '../../table/fact.ts'
import { toSqlName, toSqlText } from '../../table/name.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'

export interface EncryptedOptions {
  readonly columns: readonly string[]
  /** The uuid column that says about whom the values are; the row itself by default. */
  readonly subject?: string
  /** Columns that are asked for by equality or unique, with what is done to a text before it is compared. */
  readonly index?: Readonly<Record<string, readonly Normalisation[]>>
  /** Last characters that are shown to who may not unmask; a column that is not named shows nothing. */
  readonly shown?: Readonly<Record<string, number>>
}

export function encrypted(options: EncryptedOptions): Feature<NoColumns> {
  const { columns, subject = 'id', index = {}, shown = {} } = options
  return defineFeature('encrypted', (table) => [
    ...columns.flatMap((column) => toFacts(column, subject, index[column], shown[column])),
    ...Object.keys({ ...index, ...shown })
      .filter((name) => !columns.includes(name))
      // Folding tells that it is not there to be encrypted.
      .map((name): Fact => ({ kind: 'codec', column: `${name} (not encrypted)`, codec: noCodec })),
    guard(table, columns),
  ])
}

const noCodec = { form: 'sealed', subject: 'id', shown: 0, normalise: [] } as const

function toFacts(
  column: string,
  subject: string,
  normalise: readonly Normalisation[] | undefined,
  shown = 0,
): readonly Fact[] {
  if (normalise === undefined)
    return [{ kind: 'codec', column, codec: { form: 'sealed', subject, shown, normalise: [] } }]
  const blind = `${column}Blind`
  const spec = columnOf({
    type: { name: 'bytes' },
    optional: true,
    hidden: true,
    codec: { form: 'blind', of: column },
  }).spec
  return [
    { kind: 'codec', column, codec: { form: 'sealed', subject, shown, normalise, blind } },
    { kind: 'column', name: blind, column: spec },
    { kind: 'index', using: 'btree', elements: [{ column: blind }] },
  ]
}

/**
 * The database refuses what is not encrypted under a key that stands: plain bytes written past the platform, and
 * what a process encrypts under a key that was deleted or replaced meanwhile.
 */
function guard(table: TableDraft, columns: readonly string[]): Fact {
  const tests = columns.map((column) => {
    const name = toSqlText(table.columns[column]?.sqlName ?? toSqlName(column))
    const isNew = `not exists (select from old_rows o where o.${name} = n.${name})`
    const key = `substring(n.${name} from 2 for 16)`
    const stands = `exists (select from acervo.data_key k where k.id = ${key} and k.retired_at is null)`
    return {
      any: `(n.${name} is not null and not ${stands})`,
      changed: `(n.${name} is not null and not ${stands} and ${isNew})`,
    }
  })
  const refuse = `raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';`
  return {
    kind: 'routine',
    name: 'sealed',
    security: 'invoker',
    body: `begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where ${tests.map(({ any }) => any).join(' or ')}) then
      ${refuse}
    end if;
  elsif exists (select from new_rows n where ${tests.map(({ changed }) => changed).join(' or ')}) then
    ${refuse}
  end if;
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `sealed_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  }
}
