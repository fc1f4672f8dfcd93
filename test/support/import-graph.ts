// Reads the tree's sources into a list of files with what each imports, exports and mentions.
// A parser does the reading, so comments and strings never count. Knows no rule.
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export interface Import {
  /** A path from the root of the tree, or the package as written. */
  readonly target: string
  readonly names: readonly string[]
  readonly isType: boolean
  readonly isPackage: boolean
}

export interface SourceFile {
  readonly path: string
  readonly imports: readonly Import[]
  readonly exportsDefault: boolean
  readonly exportsAll: boolean
  readonly readsEnvironment: boolean
  /** Names the global `fetch`, `WebSocket` or `EventSource` as a value. */
  readonly callsOut: boolean
}

const callers = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'])
const rooms = ['kernel', 'systems', 'outside', 'server', 'console', 'cli', 'test', 'bench']

export function readTree(root: string): SourceFile[] {
  const patterns = ['*.ts', ...rooms.map((room) => `${room}/**/*.ts`)]
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

export function parseSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const toImport = (request: string, names: readonly string[], isType: boolean) =>
    Object.freeze({
      target: resolve(path, request),
      names,
      isType,
      isPackage: !request.startsWith('.'),
    })
  const exported = module.staticExports.flatMap((statement) => statement.entries)
  const seen = visit(program)
  return Object.freeze({
    path,
    imports: [
      ...module.staticImports.map(({ moduleRequest, entries }) =>
        toImport(
          moduleRequest.value,
          entries.map((entry) => entry.importName.name ?? '*'),
          entries.length > 0 && entries.every((entry) => entry.isType),
        ),
      ),
      ...exported.flatMap(({ moduleRequest, importName, isType }) =>
        moduleRequest ? [toImport(moduleRequest.value, [importName.name ?? '*'], isType)] : [],
      ),
      ...seen.dynamic.map((request) => toImport(request, ['*'], false)),
      ...seen.typeOnly.map((request) => toImport(request, ['*'], true)),
    ],
    exportsDefault: exported.some(
      ({ exportName: { kind, name } }) => kind === 'Default' || name === 'default',
    ),
    exportsAll: exported.some((entry) => entry.importName.kind.startsWith('All')),
    readsEnvironment: seen.readsEnvironment,
    callsOut: seen.callsOut,
  })
}

function resolve(from: string, request: string): string {
  return request.startsWith('.') ? posix.join(posix.dirname(from), request) : request
}

function visit(program: ReturnType<typeof parseSync>['program']) {
  const dynamic: string[] = []
  const typeOnly: string[] = []
  let readsEnvironment = false
  let callsOut = false
  const meet = (node: { readonly type: string } | null | undefined) => {
    if (node?.type === 'Identifier' && 'name' in node && callers.has(String(node.name)))
      callsOut = true
  }
  new Visitor({
    CallExpression: ({ callee, arguments: given }) => [callee, ...given].forEach(meet),
    NewExpression: ({ callee, arguments: given }) => [callee, ...given].forEach(meet),
    VariableDeclarator: ({ init }) => meet(init),
    AssignmentPattern: ({ right }) => meet(right),
    LogicalExpression: ({ left, right }) => [left, right].forEach(meet),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') dynamic.push(String(source.value))
    },
    TSImportType: ({ source }) => {
      typeOnly.push(source.value)
    },
    MemberExpression: ({ object, property }) => {
      const isProcess = object.type === 'Identifier' && object.name === 'process'
      if (isProcess && property.type === 'Identifier' && property.name === 'env')
        readsEnvironment = true
      const isGlobal = object.type === 'Identifier' && object.name === 'globalThis'
      if (isGlobal) meet(property)
    },
    ImportDeclaration: ({ source, specifiers }) => {
      if (!/^(node:)?process$/.test(source.value)) return
      for (const each of specifiers)
        if (each.local.name === 'env' || each.type !== 'ImportSpecifier') readsEnvironment = true
    },
  }).visit(program)
  return { dynamic, typeOnly, readsEnvironment, callsOut }
}
