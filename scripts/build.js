// Builds the published form into dist/: JavaScript and declarations by tsc, beside them the files
// that are read at run time (SQL, JSON, CSS ...). The tree itself never runs from dist.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const rooms = ['kernel', 'systems', 'outside', 'server', 'console', 'cli']
const isAsset = /\.(sql|json|css|svg|html|csv|ndjson|txt)$/

export function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const { status } = spawnSync('tsc', ['-p', 'scripts/tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('dist was not built: tsc says why above')
  for (const file of rooms.flatMap(assets)) {
    mkdirSync(join(root, 'dist', dirname(file)), { recursive: true })
    copyFileSync(join(root, file), join(root, 'dist', file))
  }
  copyCluster()
}

// Its package wants another PGlite by number, which would be installed beside ours: users get the file alone.
function copyCluster() {
  const from = join(root, 'node_modules', '@electric-sql', 'pglite-prepopulatedfs')
  const into = join(root, 'dist', 'kernel', 'database', 'embedded')
  copyFileSync(join(from, 'dist', 'prepopulatedfs.tgz'), join(into, 'cluster.tgz'))
  copyFileSync(join(from, 'LICENSE'), join(into, 'cluster.LICENSE'))
}

// A package.json inside the tree names sources for the tree only.
function assets(room) {
  if (!existsSync(join(root, room))) return []
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isAsset.test(entry.name) && entry.name !== 'package.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build()
