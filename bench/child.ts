// Questions about whole processes: a script of this folder in a fresh Node, timed from its spawn to what it says.
// Scripts answer one JSON line on standard output; only what is asked for is timed, never their farewell.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Answered {
  /** From the spawn to the answer. */
  readonly ms: number
  readonly answer: Readonly<Record<string, unknown>>
}

const answerMaxMs = 120_000

export async function runScript(file: string, ...given: readonly string[]): Promise<Answered> {
  return runNode([join(import.meta.dirname, file), ...given])
}

/** Ends the process with SIGTERM once it has answered, and waits for it. */
export async function runNode(given: readonly string[], cwd?: string): Promise<Answered> {
  const begin = performance.now()
  const child = spawn(process.execPath, given, {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const exit = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), answerMaxMs)
  try {
    let text = ''
    for await (const chunk of child.stdout) {
      text += String(chunk)
      if (!text.trimEnd().endsWith('}')) continue
      return { ms: performance.now() - begin, answer: JSON.parse(text) }
    }
    throw new Error(`${given.join(' ')} ended without an answer: ${text}`)
  } finally {
    child.kill('SIGTERM')
    await exit
    clearTimeout(timer)
  }
}
