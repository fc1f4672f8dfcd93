// What may not be declared of an encrypted or hashed column: PostgreSQL holds bytes that mean nothing to it, and
// whatever shows its meaning elsewhere (words, vectors, events, checks) would undo the encryption.
import { normalisations } from '../table/codec.ts'
import type { ColumnSpec, ColumnType } from '../table/column.ts'
import type { Fact } from '../table/fact.ts'
import { codedOf } from './coded.ts'
import type { Folded, GivenFact } from './fold.ts'
import type { ColumnModel, TableModel } from './model.ts'

const sealable: ReadonlySet<ColumnType['name']> = new Set([
  'text',
  'varchar',
  'integer',
  'bigint',
  'decimal',
  'boolean',
  'uuid',
  'date',
  'json',
])
/** Their texts are the same to the platform and to PostgreSQL, so that a cell can be bound to them. */
const bindable: ReadonlySet<ColumnType['name']> = new Set([
  'text',
  'varchar',
  'integer',
  'bigint',
  'uuid',
  'date',
])

export function checkCodecs(table: TableModel, folded: Folded): void {
  const coded = codedOf(table)
  if (coded === undefined) return
  const given = new Map(
    folded.facts.flatMap(({ fact, feature }) =>
      fact.kind === 'codec' ? [[fact.column, feature] as const] : [],
    ),
  )
  for (const column of [...coded.sealed, ...coded.hashed]) {
    const feature = given.get(column.name) ?? ''
    const mistake = (message: string, hint?: string) =>
      folded.mistake('ACV103', `'${column.name}' ${message}`, { feature, ...(hint && { hint }) })
    checkColumn(column, mistake)
    if (table.primaryKey.includes(column)) mistake('is part of the key')
    checkOthers(column, folded.facts, feature, folded, mistake)
    checkSealed(table, column, mistake)
  }
  if (coded.sealed.length === 0) return
  for (const { name, spec } of coded.row) {
    const isMade = spec.default !== undefined && spec.default !== 'acervo.uuid7()'
    if (!bindable.has(spec.type.name) || isMade)
      folded.mistake('ACV103', `its key '${name}' cannot be known before the row is written`, {
        hint: 'Encrypted values are bound to the key of their row: use the usual id, or a key that is given.',
      })
  }
  const nearest = folded.qualifier('nearest')
  const shown = nearest?.of?.find((name) => coded.sealed.some((column) => column.name === name))
  if (nearest !== undefined && (nearest.of === undefined || shown !== undefined))
    folded.mistake('ACV103', 'its vector may show what its encrypted columns hold', {
      hint: 'Say of which columns the vector is made, none of them encrypted: embedded({ of: [...] }).',
    })
}

type Say = (message: string, hint?: string) => void

function checkColumn({ spec }: ColumnModel, mistake: Say): void {
  const { codec } = spec
  const type = codec?.form === 'sealed' ? codec.of : undefined
  if (type !== undefined && !sealable.has(type.name))
    mistake(`is of the type ${type.name}`, `Allowed: ${[...sealable].join(', ')}.`)
  const refused = ['default', 'generated', 'link', 'backfill', 'maintained'] as const
  for (const part of refused satisfies readonly (keyof ColumnSpec)[])
    if (spec[part] !== undefined) mistake(`has a ${part}, which would be plain in the database`)
  if (codec?.form === 'hashed' && spec.hidden !== true)
    mistake('is never read', 'Declare it hidden().')
}

