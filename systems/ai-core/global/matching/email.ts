// Mail addresses in two halves.
import { fold, textOf } from './fold.ts'
import type { Email } from './normalised.ts'

const generic: ReadonlySet<string> = new Set(
  `info contacto contact admin administracion hola hello mail correo email office oficina ventas sales
  facturas facturacion soporte support no-reply noreply rrhh comercial gerencia secretaria test none
  na sinemail notiene`.split(/\s+/),
)

export function normaliseEmail(value: unknown): Email | undefined {
  const text = fold(textOf(value))
    .replaceAll(/\s/g, '')
    .replace(/^mailto:/, '')
  const at = text.lastIndexOf('@')
  if (at <= 0 || at === text.length - 1) return undefined
  const domain = text.slice(at + 1).replace(/[.>,;]+$/, '')
  const local = text.slice(0, at).replace(/\+.*$/, '')
  if (local === '' || domain === '') return undefined
  const isGoogle = domain === 'gmail.com' || domain === 'googlemail.com'
  // Google delivers with and without dots to one box.
  return isGoogle ? { local: local.replaceAll('.', ''), domain: 'gmail.com' } : { local, domain }
}

/** An address of an office says nothing about a person. */
export function isGenericLocal(local: string): boolean {
  return generic.has(local)
}
