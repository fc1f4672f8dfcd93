// A migration file as text and as value. Files are cut only at comment lines of ours, never by reading SQL.
//
//   -- acervo: transactional | concurrent | backfill | partitions
//   -- model: <hash>            on the last file of a write: where the declaration then stands
//   -- step: add "note" to policies
//   -- locks: access exclusive on policies
//   alter table ...
import { createHash } from 'node:crypto'
import { AcervoError } from '../errors/index.ts'

export const fileKinds = ['transactional', 'concurrent', 'backfill', 'partitions'] as const
export type FileKind = (typeof fileKinds)[number]

export const lockModes = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
] as const
export type LockMode = (typeof lockModes)[number]

export interface Lock {
  readonly mode: LockMode
  readonly table: string
}

export interface Step {
  readonly title: string
  readonly locks: readonly Lock[]
  readonly sql: string
  /** Rules of the linter that this step breaks on purpose: its title says why. */
  readonly waives?: readonly string[]
}

/** What a file of one kind needs besides its steps: the index it makes, the table it walks. */
export interface FileBody {
  readonly kind: FileKind
  readonly headers: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface MigrationFile extends FileBody {
  readonly version: number
  readonly name: string
  readonly path: string
  readonly modelHash: string | undefined
  readonly checksum: string
}

export const fileNamePattern = /^(\d{4})_([a-z0-9][a-z0-9_]*)\.sql$/

const headersOf: Readonly<Record<FileKind, readonly string[]>> = {
  transactional: [],
  concurrent: ['index', 'wanted'],
  backfill: ['table', 'keys'],
  partitions: ['parent', 'index'],
}

export function renderFile(body: FileBody, modelHash?: string): string {
  assertCuttable(body)
  const headers = Object.entries(body.headers).map(([key, value]) => `-- ${key}: ${value}`)
  const model = modelHash === undefined ? [] : [`-- model: ${modelHash}`]
  const steps = body.steps.flatMap(({ title, locks, sql, waives = [] }) => [
    '',
    `-- step: ${title}`,
    `-- locks: ${renderLocks(locks)}`,
    ...(waives.length === 0 ? [] : [`-- waives: ${waives.join(', ')}`]),
    `${trimEnd(sql)};`,
  ])
  return `${[`-- acervo: ${body.kind}`, ...headers, ...model, ...steps].join('\n')}\n`
}

/** A declared SQL text with such a line would be cut in the wrong place. */
function assertCuttable({ steps }: FileBody): void {
  const wrong = steps.find(({ sql }) => /^-- step:/m.test(sql))
  if (wrong !== undefined)
    throw new AcervoError('ACV406', "a declared SQL text holds a line that begins '-- step:'", {
      details: wrong.title,
    })
}

/** Only the statement's own end: a comment after it stays. */
export function trimEnd(sql: string): string {
  return sql.trim().replace(/;$/, '')
}

export function renderLocks(locks: readonly Lock[]): string {
  if (locks.length === 0) return 'none'
  return locks.map(({ mode, table }) => `${mode} on ${table}`).join('; ')
}

/** @throws ACV406 with path and line. */
export function parseFile(path: string, text: string): MigrationFile {
  const fileName = path.split(/[\\/]/).at(-1) ?? path
  const named = fileNamePattern.exec(fileName)
  if (named === null) throw malformed(path, 0, `'${fileName}' is not NNNN_name.sql`)
  const clean = text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '')
  const lines = clean.split('\n')
  const first = lines.findIndex((line) => line.startsWith('-- step:'))
  const head = parseHead(path, first === -1 ? lines : lines.slice(0, first))
  if (first === -1) throw malformed(path, lines.length, "it has no '-- step:'")
  const { model: modelHash, ...headers } = head.headers
  return Object.freeze({
    version: Number(named[1]),
    name: named[2] ?? '',
    path,
    kind: head.kind,
    headers,
    modelHash,
    steps: parseSteps(path, lines, first),
    checksum: createHash('sha256').update(clean.trimEnd()).digest('hex'),
  })
}

function parseHead(path: string, lines: readonly string[]) {
  const given = /^-- acervo: (.*)$/.exec(lines[0] ?? '')?.[1]?.trim()
  const kind = fileKinds.find((known) => known === given)
  if (kind === undefined)
    throw malformed(path, 1, `it does not begin with '-- acervo: ${fileKinds.join(' | ')}'`)
  const headers: Record<string, string> = {}
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue
    const header = /^-- ([a-z]+): (.+)$/.exec(line)
    if (header !== null) headers[header[1] as string] = (header[2] as string).trim()
    else if (!line.startsWith('--'))
      throw malformed(path, index + 1, "SQL stands before the first '-- step:'")
  }
  for (const name of headersOf[kind])
    if (headers[name] === undefined) throw malformed(path, 1, `it lacks the line '-- ${name}: ...'`)
  return { kind, headers }
}

function parseSteps(path: string, lines: readonly string[], first: number): readonly Step[] {
  const starts = lines.flatMap((line, index) =>
    index >= first && line.startsWith('-- step:') ? [index] : [],
  )
  return starts.map((start, index): Step => {
    const end = starts[index + 1] ?? lines.length
    const locks = /^-- locks: (.+)$/.exec(lines[start + 1] ?? '')?.[1]
    if (locks === undefined)
      throw malformed(path, start + 2, "'-- locks: ...' does not follow '-- step:'")
    const waives = /^-- waives: (.+)$/.exec(lines[start + 2] ?? '')?.[1]?.split(', ')
    const sql = lines
      .slice(start + (waives === undefined ? 2 : 3), end)
      .join('\n')
      .trim()
    if (sql === '') throw malformed(path, start + 1, 'the step holds no SQL')
    const title = (lines[start] ?? '').slice('-- step:'.length).trim()
    const more = waives === undefined ? {} : { waives }
    return Object.freeze({ title, locks: parseLocks(path, start + 2, locks), sql, ...more })
  })
}

function parseLocks(path: string, line: number, text: string): readonly Lock[] {
  if (text.trim() === 'none') return []
  return text.split(';').map((part) => {
    const [, given = '', table = ''] = /^\s*([a-z ]+) on (\S+)\s*$/.exec(part) ?? []
    const mode = lockModes.find((known) => known === given)
    if (mode === undefined)
      throw malformed(path, line, `'${part.trim()}' is not '<lock mode> on <table>'`)
    return Object.freeze({ mode, table })
  })
}

export function malformed(path: string, line: number, what: string): AcervoError {
  const where = line === 0 ? path : `${path}:${line}`
  return new AcervoError('ACV406', `the migration file is malformed: ${what}`, {
    details: where,
    hint: "Restore it, or delete it and run 'acervo migrate write'.",
  })
}
