// What is being done right now, for commands that take a while to begin: one line that is written
// over in a terminal, one line a step elsewhere.
import type { Io } from './io.ts'

export interface Activity {
  readonly say: (step: string) => void
  /** A sentence that stays, on a line of its own; no step is said after it. */
  readonly tell: (sentence: string) => void
  readonly end: () => void
}

export function createActivity(io: Io, isSilent: boolean): Activity {
  const write = (text: string): void => void io.err(text).catch(() => undefined)
  let isDrawn = false
  let isTold = false
  return {
    say: (step) => {
      if (isSilent || isTold) return
      isDrawn = true
      const line = [...step].slice(0, Math.max((io.columns || 80) - 4, 20)).join('')
      write(io.isTty ? `\r\u001b[2K${line} …` : `${step} …\n`)
    },
    tell: (sentence) => {
      if (isSilent) return
      write(isDrawn && io.isTty ? `\r\u001b[2K${sentence}\n` : `\n${sentence}\n`)
      isTold = true
    },
    end: () => {
      if (isDrawn && !isTold && io.isTty) write('\r\u001b[2K')
      isDrawn = false
    },
  }
}
