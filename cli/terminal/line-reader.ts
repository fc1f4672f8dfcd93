// Lines typed by a person, one at a time. One reader stands for the whole command: what was pasted
// or typed ahead waits in order, and Ctrl-C is heard while a statement runs.
import { createInterface, type Interface } from 'node:readline'

export interface LineReader {
  /** Undefined at the end of input. */
  ask(prompt: string): Promise<string | undefined>
  close(): void
}

/** A paste that is longer is cut off: the reader closes instead of filling memory. */
const linesMax = 10_000

export function createLineReader(onInterrupt: () => void): LineReader {
  const lines: string[] = []
  let reader: Interface | undefined
  let isClosed = false
  let wake: (() => void) | undefined
  const open = (): Interface => {
    const opened = createInterface({ input: process.stdin, output: process.stdout, terminal: true })
    opened.on('line', (line) => {
      if (lines.push(line) > linesMax) opened.close()
      wake?.()
    })
    opened.on('SIGINT', () => {
      onInterrupt()
      opened.close()
    })
    opened.on('close', () => {
      isClosed = true
      wake?.()
    })
    return opened
  }
  return {
    ask: async (prompt) => {
      reader ??= open()
      if (lines.length === 0 && !isClosed) {
        reader.setPrompt(prompt)
        reader.prompt()
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
      return lines.shift()
    },
    close: () => reader?.close(),
  }
}
