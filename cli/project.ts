// Which systems this process runs: those of `acervo.config.ts` in the working directory, or the
// bundled ones where there is none. A project's list replaces the bundled one, it does not add to it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '../config.ts'
import { AcervoError, isAcervoError, nearestHint } from '../kernel/errors/index.ts'
import type { System } from '../kernel/index.ts'

export interface Project {
  /** The configuration file, or undefined for the bundled systems. */
  readonly file: string | undefined
  readonly systems: readonly System[]
}

const fileNames = ['acervo.config.ts', 'acervo.config.js', 'acervo.config.mjs']

/** @throws ACV606 when the file holds no systems or `ACERVO_SYSTEMS` names one that is not there. */
export async function loadProject(cwd: string, config: Config): Promise<Project> {
  const file = fileNames.map((name) => join(cwd, name)).find((path) => existsSync(path))
  const systems =
    file === undefined ? (await import('../systems/index.ts')).systems : await readSystems(file)
  return Object.freeze({ file, systems: choose(systems, config) })
}

async function readSystems(file: string): Promise<readonly System[]> {
  const found = await importFile(file)
  const systems = (found as { default?: { systems?: unknown } }).default?.systems
  if (!Array.isArray(systems) || systems.length === 0 || !systems.every(isSystem)) {
    throw new AcervoError('ACV606', 'the configuration file exports no systems', {
      details: file,
      hint: 'Write: export default defineConfig({ systems: [yourSystem] }).',
    })
  }
  return systems
}

async function importFile(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    if (isAcervoError(cause)) throw cause
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    throw new AcervoError('ACV606', 'the configuration file cannot be loaded', {
      details: `${file}: ${reason.split('\n').slice(0, 4).join('\n')}`,
      hint: 'Correct the file; Node runs it as it is, so only erasable TypeScript works.',
      cause,
    })
  }
}

function isSystem(value: unknown): value is System {
  const { name, databases } = (value ?? {}) as Partial<System>
  return typeof name === 'string' && Array.isArray(databases)
}

function choose(systems: readonly System[], { systems: wanted, given }: Config): readonly System[] {
  if (wanted === undefined) return systems
  const names = systems.map(({ name }) => name)
  for (const name of wanted) {
    if (names.includes(name)) continue
    const { source } = given.get('ACERVO_SYSTEMS') ?? { source: '' }
    throw new AcervoError('ACV606', `there is no system '${name}'`, {
      details: `named by ${source.startsWith('--') ? source : 'ACERVO_SYSTEMS'}`,
      hint: nearestHint(name, names),
    })
  }
  return systems.filter(({ name }) => wanted.includes(name))
}
