// `acervo sql`: the operator's own SQL on the target of one logical database, without policies. Only
// whoever may read the data directory or the migrator's URL gets here; REST and the client never do.
import { text as readText } from 'node:stream/consumers'
import { type Direct, quoteIdentifier, type Result, type Target } from '../kernel/database/index.ts'
import { AcervoError, type DatabaseModel, isAcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderProblem } from './terminal/problem.ts'
import { renderTable } from './terminal/table.ts'

const linesMax = 10_000

export const command = defineCommand({
  name: 'sql',
  summary: {
    en: 'run SQL as the operator, without policies',
    es: 'ejecuta SQL como operador, sin políticas',
  },
  arguments: [
    { name: 'database', meaning: { en: 'short name or schema', es: 'nombre corto o esquema' } },
  ],
  options: {
    command: {
      type: 'string',
      short: 'c',
      value: 'SQL',
      meaning: { en: 'run this and end', es: 'ejecuta esto y termina' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Without -c it reads standard input; in a terminal it prompts: a line that ends with ; runs, \\q ends.\nOf several statements the last result is shown. --json gives { columns, rows, count, command }.',
    es: 'Sin -c lee la entrada estándar; en una terminal pregunta: una línea que acaba en ; se ejecuta, \\q termina.\nDe varias sentencias se muestra el último resultado. --json da { columns, rows, count, command }.',
  },
  run: async ({ io, options, arguments: [word = ''], open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const database = findDatabase(acervo.model, word, io.language)
    const runner = createRunner(acervo.targets.of(database.schema), database, io.signal)
    const isJson = options.json === true
    try {
      if (io.isTty && typeof options.command !== 'string') return await prompt(runner, database, io)
      const text = typeof options.command === 'string' ? options.command : await readInput(io)
      await show(await runner.run(text), io, isJson)
      return exitCodes.ok
    } finally {
      await runner.close()
    }
  },
})

interface Runner {
  run(text: string): Promise<Result>
  close(): Promise<void>
}

// The embedded engine has one session, and the server needs it between two statements.
function createRunner(target: Target, { schema }: DatabaseModel, signal: AbortSignal): Runner {
  const isKept = target.engine === 'postgres'
  let session: Promise<Direct> | undefined
  const enter = async (): Promise<Direct> => {
    const direct = await target.direct()
    await direct.script(`set search_path to ${quoteIdentifier(schema)}, acervo, public`)
    return direct
  }
  const leave = async (): Promise<void> => {
    const direct = await session?.catch(() => undefined)
    session = undefined
    await direct?.close()
  }
  return {
    run: async (text) => {
      session ??= enter()
      try {
        const direct = await session
        return await runCancellable(target, direct, text, signal)
      } catch (error) {
        throw withPosition(error, text)
      } finally {
        if (!isKept) await leave()
      }
    },
    close: leave,
  }
}

/** The embedded engine cannot be interrupted: there a cancelled statement ends by itself. */
async function runCancellable(
  target: Target,
  direct: Direct,
  text: string,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted()
  if (target.engine === 'embedded') return direct.script(text)
  const { rows } = await direct.script('select pg_backend_pid()')
  const cancel = async (): Promise<void> => {
    const other = await target.direct()
    try {
      await other.script(`select pg_cancel_backend(${Number(rows[0]?.[0])})`)
    } finally {
      await other.close()
    }
  }
  const onAbort = (): void => void cancel().catch(() => undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await direct.script(text)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

async function prompt(runner: Runner, { name }: DatabaseModel, io: Io): Promise<number> {
  let lines: string[] = []
  while (!io.signal.aborted && lines.length < linesMax) {
    const line = await io.ask(lines.length === 0 ? `${name}=# ` : `${name}-# `)
    if (line === undefined || (lines.length === 0 && /^\s*(\\q|exit|quit)\s*;?\s*$/.test(line)))
      break
    if (line.trim() === '') continue
    lines.push(line)
    if (!line.trimEnd().endsWith(';')) continue
    const text = lines.join('\n')
    lines = []
    try {
      await show(await runner.run(text), io, false)
    } catch (error) {
      if (!isAcervoError(error) || io.signal.aborted) throw error
      await io.err(renderProblem(error, io))
    }
  }
  return exitCodes.ok
}

async function readInput({ input }: Io): Promise<string> {
  return readText(input as AsyncIterable<Uint8Array> as never)
}

async function show(result: Result, io: Io, isJson: boolean): Promise<void> {
  const { columns = [], rows, count, command: tag } = result
  if (isJson) return io.out(`${JSON.stringify({ columns, rows, count, command: tag })}\n`)
  if (columns.length > 0) {
    // A null must not look like an empty text.
    const cells = rows.map((row) => row.map((cell) => cell ?? '∅'))
    await io.out(renderTable(columns, cells, io))
  }
  await io.out(`${tag} ${columns.length > 0 ? `(${count})` : count}\n`)
}

interface ServerWords {
  readonly message: string
  readonly position?: string
  readonly detail?: string
  readonly hint?: string
}

/** To an operator the server's own words may be told whole, with the place in the text. */
function withPosition(error: unknown, text: string): unknown {
  if (!isAcervoError(error)) return error
  const { message, position, detail, hint } = (error.cause ?? {}) as Partial<ServerWords>
  if (message === undefined || error.code === 'ACV308') return error
  const lines = [message, ...(detail === undefined ? [] : [detail])]
  if (position !== undefined) lines.push(...pointAt(text, Number(position)))
  return new AcervoError(error.code, error.message, {
    details: lines.join('\n'),
    ...(hint === undefined ? {} : { hint }),
    cause: error.cause,
  })
}

/** The line with the mistake and a caret below it; the server counts characters from 1. */
function pointAt(text: string, position: number): readonly string[] {
  const before = [...text].slice(0, position - 1).join('')
  const lineNumber = before.split('\n').length
  const line = text.split('\n')[lineNumber - 1] ?? ''
  const column = before.length - (before.lastIndexOf('\n') + 1)
  const label = `${lineNumber}: `
  return [`${label}${line}`, `${' '.repeat(label.length + column)}^`]
}
