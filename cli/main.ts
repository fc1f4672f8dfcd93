// The command line's one entry: a terminal, a host, a command. bin/acervo.js calls it.
import { createProcessHost } from './process-host.ts'
import { runCommand } from './run-command.ts'
import { exitCodes } from './terminal/io.ts'
import { openTerminal } from './terminal/process-terminal.ts'

/** Answers the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = openTerminal()
  try {
    const code = await runCommand(argv, terminal, createProcessHost())
    return terminal.isOutputClosed() ? exitCodes.outputClosed : code
  } finally {
    terminal.close()
  }
}
