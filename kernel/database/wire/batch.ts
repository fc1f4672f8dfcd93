// Statements -> the bytes of one extended-protocol batch with a single Sync: one implicit transaction, one
// round trip. Both engines speak these bytes. Cells come as text, without names unless a statement asks for them.
import { serialize } from 'pg-protocol'
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import type { Statement } from '../target.ts'
import type { PreparedStatements } from './prepared.ts'
import { toWireValues, type WireValue } from './values.ts'
import { Writer } from './writer.ts'

export interface WireStatement {
  readonly text: string
  readonly values: readonly WireValue[]
  readonly name: string | undefined
  readonly described?: boolean
}

export interface Parse {
  readonly name: string | undefined
  readonly text: string
}

export interface Batch {
  readonly bytes: Buffer
  /** In the order in which the server will confirm them. */
  readonly parses: readonly Parse[]
}

export function toWireStatement(statement: Statement): WireStatement {
  const { text, values, name } = statement
  if (values.length > limits.parametersMax) {
    throw new AcervoError('ACV206', `a statement has ${values.length} parameters`, {
      details: `Allowed: ${limits.parametersMax}.`,
      hint: 'Send arrays and unnest() them.',
    })
  }
  if (text.includes('\0')) throw new AcervoError('ACV310', 'an SQL text holds a zero byte')
  // The server cuts longer names silently, and two statements would become one.
  if (name !== undefined && (name === '' || Buffer.byteLength(name) > 63)) {
    throw new AcervoError('ACV206', `the statement name '${name}' is empty or over 63 bytes`)
  }
  const wire = { text, values: toWireValues(values), name }
  return statement.described === true ? { ...wire, described: true } : wire
}

/** Without `prepared` every statement is unnamed: the mode for a pooler in transaction mode. */
export function encodeBatch(
  statements: readonly WireStatement[],
  prepared: PreparedStatements | undefined,
): Batch {
  writer.start()
  if (prepared?.hasCloses === false && statements.every((one) => isHeld(one, prepared)))
    return encodeHeld(statements)
  const names = chooseNames(statements, prepared)
  // Closes come first: nothing before them can fail, so they are never skipped.
  for (const name of names.closes) writer.add(serialize.close({ type: 'S', name }))
  const parses: Parse[] = []
  const parsed = new Set<string>()
  let unnamed: string | undefined
  for (const { text, values, name, described } of statements) {
    const named = name !== undefined && names.named.has(name) ? name : undefined
    const known =
      named === undefined ? unnamed === text : !names.missing.has(named) || parsed.has(named)
    if (!known) {
      writer.add(serialize.parse(named === undefined ? { text } : { text, name: named }))
      parses.push({ name: named, text })
      if (named === undefined) unnamed = text
      else parsed.add(named)
    }
    writer.bind(named ?? '', values)
    if (described === true) writer.add(serialize.describe({ type: 'P' }))
    writer.execute()
  }
  writer.sync()
  return { bytes: writer.take(), parses }
}

/** Undefined where the server would first have to prepare or to forget something. */
export function encodeKnown(
  statements: readonly WireStatement[],
  prepared: PreparedStatements,
): Buffer | undefined {
  if (prepared.hasCloses || !statements.every((one) => isHeld(one, prepared))) return undefined
  writer.start()
  return encodeHeld(statements).bytes
}

/** What nearly every batch is: the server knows all of its statements. */
function encodeHeld(statements: readonly WireStatement[]): Batch {
  for (const { name, values } of statements) {
    writer.bind(name as string, values)
    writer.execute()
  }
  writer.sync()
  return { bytes: writer.take(), parses: [] }
}

function isHeld(statement: WireStatement, prepared: PreparedStatements): boolean {
  const { name, text, described } = statement
  return described !== true && name !== undefined && prepared.holds(name, text)
}

// Shared: encoding never waits, so no two batches are written at once.
const writer = new Writer()

interface Names {
  /** Names this batch uses as prepared statements. */
  readonly named: ReadonlySet<string>
  readonly missing: ReadonlySet<string>
  readonly closes: readonly string[]
}

function chooseNames(
  statements: readonly WireStatement[],
  prepared: PreparedStatements | undefined,
): Names {
  const named = new Set<string>()
  const missing = new Set<string>()
  if (prepared === undefined) return { named, missing, closes: [] }
  const texts = new Map<string, string>()
  for (const { name, text } of statements) {
    if (name === undefined) continue
    const before = texts.get(name)
    if (before !== undefined && before !== text) {
      throw new AcervoError('ACV300', `the statement name '${name}' stands for two texts`)
    }
    if (before !== undefined || texts.size >= limits.preparedMax) continue
    texts.set(name, text)
    named.add(name)
    if (prepared.holds(name, text)) continue
    // The name may stand for an older text there: closing first makes the Parse safe.
    prepared.forget(name)
    missing.add(name)
  }
  const quiet = missing.size === 0 && !prepared.hasCloses
  return { named, missing, closes: quiet ? [] : prepared.takeCloses(named, missing.size) }
}
