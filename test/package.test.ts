// What the package promises about itself: few dependencies, each with a reason, a lock that any
// registry serves, and a clone that notices when its packages do not match the lock.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly integrity?: string
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Readonly<Record<string, Entry>>

const root = dirname(import.meta.dirname)
const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const dependencies: string[] = Object.keys(readJson('package.json').dependencies)
const lock: Packages = readJson('package-lock.json').packages
const script = join(root, 'scripts', 'prepare.js')
const { staleness } = (await import(script)) as {
  staleness: (folder: string) => string | undefined
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

test('every run-time dependency has a reason', () => {
  const reasons = readFileSync(join(root, 'docs/decisions/dependencies.md'), 'utf8')
  expect(dependencies.filter((name) => !reasons.includes(`| \`${name}\` `))).toEqual([])
  expect(dependencies.length).toBeLessThanOrEqual(20)
})

test('no package of the lock names a host or runs a script while installing', () => {
  const entries = Object.entries(lock)
  expect(entries.filter(([, { resolved, link }]) => resolved && !link)).toEqual([])
  expect(entries.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
})

test('the lock holds the packages of every platform', () => {
  const holes = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !lock[`node_modules/${name}`] && !lock[`${path}/node_modules/${name}`],
    ),
  )
  expect(holes).toEqual([])
})

test('packages that match the lock are left alone', () => {
  expect(staleness(clone({ a: {} }, { a: {} }))).toBeUndefined()
  expect(staleness(clone({ a: {}, other: { optional: true } }, { a: {} }))).toBeUndefined()
})

test('packages that do not match the lock are named', () => {
  expect(staleness(clone({ a: {} }, undefined))).toBe('no packages are installed yet')
  expect(staleness(clone({ a: {} }, {}))).toBe('node_modules/a is missing')
  expect(staleness(clone({ a: { version: '2.0.0' } }, { a: {} }))).toBe(
    'node_modules/a has changed',
  )
  expect(staleness(clone({ a: { integrity: 'x' } }, { a: {} }))).toBe('node_modules/a has changed')
})

/** A folder with a lock, and node_modules as npm leaves it. */
function clone(wanted: Packages, installed: Packages | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-clone-'))
  folders.push(folder)
  const packages = (named: Packages) =>
    JSON.stringify({
      packages: Object.fromEntries(
        Object.entries(named).map(([name, entry]) => [
          `node_modules/${name}`,
          { version: '1.0.0', ...entry },
        ]),
      ),
    })
  writeFileSync(join(folder, 'package-lock.json'), packages(wanted))
  if (!installed) return folder
  for (const name of Object.keys(installed))
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), packages(installed))
  return folder
}
