// `acervo bench`: runs the questions of bench/ by name. Only a source tree has them; the published
// package carries none.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { findPackageFolder } from './package-file.ts'
import { exitCodes, type Io } from './terminal/io.ts'

export const command = defineCommand({
  name: 'bench',
  summary: {
    en: 'run the measurements of the source tree',
    es: 'ejecuta las mediciones del árbol de fuentes',
  },
  arguments: [
    {
      name: 'question',
      isOptional: true,
      meaning: { en: 'one of them; all without it', es: 'una de ellas; sin él, todas' },
    },
  ],
  options: {},
  runs: 'here',
  notes: {
    en: 'Results go to bench/results with machine and commit.',
    es: 'Los resultados van a bench/results con la máquina y el commit.',
  },
  run: async ({ io, options, arguments: words }) => {
    const folder = findPackageFolder()
    const file = join(folder, 'bench', 'main.ts')
    if (!existsSync(file)) {
      throw new AcervoError('ACV607', text[io.language].none, { hint: text[io.language].clone })
    }
    return runFile(file, [...words, ...(options.json ? ['--json'] : [])], folder, io)
  },
})

async function runFile(
  file: string,
  words: readonly string[],
  cwd: string,
  io: Io,
): Promise<number> {
  const child = spawn(process.execPath, [file, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: io.signal,
  })
  // An abort is told by the exit code.
  child.on('error', () => undefined)
  const closed = once(child, 'close').catch(() => [null])
  const pass = async (stream: AsyncIterable<Buffer>, print: Io['out']): Promise<void> => {
    for await (const chunk of stream) await print(chunk.toString())
  }
  await Promise.all([pass(child.stdout, io.out), pass(child.stderr, io.err)])
  const [code] = await closed
  if (io.signal.aborted) return exitCodes.cancelled
  return typeof code === 'number' ? code : exitCodes.failed
}

const text = Object.freeze({
  en: {
    none: 'there are no measurements here',
    clone: 'They stand in the source tree: clone the project and run npm run bench.',
  },
  es: {
    none: 'aquí no hay mediciones',
    clone: 'Están en el árbol de fuentes: clone el proyecto y ejecute npm run bench.',
  },
})
