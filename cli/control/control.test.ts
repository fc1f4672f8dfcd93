import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeTerminal } from '../terminal/fake-terminal.ts'
import type { Io } from '../terminal/io.ts'
import { connectControl, runThere } from './caller.ts'
import { frameLimits, splitText } from './frame.ts'
import { type Control, controlLimits, openControl, type RunHere } from './owner.ts'
import { readPlace } from './place.ts'

const folders: string[] = []
const controls: Control[] = []

afterEach(async () => {
  await Promise.all(controls.splice(0).map((control) => control.close(AbortSignal.abort())))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function makeFolder(name = 'd'): string {
  const root = mkdtempSync(join(tmpdir(), 'acervo-control-'))
  folders.push(root)
  return join(root, name)
}

async function own(runHere: RunHere, folder = makeFolder('')): Promise<Control> {
  const control = await openControl(folder, runHere)
  controls.push(control)
  return control
}

async function call(
  control: Control,
  argv: readonly string[],
  io: Io,
): Promise<number | undefined> {
  const socket = await connectControl(control.socket)
  if (socket === undefined) throw new Error('nobody answers')
  return runThere(socket, argv, io)
}

test('a command runs in the owner with the words, folder and language of its caller', async () => {
  const control = await own(async (argv, io) => {
    await io.out(`${argv.join(' ')} ${io.cwd} ${io.language} ${io.isTty} ${io.columns}`)
    await io.err('careful')
    return 7
  })
  const io = makeTerminal({ language: 'es', isTty: true, columns: 91 })
  expect(await call(control, ['health', '--json'], io)).toBe(7)
  expect(io.written).toEqual({
    out: 'health --json /somewhere es true 91',
    err: 'careful',
  })
})

test('input streams to the command and ends there when it ends here', async () => {
  const control = await own(async (_argv, io) => {
    let bytes = 0
    for await (const chunk of io.input) bytes += chunk.length
    await io.out(String(bytes))
    return 0
  })
  const chunk = new Uint8Array(300_000).fill(65)
  const input = (async function* () {
    for (let i = 0; i < 20; i++) yield chunk
  })()
  const io = makeTerminal({ input })
  await call(control, ['import'], io)
  expect(io.written.out).toBe('6000000')
})

test('input that the command does not ask for stays with the caller', async () => {
  const control = await own(async (_argv, io) => {
    for await (const chunk of io.input) {
      await io.out(Buffer.from(chunk).toString())
      break
    }
    return 0
  })
  let pulled = 0
  const input = (async function* () {
    for (;;) {
      pulled++
      yield Buffer.from('x')
    }
  })()
  await call(control, ['import'], makeTerminal({ input }))
  expect(pulled).toBe(1)
})

test('input that breaks off is a failure, never the end of the file', async () => {
  let outcome = 'running'
  const ended = Promise.withResolvers<void>()
  const control = await own(async (_argv, io) => {
    try {
      for await (const _ of io.input);
      outcome = 'ended'
    } catch {
      outcome = 'failed'
    }
    ended.resolve()
    return 0
  })
  const input = (async function* () {
    yield Buffer.from('x')
    throw new Error('disk gone')
  })()
  await expect(call(control, ['import'], makeTerminal({ input }))).rejects.toThrow(/ended before/)
  await ended.promise
  expect(outcome).toBe('failed')
})

test('a slow reader holds the command back instead of filling memory', async () => {
  const pieces = 400
  let written = 0
  let received = 0
  let lagMax = 0
  const control = await own(async (_argv, io) => {
    for (; written < pieces; written++) await io.out('y'.repeat(60_000))
    return 0
  })
  const io = makeTerminal({
    out: async () => {
      lagMax = Math.max(lagMax, written - received++)
      await new Promise((resolve) => setImmediate(resolve))
    },
  })
  expect(await call(control, ['export'], io)).toBe(0)
  expect(received).toBe(pieces)
  expect(lagMax).toBeLessThan(50)
})

test('large output arrives whole, with no character cut in two', async () => {
  const text = `${'a'.repeat(frameLimits.textLengthMax - 1)}😀${'ñ😀'.repeat(200_000)}`
  const control = await own(async (_argv, io) => {
    await io.out(text)
    return 0
  })
  const io = makeTerminal()
  await call(control, ['export'], io)
  expect(io.written.out === text).toBe(true)
  expect([...splitText(text)].every((piece) => piece.isWellFormed())).toBe(true)
})

test('a question is asked at the terminal of the caller', async () => {
  const control = await own(async (_argv, io) => {
    for (let line = await io.ask('sql> '); line !== undefined; line = await io.ask('sql> ')) {
      await io.out(`<${line}>`)
    }
    return 0
  })
  const lines = ['select 1;', '']
  const prompts: string[] = []
  const io = makeTerminal({
    ask: async (prompt) => {
      prompts.push(prompt)
      return lines.shift()
    },
  })
  await call(control, ['sql'], io)
  expect(io.written.out).toBe('<select 1;><>')
  expect(prompts).toEqual(['sql> ', 'sql> ', 'sql> '])
})

const untilAborted: RunHere = async (_argv, io) => {
  await io.out('ready')
  await once(io.signal, 'abort')
  return 130
}

test('Ctrl-C at the caller cancels the command at the owner, which says how it ended', async () => {
  const control = await own(untilAborted)
  const ready = Promise.withResolvers<void>()
  const io = makeTerminal({ out: async () => ready.resolve() })
  const code = call(control, ['import'], io)
  await ready.promise
  io.cancel()
  expect(await code).toBe(130)
})

test('a caller that vanishes cancels its command', async () => {
  const aborted = Promise.withResolvers<void>()
  const control = await own(async (_argv, io) => {
    await io.out('ready')
    await once(io.signal, 'abort')
    aborted.resolve()
    return 130
  })
  const socket = await connectControl(control.socket)
  if (socket === undefined) throw new Error('nobody answers')
  const ready = Promise.withResolvers<void>()
  const code = runThere(socket, ['x'], makeTerminal({ out: async () => ready.resolve() }))
  code.catch(() => undefined)
  await ready.promise
  socket.destroy()
  await aborted.promise
  await expect(code).rejects.toMatchObject({ code: 'ACV301' })
})

test('a command that was not begun may be begun elsewhere, one that was is lost', async () => {
  const answers = ['', '{"kind":"begun"}\n']
  const path = join(makeFolder(''), 'closing')
  const server = createServer((connection) => {
    connection.on('error', () => undefined)
    connection.once('data', () => connection.end(answers.shift() ?? ''))
  })
  server.listen(path)
  await once(server, 'listening')
  const ask = async () => {
    const socket = await connectControl(path)
    if (socket === undefined) throw new Error('nobody answers')
    return runThere(socket, ['x'], makeTerminal({}))
  }
  expect(await ask()).toBeUndefined()
  await expect(ask()).rejects.toMatchObject({ code: 'ACV301' })
  server.close()
})

test('an owner that closes cancels what runs and takes its socket away', async () => {
  const folder = makeFolder('')
  const control = await openControl(folder, untilAborted)
  const ready = Promise.withResolvers<void>()
  const code = call(control, ['x'], makeTerminal({ out: async () => ready.resolve() }))
  await ready.promise
  await control.close(AbortSignal.abort())
  expect(await code).toBe(130)
  expect(existsSync(control.socket)).toBe(false)
  expect(await readPlace(folder)).toBeUndefined()
})

test('an owner that has nothing left to do itself lets the others end first', async () => {
  const folder = makeFolder('')
  const ended = Promise.withResolvers<void>()
  const control = await openControl(folder, async (_argv, io) => {
    await io.out('ready')
    await ended.promise
    return 4
  })
  const ready = Promise.withResolvers<void>()
  const code = call(control, ['x'], makeTerminal({ out: async () => ready.resolve() }))
  await ready.promise
  const closed = control.close(new AbortController().signal)
  ended.resolve()
  expect(await code).toBe(4)
  await closed
  expect(existsSync(control.socket)).toBe(false)
})

test('a ninth command at once is refused with a code, and the eight go on', async () => {
  const control = await own(untilAborted)
  const ios = Array.from({ length: controlLimits.commandsMax }, () => {
    const ready = Promise.withResolvers<void>()
    return { ready, io: makeTerminal({ out: async () => ready.resolve() }) }
  })
  const codes = ios.map(({ io }) => call(control, ['x'], io))
  await Promise.all(ios.map(({ ready }) => ready.promise))
  const ninth = makeTerminal()
  expect(await call(control, ['x'], ninth)).toBe(1)
  expect(ninth.written.err).toContain('ACV613')
  for (const { io } of ios) io.cancel()
  expect(await Promise.all(codes)).toEqual(ios.map(() => 130))
})

test('only the owner of the directory may connect', async () => {
  const control = await own(untilAborted)
  expect(statSync(control.socket).mode & 0o777).toBe(0o600)
})

test('a path too long for a socket gets a private folder elsewhere, and is found', async () => {
  const folder = makeFolder('x'.repeat(120))
  await import('node:fs/promises').then(({ mkdir }) => mkdir(folder))
  const control = await own(async () => 5, folder)
  expect(Buffer.byteLength(control.socket)).toBeLessThanOrEqual(100)
  const place = await readPlace(folder)
  expect(place?.socket).toBe(control.socket)
  expect(statSync(join(control.socket, '..')).mode & 0o777).toBe(0o700)
  expect(await call(control, ['x'], makeTerminal())).toBe(5)
})

test.each([
  ['no JSON', 'hello\n'],
  ['not a command', '{"kind":"cancel"}\n'],
  ['words that are no text', '{"kind":"run","argv":[1],"cwd":"/","language":"en"}\n'],
  ['null', 'null\n'],
])('a first frame that is %s is told so and ends the conversation', async (_name, text) => {
  let ran = false
  const control = await own(async () => {
    ran = true
    return 0
  })
  const socket = connect(control.socket)
  socket.on('error', () => undefined)
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  expect(answer).toContain('ACV602')
  expect(ran).toBe(false)
})

test('a frame without an end is cut off before it fills memory', async () => {
  const control = await own(untilAborted)
  const socket = connect(control.socket)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined)
  socket.resume()
  socket.write('x'.repeat(64 * frameLimits.lineBytesMax))
  await closed
})

test('the socket of a process that was killed is recognised and replaced', async () => {
  const folder = makeFolder('')
  const script = `
    import { openControl } from ${JSON.stringify(join(import.meta.dirname, 'owner.ts'))}
    await openControl(${JSON.stringify(folder)}, async () => 0)
    console.log('ready')
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(child.stdout, 'data')
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  const place = await readPlace(folder)
  expect(existsSync(place?.socket ?? '')).toBe(true)
  expect(await connectControl(place?.socket ?? '')).toBeUndefined()
  const control = await own(async () => 9, folder)
  expect(await call(control, ['x'], makeTerminal())).toBe(9)
})
