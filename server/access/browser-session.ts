// The cookie of a browser: a bearer token sealed with its end, so that a stolen cookie jar holds no key, and an end
// that the server decides. The token of a form (CSRF) belongs to one cookie. Pure functions over headers: what the
// token is good for is decided where every other token is.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

export interface BrowserSession {
  readonly token: string
  readonly expiresAt: Date
  /** What a form of this session sends along. */
  readonly formToken: string
}

export interface BrowserSessions {
  readonly cookieName: string
  /** Undefined where the cookie is absent, changed or at its end. */
  read(cookieHeader: string | undefined, nowMs: number): BrowserSession | undefined
  /** -> Set-Cookie */
  write(token: string, expiresAt: Date): string
  /** -> Set-Cookie that ends it. */
  clear(): string
}

export interface BrowserSessionOptions {
  readonly secret: Uint8Array
  /** The browser speaks TLS with this server or its proxy. */
  readonly isSecure: boolean
}

const valueForm = /^[A-Za-z0-9_-]{40,3000}$/
const ivBytes = 12
const tagBytes = 16

export function browserSessions({ secret, isSecure }: BrowserSessionOptions): BrowserSessions {
  // `__Host-` lets no neighbouring domain and no plain connection set it.
  const cookieName = isSecure ? '__Host-acervo' : 'acervo'
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  const sealKey = derive(secret, 'acervo browser session')
  const formKey = derive(secret, 'acervo form token')
  return Object.freeze({
    cookieName,
    read(cookieHeader: string | undefined, nowMs: number) {
      const value = cookieIn(cookieHeader, cookieName)
      const opened = value === undefined ? undefined : open(sealKey, cookieName, value)
      if (value === undefined || opened === undefined || opened.expiresAtMs <= nowMs)
        return undefined
      const formToken = createHmac('sha256', formKey).update(value).digest('base64url')
      return { token: opened.token, expiresAt: new Date(opened.expiresAtMs), formToken }
    },
    write(token: string, expiresAt: Date) {
      const value = seal(sealKey, cookieName, `${expiresAt.getTime()} ${token}`)
      return `${cookieName}=${value}; Expires=${expiresAt.toUTCString()}${attributes}`
    },
    clear: () => `${cookieName}=; Max-Age=0${attributes}`,
  })
}

export function isSameToken(given: string | undefined, wanted: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A name given twice is none: which of the two a browser means, nobody knows. */
function cookieIn(cookieHeader: string | undefined, name: string): string | undefined {
  const values = (cookieHeader ?? '').split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    return equals > 0 && pair.slice(0, equals).trim() === name ? pair.slice(equals + 1).trim() : []
  })
  const [value = ''] = values
  return values.length === 1 && valueForm.test(value) ? value : undefined
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), purpose, 32))
}

function seal(key: Buffer, name: string, text: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(name))
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')
}

function open(key: Buffer, name: string, value: string) {
  const bytes = Buffer.from(value, 'base64url')
  const end = bytes.length - tagBytes
  if (end <= ivBytes) return undefined
  const iv = bytes.subarray(0, ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(end))
  try {
    const start = decipher.update(bytes.subarray(ivBytes, end))
    const text = Buffer.concat([start, decipher.final()]).toString('utf8')
    const space = text.indexOf(' ')
    return { expiresAtMs: Number(text.slice(0, space)), token: text.slice(space + 1) }
  } catch {
    // Changed, or sealed with a secret of before.
    return undefined
  }
}
