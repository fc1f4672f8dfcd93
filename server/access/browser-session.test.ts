// The cookie of a browser: what it holds cannot be read, changed, moved or outlived.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { browserSessions, isSameToken } from './browser-session.ts'

const secret = randomBytes(32)
const open = browserSessions({ secret, isSecure: true })
const later = new Date(10_000)
const token = 'acervo_live_canary'
const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? ''
const cookie = pairOf(open.write(token, later))

test('a cookie gives back what it was made of until its end', () => {
  expect(open.read(cookie, 0)).toMatchObject({ token, expiresAt: later })
  expect(open.read(`a=b; ${cookie}; c=d`, 9_999)?.token).toBe(token)
  expect(open.read(cookie, 10_000)).toBeUndefined()
})

test('it is out of reach of scripts, other sites and plain connections', () => {
  const attributes = open.write(token, later)
  for (const attribute of ['; Path=/', '; HttpOnly', '; SameSite=Lax', '; Secure', '; Expires='])
    expect(attributes).toContain(attribute)
  expect(open.cookieName).toMatch(/^__Host-/)
  expect(attributes).not.toContain('Domain')
  const plain = browserSessions({ secret, isSecure: false })
  expect(plain.write(token, later)).not.toContain('Secure')
  expect(plain.cookieName).not.toContain('__Host-')
  expect(open.clear()).toContain('Max-Age=0')
})

test('nothing of the token can be read in it, and no two are alike', () => {
  const value = cookie.slice(cookie.indexOf('=') + 1)
  expect(value).not.toContain('canary')
  expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('canary')
  expect(pairOf(open.write(token, later))).not.toBe(cookie)
})

test('one changed bit, another secret or another name is no session', () => {
  const [name = '', value = ''] = cookie.split('=')
  const bytes = Buffer.from(value, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(open.read(`${name}=${changed.toString('base64url')}`, 0)).toBeUndefined()
  }
  for (let length = 0; length < bytes.length; length++)
    expect(
      open.read(`${name}=${bytes.subarray(0, length).toString('base64url')}`, 0),
    ).toBeUndefined()
  expect(
    browserSessions({ secret: randomBytes(32), isSecure: true }).read(cookie, 0),
  ).toBeUndefined()
  const plain = browserSessions({ secret, isSecure: false })
  expect(plain.read(`acervo=${value}`, 0)).toBeUndefined()
})

test('a name that stands twice, or not at all, is no session', () => {
  const value = cookie.slice(cookie.indexOf('=') + 1)
  for (const header of [
    undefined,
    '',
    ';;;',
    '=',
    value,
    `${cookie}; ${cookie}`,
    `x${cookie}`,
    cookie.toLowerCase().replace(value.toLowerCase(), value),
    `${cookie}x`,
    `__Host-acervo="${value}"`,
    `__Host-acervo=${'A'.repeat(5_000)}`,
  ])
    expect([header, open.read(header, 0)]).toEqual([header, undefined])
})

test('the token of a form belongs to one cookie', () => {
  const first = open.read(cookie, 0)?.formToken ?? ''
  const second = open.read(pairOf(open.write(token, later)), 0)?.formToken ?? ''
  expect(open.read(cookie, 0)?.formToken).toBe(first)
  expect(second).not.toBe(first)
  expect(isSameToken(first, first)).toBe(true)
  for (const wrong of [second, '', undefined, `${first}x`, first.slice(1)])
    expect(isSameToken(wrong, first)).toBe(false)
})
