// Sealing by GnuPG, where its user asks for it: the program does it all, keys and trust are its own.
import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { AcervoError } from '../errors/index.ts'

type Chunks = AsyncIterable<Uint8Array>

export function sealByGpg(names: readonly string[]): (chunks: Chunks) => Chunks {
  const recipients = names.flatMap((name) => ['--recipient', name])
  return (chunks) => runGpg(['--encrypt', '--compress-algo', 'none', ...recipients], chunks)
}

/** With whatever secret keys the agent of this user holds. */
export function openByGpg(chunks: Chunks): Chunks {
  return runGpg(['--decrypt'], chunks)
}

async function* runGpg(words: readonly string[], chunks: Chunks): Chunks {
  const gpg = spawn('gpg', ['--batch', '--no-tty', '--quiet', '--output', '-', ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  gpg.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    gpg.on('error', reject)
    gpg.on('close', resolve)
  })
  ended.catch(() => undefined)
  let failure: unknown
  const fed = pipeline(chunks, gpg.stdin).catch((error: NodeJS.ErrnoException) => {
    // Who refuses does not read to the end; its own words are the reason.
    if (error.code !== 'EPIPE') failure = error
  })
  try {
    yield* gpg.stdout
    await fed
    if (failure !== undefined) throw failure
    const code = await ended.catch((cause: unknown) => {
      throw new AcervoError('ACV423', 'gpg cannot be run', {
        hint: 'Install GnuPG, or use a recipient of age.',
        cause,
      })
    })
    if (code !== 0)
      throw new AcervoError('ACV423', 'gpg refused', {
        details: said.trim() || `It ended with ${code}.`,
      })
  } finally {
    gpg.kill()
  }
}
