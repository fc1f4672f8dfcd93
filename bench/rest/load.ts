// A child process: asks one server over keep-alive connections, as fast as it answers, and checks each answer.
// Plain sockets: an HTTP client would cost more than the servers that it measures.
import { connect, type Socket } from 'node:net'

export interface Order {
  readonly port: number
  readonly requests: readonly Ask[]
  readonly connections: number
  readonly durationMs: number
}

export interface Ask {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Must stand in the answer. */
  readonly expected: string
}

export interface Load {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
}

process.on('message', async (order: Order) => {
  const stop = { at: performance.now() + order.durationMs }
  const begin = performance.now()
  const bytes = order.requests.map(encode)
  const connections = Array.from({ length: order.connections }, (_, at) =>
    ask(order, bytes, stop, at),
  )
  const latenciesMs = (await Promise.all(connections)).flat()
  const seconds = (performance.now() - begin) / 1_000
  process.send?.({ perSecond: latenciesMs.length / seconds, latenciesMs } satisfies Load)
})

function encode({ path, headers }: Ask): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n`)
}

function ask(
  { port, requests }: Order,
  bytes: readonly Buffer[],
  stop: { readonly at: number },
  first: number,
): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>()
  const latenciesMs: number[] = []
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay()
  let at = first * 7_919
  let sent = 0
  let text = ''
  const next = (): void => {
    sent = performance.now()
    if (sent >= stop.at) {
      socket.destroy()
      resolve(latenciesMs)
      return
    }
    at = (at + 7_919) % requests.length
    text = ''
    socket.write(bytes[at] as Buffer)
  }
  socket.on('connect', next)
  socket.on('error', reject)
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    if (!isWhole(text)) return
    latenciesMs.push(performance.now() - sent)
    const { expected } = requests[at] as Ask
    if (!text.startsWith('HTTP/1.1 200') || !text.includes(expected)) {
      reject(new Error(`expected ${expected}, answered ${text.slice(0, 1_000)}`))
      return
    }
    next()
  })
  return promise
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  return length !== undefined && text.length >= head + 4 + Number(length)
}
