// How far a long command is: one line that is written over in a terminal, a line for every tenth
// elsewhere. Writes to the error output, so that results can be piped.
import type { Io } from './io.ts'

export interface Progress {
  /** `share` from 0 to 1; undefined where the end is not known. */
  update(share: number | undefined, words: string): void
  end(): Promise<void>
}

const redrawMs = 80
const barWidth = 24
const reportEvery = 10

export function createProgress(io: Io, isSilent = false, now = () => performance.now()): Progress {
  if (isSilent) return { update: () => undefined, end: async () => undefined }
  return io.isTty ? createBar(io, now) : createReport(io)
}

function createBar(io: Io, now: () => number): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY
  let isDrawn = false
  return {
    update: (share, words) => {
      if (now() - drawnAt < redrawMs && share !== 1) return
      drawnAt = now()
      isDrawn = true
      const line = `${share === undefined ? '' : `${renderBar(share)} `}${words}`
      write(io, `\r\u001b[2K${[...line].slice(0, Math.max((io.columns || 80) - 1, 20)).join('')}`)
    },
    end: async () => {
      if (isDrawn) await io.err('\r\u001b[2K').catch(() => undefined)
    },
  }
}

function renderBar(share: number): string {
  const done = Math.round(Math.min(share, 1) * barWidth)
  const percent = String(Math.floor(Math.min(share, 1) * 100)).padStart(3)
  return `${'█'.repeat(done)}${'░'.repeat(barWidth - done)} ${percent} %`
}

function createReport(io: Io): Progress {
  let reported = 0
  return {
    update: (share, words) => {
      if (share === undefined) return
      const tenth = Math.floor((Math.min(share, 1) * 100) / reportEvery)
      if (tenth <= reported) return
      reported = tenth
      write(io, `${tenth * reportEvery} % ${words}\n`)
    },
    end: async () => undefined,
  }
}

/** Progress is not worth a failure: who cannot read it any more is told by the command's end. */
function write(io: Io, text: string): void {
  io.err(text).catch(() => undefined)
}