function checkSealed(table: TableModel, { spec }: ColumnModel, mistake: Say): void {
  const { codec } = spec
  if (codec?.form !== 'sealed') return
  const subject = table.columns.get(codec.subject)
  if (
    subject === undefined ||
    subject.spec.type.name !== 'uuid' ||
    subject.spec.codec !== undefined
  )
    mistake(`has the subject '${codec.subject}', which is no uuid column of the table`)
  if (!Number.isInteger(codec.shown) || codec.shown < 0 || codec.shown > 8)
    mistake(`shows ${codec.shown} characters where it is masked`, 'Allowed: 0 to 8.')
  for (const step of codec.normalise)
    if (!normalisations.includes(step))
      mistake(`is normalised by '${step}'`, `Known: ${normalisations.join(', ')}.`)
  if (codec.blind === undefined) return
  // Of few words each would be told by how often it stands there.
  if (codec.values !== undefined || ['boolean', 'decimal', 'json'].includes(codec.of.name))
    mistake('has too few values, or none to compare, for a blind index')
}

/** Everything else that names the column: in facts by its name, in SQL by its SQL name. */
function checkOthers(
  column: ColumnModel,
  facts: readonly GivenFact[],
  own: string,
  folded: Folded,
  mistake: Say,
): void {
  const word = new RegExp(`(?<![A-Za-z0-9_])"?${column.sqlName}"?(?![A-Za-z0-9_(])`)
  for (const { name, spec } of folded.columns.values())
    if (spec.generated !== undefined && word.test(spec.generated))
      mistake(`is read by '${name}', which the database computes`)
  for (const { fact, feature } of facts) {
    if (feature === own) continue
    if (isRead(column, fact, word)) mistake(`is encrypted or hashed, and '${feature}' reads it`)
  }
}

function isRead(column: ColumnModel, fact: Fact, word: RegExp): boolean {
  const isNamed = (names: readonly (string | undefined)[]) => names.includes(column.name)
  const isIn = (texts: readonly (string | undefined)[]) =>
    texts.some((text) => text !== undefined && word.test(text))
  switch (fact.kind) {
    case 'constraint': {
      const { constraint } = fact
      if (constraint.type === 'check') return isIn([constraint.expression])
      if (constraint.type === 'exclude')
        return isIn([constraint.where, ...constraint.elements.map(({ expression }) => expression)])
      if (constraint.type === 'primary') return isNamed(constraint.columns)
      // Of a digest equality is its own; of an encrypted value it is that of its blind index.
      const { codec } = column.spec
      const isCompared =
        codec?.form === 'hashed' || (codec?.form === 'sealed' && codec.blind !== undefined)
      return isIn([constraint.where]) || (isNamed(constraint.columns) && !isCompared)
    }
    case 'index': {
      const names = [...fact.elements.map((element) => element.column), ...(fact.include ?? [])]
      const texts = [fact.where, ...fact.elements.map(({ expression }) => expression)]
      return (isNamed(names) && column.spec.codec?.form !== 'hashed') || isIn(texts)
    }
    case 'routine':
      return isIn([
        readingsIn(fact.body, column.sqlName),
        ...(fact.maintains ?? []).map(({ recount }) => recount),
      ])
    case 'policy':
      return isIn([fact.using, fact.check])
    case 'event':
      return isNamed(Object.values(fact.payload))
    case 'storage':
      return fact.by === column.name
    case 'qualifier':
      return 'column' in fact.qualifier && fact.qualifier.column === column.name
    default:
      return false
  }
}

/**
 * Without what has the name and reads nothing: settings, whether a cell is another, what is told, columns that an
 * insert writes, a variable of the routine.
 */
function readingsIn(body: string, sqlName: string): string {
  const text = body
    .replaceAll(/current_setting\('[^']*'/g, '')
    .replaceAll(/\{changes:[^}]*\}/g, '')
    .replaceAll(/\b(?:message|detail) = '(?:[^']|'')*'/g, '')
    .replaceAll(/insert into \S+(?: as \w+)?\s*\([^()]*\)/g, '')
  const [head = ''] = text.split(/^begin/m, 1)
  const isVariable = new RegExp(`(?:^declare|;)\\s+${sqlName}\\s`).test(head)
  return isVariable ? text.replaceAll(new RegExp(`(?<![\\w.])${sqlName}(?!\\w)`, 'g'), '') : text
}
