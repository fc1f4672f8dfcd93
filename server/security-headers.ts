// What a browser is told with every answer. A table of our own: the values are constant, pages have a hash of their
// own, and a plugin would set them by a hook for each request. HSTS is said only where the operator named an https
// address, because over plain HTTP it means nothing.

const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // Routes whose answer is nobody's say so themselves.
  'cache-control': 'no-store',
} as const

export type SecurityHeaders = Readonly<Record<string, string>>

export function securityHeaders(isSecure: boolean): SecurityHeaders {
  return Object.freeze(
    isSecure ? { ...always, 'strict-transport-security': 'max-age=31536000' } : { ...always },
  )
}
