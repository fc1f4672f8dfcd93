// The frame of every page and the headers it needs: no script, no outside asset, in no frame.
import { createHash } from 'node:crypto'
import { Html, html } from './html.ts'
import { style } from './style.ts'
import { type Language, words } from './words.ts'

const styleHash = createHash('sha256').update(style).digest('base64')

export const pageHeaders: Readonly<Record<string, string>> = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: a form posted under it has no origin, and would be refused.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'accept-language',
})

export function renderPage(
  language: Language,
  title: string,
  main: Html,
  { isSignedIn = true }: { readonly isSignedIn?: boolean } = {},
): string {
  const say = words[language]
  const end = isSignedIn ? html`<a href="/sign-out">${say.signOut}</a>` : undefined
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><nav><a class="brand" href="/">Acervo</a><a href="/docs">${say.reference}</a><a href="/openapi.json">OpenAPI</a>${end}</nav></header>
<main>
${main}
</main>
</body>
</html>
`.text
}
