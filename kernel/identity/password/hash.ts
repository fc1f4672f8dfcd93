// Passwords -> argon2id in the PHC form, by Node where it has it (24.7 and newer: in its own threads) and by
// hash-wasm elsewhere; bcrypt hashes of older systems are read, never written.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { AcervoError } from '../../errors/index.ts'

/** OWASP's least is 19 MiB and 2 passes. */
export const cost = Object.freeze({ memoryKiB: 19_456, passes: 2, lanes: 1 })

const saltBytes = 16
const digestBytes = 32
/** What a foreign hash may make us spend. */
const memoryKiBMax = 262_144
const passesMax = 10
const bcryptCostMax = 14
const runningMax = 2
const waitingMax = 64

interface Argon2 {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
  readonly salt: Buffer
  readonly digest: Buffer
}

const argonForm =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
const bcryptForm = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const digest = await derive(password, { ...cost, salt, length: digestBytes })
  const { memoryKiB: m, passes: t, lanes: p } = cost
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${base64(salt)}$${base64(digest)}`
}

/** False for a hash of a form that is not read here. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const argon = parse(stored)
  if (argon !== undefined) {
    const length = argon.digest.length
    return timingSafeEqual(await derive(password, { ...argon, length }), argon.digest)
  }
  const bcrypt = bcryptForm.exec(stored)
  if (bcrypt === null || Number(bcrypt[1]) > bcryptCostMax) return false
  // bcrypt reads 72 bytes and no more: what its authors hashed, and what is compared.
  const bytes = Buffer.from(password, 'utf8').subarray(0, 72)
  if (bytes.length === 0 || bytes.includes(0)) return false
  const { bcryptVerify } = await import('hash-wasm')
  return bounded(() => bcryptVerify({ password: bytes, hash: stored.replace(/^\$2[by]/, '$2a') }))
}

/** A sign-in can be held to it. */
export function canRead(stored: string): boolean {
  const bcrypt = bcryptForm.exec(stored)
  return bcrypt === null ? parse(stored) !== undefined : Number(bcrypt[1]) <= bcryptCostMax
}

/** The hash is of another kind or cheaper than ours: to be written anew at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const argon = parse(stored)
  return (
    argon === undefined ||
    argon.memoryKiB < cost.memoryKiB ||
    argon.passes < cost.passes ||
    argon.digest.length < digestBytes
  )
}

function parse(stored: string): Argon2 | undefined {
  const match = argonForm.exec(stored)
  if (match === null) return undefined
  const [, m, t, p, salt = '', digest = ''] = match
  const [memoryKiB, passes, lanes] = [Number(m), Number(t), Number(p)]
  const isBearable =
    memoryKiB >= 8 * lanes &&
    memoryKiB <= memoryKiBMax &&
    passes >= 1 &&
    passes <= passesMax &&
    lanes >= 1
  if (!isBearable) return undefined
  return {
    memoryKiB,
    passes,
    lanes,
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  }
}

interface Derivation extends Omit<Argon2, 'digest'> {
  readonly length: number
}

type NodeArgon2 = (
  algorithm: 'argon2id',
  parameters: {
    readonly message: string
    readonly nonce: Buffer
    readonly parallelism: number
    readonly tagLength: number
    readonly memory: number
    readonly passes: number
  },
  callback: (error: Error | null, digest: Buffer) => void,
) => void

function derive(password: string, to: Derivation): Promise<Buffer> {
  const { argon2 } = process.getBuiltinModule('node:crypto') as { readonly argon2?: NodeArgon2 }
  return bounded(() =>
    argon2 === undefined ? deriveInWasm(password, to) : inNode(argon2, password, to),
  )
}

function inNode(argon2: NodeArgon2, message: string, to: Derivation): Promise<Buffer> {
  const { salt: nonce, lanes: parallelism, length: tagLength, memoryKiB: memory, passes } = to
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const parameters = { message, nonce, parallelism, tagLength, memory, passes }
  argon2('argon2id', parameters, (error, digest) => (error ? reject(error) : resolve(digest)))
  return promise
}

/** The same bytes; on the main thread. */
export async function deriveInWasm(password: string, to: Derivation): Promise<Buffer> {
  const { argon2id } = await import('hash-wasm')
  const digest = await argon2id({
    password,
    salt: to.salt,
    parallelism: to.lanes,
    iterations: to.passes,
    memorySize: to.memoryKiB,
    hashLength: to.length,
    outputType: 'binary',
  })
  return Buffer.from(digest)
}

let running = 0
const waiting: (() => void)[] = []

/** Each hash takes 19 MiB and a core: a few at once, and a line of bounded length. */
async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (running >= runningMax) {
    if (waiting.length >= waitingMax)
      throw new AcervoError('ACV617', 'too many people sign in at once', {
        hint: 'Ask again in a moment.',
      })
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.push(resolve)
    await promise
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
