// A drill in a process of its own, of low priority: what a restore costs, and what goes wrong in it, is not the
// platform's that serves.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { DrillRecord } from '../kernel/backup/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { findPackageFolder } from './package-file.ts'

const saidMax = 4_000

/** With the environment of this process. @throws ACV425 where no record came of it. */
export async function drillApart(
  name: string,
  cwd: string,
  signal: AbortSignal,
): Promise<DrillRecord> {
  const program = join(findPackageFolder(), 'bin', 'acervo.js')
  const child = spawn(process.execPath, [program, 'backup', 'drill', name, '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  child.on('error', () => undefined)
  if (child.pid !== undefined) lower(child.pid)
  const closed = once(child, 'close').catch(() => undefined)
  const [said, complaint] = await Promise.all([collect(child.stdout), collect(child.stderr)])
  await closed
  if (signal.aborted) throw new AcervoError('ACV308', 'the drill was ended')
  const record = parse(said)
  if (record?.name === name) return record
  throw new AcervoError('ACV425', `the backup '${name}' could not be drilled`, {
    details: complaint.slice(-saidMax).trim(),
    hint: 'acervo backup drill shows the same.',
  })
}

function lower(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended, or this system has no priorities.
  }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function parse(text: string): DrillRecord | undefined {
  try {
    return JSON.parse(text) as DrillRecord
  } catch {
    return undefined
  }
}
