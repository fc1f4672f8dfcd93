// Makes a clone ready: runs `npm ci` when node_modules is absent or does not match the lock, and
// links `acervo` into node_modules/.bin, where npx finds it. Plain JavaScript: at this moment
// there may be only Node 20. When all is in place it says nothing.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

export function prepare() {
  const reason = staleness()
  if (reason) install(reason)
  linkCommand()
}

/** Why node_modules does not match the lock, or undefined when it does. */
export function staleness(folder = root) {
  const wanted = packages(join(folder, 'package-lock.json'))
  const installed = packages(join(folder, 'node_modules', '.package-lock.json'))
  if (!wanted) return undefined
  if (!installed) return 'no packages are installed yet'
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue
    const found = installed[path]
    if (!found && entry.optional && !(isNode.test(path) && isForThisMachine(entry))) continue
    if (!found || !existsSync(join(folder, path))) return `${path} is missing`
    if (found.version !== entry.version || found.integrity !== entry.integrity)
      return `${path} has changed`
  }
  return undefined
}

// npm leaves out what suits another machine, so of the optional packages only Node itself counts.
const isNode = /^node_modules\/node-(bin-)?[a-z]+-[a-z0-9]+$/

function isForThisMachine({ os, cpu }) {
  return os?.includes(process.platform) === true && cpu?.includes(process.arch) === true
}

function packages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

function install(reason) {
  process.stderr.write(`Installing packages (${reason}) / Instalando los paquetes ...\n`)
  const quiet = ['ci', '--loglevel=error', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  const done = npm
    ? spawnSync(process.execPath, [npm, ...quiet], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', quiet, {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      })
  if (done.status !== 0) {
    process.stderr.write(
      'The packages could not be installed; npm says why above. / ' +
        'No se han podido instalar los paquetes; npm dice arriba por qué.\n',
    )
    process.exit(done.status ?? 1)
  }
}

// npm links the commands of dependencies only, never those of the package itself.
function linkCommand() {
  const folder = join(root, 'node_modules', '.bin')
  const link = join(folder, process.platform === 'win32' ? 'acervo.cmd' : 'acervo')
  if (lstatSync(link, { throwIfNoEntry: false })) return
  mkdirSync(folder, { recursive: true })
  if (process.platform === 'win32')
    writeFileSync(link, '@node "%~dp0\\..\\..\\bin\\acervo.js" %*\r\n')
  else {
    chmodSync(join(root, 'bin', 'acervo.js'), 0o755)
    symlinkSync('../../bin/acervo.js', link)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) prepare()
