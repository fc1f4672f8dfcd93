// Objects of one bucket of any server that speaks S3: each request signed (AWS signature 4, by aws4fetch), sent by the
// caller's guarded way out, bounded in size and time, and tried again where the fault passes. No credential is ever in
// an error.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AcervoError, isAcervoError } from '../errors/index.ts'

export interface S3Place {
  /** `https://server[:port]`, without a path. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly keyId: string
  readonly secret: string
}

export interface S3CallInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly timeoutMs: number
  readonly bytesMax: number
}

export interface S3Options extends S3Place {
  readonly call: (url: string, init: S3CallInit) => Promise<Response>
  /** Between two tries; for tests. */
  readonly wait?: (ms: number) => Promise<unknown>
}

export interface S3Wish {
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Answers beside 2xx that are no fault. */
  readonly also?: readonly number[]
}

export interface S3Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
  /** `NoSuchKey`, of an answer that is a fault. */
  readonly code: string
}

export type S3 = (method: string, wish?: S3Wish) => Promise<S3Answer>

const triesMax = 5
const firstWaitMs = 200
const timeoutMs = 120_000
/** More than any part that is read at once. */
const bytesMax = 32 * 1_048_576
const passing = new Set([408, 429, 500, 502, 503, 504])

/** @throws ACV427 where the store refuses, cannot be reached after some tries, or the signer is not installed. */
export function openS3(options: S3Options): S3 {
  const wait = options.wait ?? pause
  return async (method, wish = {}) => {
    for (let tried = 1; ; tried++) {
      const answer = await send(options, method, wish)
      const isLost = isAcervoError(answer)
      if (!isLost) {
        if (wish.also?.includes(answer.status)) return answer
        // A completion may fail after its 200 was sent.
        if (answer.status < 300 && answer.code === '') return answer
        if (answer.status >= 300 && !passing.has(answer.status)) throw refused(options, answer)
      }
      if (tried >= triesMax) throw isLost ? unreached(options, answer) : refused(options, answer)
      await wait(firstWaitMs * 2 ** (tried - 1) * (0.5 + Math.random()))
    }
  }
}

async function send(
  options: S3Options,
  method: string,
  { key = '', query = {}, headers = {}, body }: S3Wish,
): Promise<S3Answer | AcervoError> {
  const { endpoint, bucket, region, keyId, secret, call } = options
  const steps = key === '' ? [bucket] : [bucket, ...key.split('/')]
  const path = steps.map(encodeURIComponent).join('/')
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20')
  const signer = new (await loadSigner())({
    method,
    url: `${endpoint}/${path}${search === '' ? '' : `?${search}`}`,
    headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? '') },
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 's3',
    region,
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  })
  const signed = await signer.sign()
  const given = Object.fromEntries(signed.headers.entries())
  try {
    const init = { method, headers: given, timeoutMs, bytesMax, ...(body && { body }) }
    const response = await call(String(signed.url), init)
    return await toAnswer(response)
  } catch (error) {
    // ACV641: what was under way was lost. Anything else is no matter of trying again.
    if (isAcervoError(error) && error.code === 'ACV641') return error
    throw error
  }
}

async function toAnswer(response: Response): Promise<S3Answer> {
  const body = Buffer.from(await response.arrayBuffer())
  const { status, headers } = response
  const isXml = status >= 300 || body.subarray(0, 200).includes('<Error>')
  return { status, headers, body, code: isXml ? (tagOf(body.toString(), 'Code') ?? '') : '' }
}

/** Answers of S3 are flat, and what we ask for are names that XML writes as they are. */
export function tagsOf(text: string, tag: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(
    ([, value = '']) => value,
  )
}

export const tagOf = (text: string, tag: string): string | undefined => tagsOf(text, tag)[0]

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

async function loadSigner() {
  try {
    return (await import('aws4fetch')).AwsV4Signer
  } catch (cause) {
    throw new AcervoError('ACV427', 'the package that signs requests to S3 is not installed', {
      hint: 'npm install aws4fetch',
      cause,
    })
  }
}

function refused({ endpoint, bucket }: S3Options, { status, code }: S3Answer): AcervoError {
  return new AcervoError('ACV427', 'the store refuses', {
    details: `${endpoint}/${bucket} answers ${status} ${code}`.trim(),
    hint: 'See that the bucket is there, and that the key may list, read, write and delete in it.',
  })
}

function unreached({ endpoint, bucket }: S3Options, cause: AcervoError): AcervoError {
  return new AcervoError('ACV427', 'the store cannot be reached', {
    details: `${endpoint}/${bucket}, tried ${triesMax} times: ${cause.message}`,
    cause,
  })
}
