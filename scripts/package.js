// Around `npm pack` and `npm publish`: `prepare` builds dist and puts a package.json for users in
// place of the tree's; `restore` puts the tree's back. Users must not get our Node packages
// (their own scripts would silently run on another Node), nor our scripts and tools.
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = join(root, 'package.json')
const kept = join(root, 'package.json.packing')

function prepare() {
  restore()
  build()
  copyFileSync(manifest, kept)
  writeFileSync(
    manifest,
    `${JSON.stringify(forUsers(JSON.parse(readFileSync(manifest))), null, 2)}\n`,
  )
}

// An interrupted pack leaves the tree's package.json set aside; the next one puts it back first.
function restore() {
  if (existsSync(kept)) renameSync(kept, manifest)
}

function forUsers({ scripts, devDependencies, optionalDependencies, ...rest }) {
  const optional = Object.entries(optionalDependencies).filter(
    ([name]) => !name.startsWith('node-'),
  )
  const { source, ...door } = rest.exports['.']
  return {
    ...rest,
    exports: { ...rest.exports, '.': door },
    ...(optional.length > 0 && { optionalDependencies: Object.fromEntries(optional) }),
  }
}

const commands = { prepare, restore }
const run = commands[process.argv[2]]
if (!run) throw new Error(`package.js ${process.argv[2]}: expected prepare or restore`)
run()
