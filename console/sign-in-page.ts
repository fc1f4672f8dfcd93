// Signing in with a password or a key, and out. Forms of this server, posted to this server.
import { type Html, html } from './html.ts'
import { renderPage } from './page.ts'
import { type Language, words } from './words.ts'

export interface SignIn {
  /** Path to go on to. */
  readonly next: string
  /** Those whose users may sign in. */
  readonly systems: readonly string[]
  readonly refusal?: 'unknown' | 'tooOften'
}

export function renderSignIn(language: Language, { next, systems, refusal }: SignIn): string {
  const say = words[language]
  const told =
    refusal === undefined ? undefined : html`<p><span class="badge down">${say[refusal]}</span></p>`
  const goOn = html`<input name="next" type="hidden" value="${next}">
<button>${say.signInNow}</button>`
  const byPassword = html`<form method="post" action="/sign-in">
${systems.length > 1 ? systemChoice(say.system, systems) : undefined}
<label>${say.email}<input name="email" type="email" autocomplete="username" required></label>
<label>${say.password}<input name="password" type="password" autocomplete="current-password" required></label>
${goOn}</form>`
  const main = html`<h1>${say.signIn}</h1>
${told}
${systems.length === 0 ? undefined : byPassword}
<form method="post" action="/sign-in">
<label>${say.key}<input name="key" type="password" autocomplete="off" required></label>
${goOn}</form>
<p class="soft">${say.signInHow}</p>`
  return renderPage(language, say.signIn, main, { isSignedIn: false })
}

function systemChoice(label: string, systems: readonly string[]): Html {
  return html`<label>${label}<select name="system">${systems.map((name) => html`<option>${name}</option>`)}</select></label>`
}

export function renderSignOut(language: Language, formToken: string): string {
  const say = words[language]
  const main = html`<h1>${say.signOut}</h1>
<form method="post" action="/sign-out">
<input name="csrf" type="hidden" value="${formToken}">
<button>${say.signOut}</button></form>`
  return renderPage(language, say.signOut, main)
}
