// The rules of ARCHITECTURE.md about who may import whom, as a table: each rule takes the files
// and says what breaks it, one sentence per breach. Rooms that do not exist break nothing.
import { posix } from 'node:path'
import { findCycle } from './import-cycle.ts'
import type { Import, SourceFile } from './import-graph.ts'

export type Rule = (files: readonly SourceFile[]) => string[]

const isTest = (path: string) => /\.(test|campaign)\.ts$/.test(path) || path.startsWith('test/')
const isOutsideTree = (path: string) => isTest(path) || path.startsWith('bench/')
const isIn = (path: string, room: string) => path.startsWith(`${room}/`)
/** pg-boss is none: it queries through the session it is given. */
const isDriver = (target: string) =>
  /^(pg|pg-(?!boss$)[^/]+|@electric-sql\/[^/]+)(\/|$)/.test(target)
const isDoor = (target: string) => /^kernel\/([^/]+\/)?index\.ts$/.test(target)
const isInput = (target: string) =>
  /^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads)(\/|$)/.test(target)

/** Node's modules that open connections, and packages that do nothing else. */
const isCaller = (target: string) =>
  /^(node:)?(net|http|https|http2|tls|dgram|dns)(\/|$)/.test(target) || /^(undici|ws)$/.test(target)
/** Names of those modules that only look at addresses. */
const quietNames = new Set(['isIP', 'isIPv4', 'isIPv6', 'BlockList'])
/** Drivers connect to databases, the control socket is a file of this machine. */
const mayConnect = ['outside', 'kernel/database', 'cli/control']

/** A rule about single imports: `isBreach` sees the importing path and one import. */
function each(isBreach: (path: string, edge: Import) => boolean): Rule {
  return (files) =>
    files.flatMap(({ path, imports }) =>
      imports
        .filter((edge) => isBreach(path, edge))
        .map(({ target, names }) => `${path} imports ${names.join(', ')} from ${target}`),
    )
}

function mention(word: string, isBreach: (file: SourceFile) => boolean): Rule {
  return (files) => files.filter(isBreach).map(({ path }) => `${path} ${word}`)
}

const product = (files: readonly SourceFile[]) => files.filter(({ path }) => !isOutsideTree(path))

export const importRules: Readonly<Record<string, Rule>> = Object.freeze({
  'files form no import cycle': (files) =>
    findCycle(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)])),
  'folders form no import cycle': (files) =>
    findCycle(
      product(files).map(({ path, imports }) => [
        folder(path),
        imports.filter(({ isPackage }) => !isPackage).map(({ target }) => folder(target)),
      ]),
    ),
  'only kernel/database imports a driver': each(
    (path, { target }) =>
      isDriver(target) && !isIn(path, 'kernel/database') && !isOutsideTree(path),
  ),
  'the kernel imports nothing but the kernel': each(
    (path, { target, isPackage }) =>
      isIn(path, 'kernel') && !isTest(path) && !isPackage && !isIn(target, 'kernel'),
  ),
  'other rooms reach the kernel through its doors': each(
    (path, { target }) =>
      isIn(target, 'kernel') && !isIn(path, 'kernel') && !isOutsideTree(path) && !isDoor(target),
  ),
  'a system imports the door of the kernel and itself': each(
    (path, { target, isPackage }) =>
      isIn(path, 'systems') &&
      !isTest(path) &&
      !isPackage &&
      target !== 'kernel/index.ts' &&
      !isIn(target, systemOf(path)),
  ),
  'only config.ts reads the environment': mention(
    'reads process.env',
    ({ path, readsEnvironment }) => readsEnvironment && path !== 'config.ts' && !isTest(path),
  ),
  'only the server imports fastify': each(
    (path, { target }) =>
      /^@?fastify(\/|$)/.test(target) && !isIn(path, 'server') && !isOutsideTree(path),
  ),
  'only outside calls out': (files) => [
    ...each(
      (path, { target, names, isType }) =>
        isCaller(target) &&
        !isType &&
        !names.every((name) => quietNames.has(name)) &&
        !mayConnect.some((room) => isIn(path, room)) &&
        !isOutsideTree(path),
    )(files),
    ...mention(
      'calls out',
      ({ path, callsOut }) => callsOut && !isIn(path, 'outside') && !isOutsideTree(path),
    )(files),
  ],
  'nothing is exported as default': mention(
    'has a default export',
    ({ path, exportsDefault }) => exportsDefault && !path.endsWith('.config.ts'),
  ),
  'nothing is exported with a star': mention('exports *', ({ exportsAll }) => exportsAll),
  'only traits, the door and systems name a trait': namesNoTrait,
  'table, traits, model and ddl do no input or output': reachesNoInput,
})

// systems/<system>/..., while systems/index.ts and systems/links.ts may see every system.
function systemOf(path: string): string {
  const [, system = ''] = path.split('/')
  return system.endsWith('.ts') ? 'systems' : `systems/${system}`
}

function folder(path: string): string {
  return posix.dirname(path).split('/').slice(0, 2).join('/')
}

function namesNoTrait(files: readonly SourceFile[]): string[] {
  const fromTraits = ({ target, isType }: Import) => isIn(target, 'kernel/traits') && !isType
  const door = files.find(({ path }) => path === 'kernel/index.ts')
  const factories = new Set(door?.imports.filter(fromTraits).flatMap(({ names }) => names))
  return each((path, edge) => {
    const mayName = ['kernel/traits', 'systems'].some((room) => isIn(path, room))
    if (mayName || isOutsideTree(path) || path === 'kernel/index.ts') return false
    const isNamed = edge.target === 'kernel/index.ts' && edge.names.some((it) => factories.has(it))
    return fromTraits(edge) || (isNamed && !edge.isType)
  })(files)
}

/** Follows what these rooms load at run time, through every file, to a driver or Node's I/O. */
function reachesNoInput(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const pure = ['table', 'traits', 'model', 'ddl'].map((room) => `kernel/${room}`)
  const trail = (path: string, seen: Set<string>): string[] | undefined => {
    if (isDriver(path) || isInput(path)) return [path]
    if (seen.has(path)) return undefined
    seen.add(path)
    for (const { target, isType } of byPath.get(path)?.imports ?? []) {
      const rest = isType ? undefined : trail(target, seen)
      if (rest) return [path, ...rest]
    }
    return undefined
  }
  return files
    .filter(({ path }) => pure.some((room) => isIn(path, room)) && !isTest(path))
    .flatMap(({ path }) => trail(path, new Set())?.join(' -> ') ?? [])
}
