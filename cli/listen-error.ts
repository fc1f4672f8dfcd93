// Why the server could not listen, as a failure that says what to do.
import { AcervoError } from '../kernel/index.ts'
import type { Language } from './terminal/io.ts'

export function toListenError(
  error: unknown,
  host: string,
  port: number,
  language: Language,
): unknown {
  const { code } = error as NodeJS.ErrnoException
  const words = listening[language]
  const reason = words.reasons[code as keyof typeof words.reasons]
  if (reason === undefined) return error
  return new AcervoError('ACV606', words.message(`${host}:${port}`), {
    details: `${code}: ${reason}`,
    hint: words.hint,
    cause: error,
  })
}

const listening = Object.freeze({
  en: {
    message: (place: string) => `the server cannot listen on ${place}`,
    reasons: {
      EADDRINUSE: 'another program listens there',
      EACCES: 'this user may not listen there',
      EADDRNOTAVAIL: 'this machine has no such address',
      ENOTFOUND: 'there is no such host',
    },
    hint: 'Give another one with --port or --host; --port 0 takes any free port.',
  },
  es: {
    message: (place: string) => `el servidor no puede escuchar en ${place}`,
    reasons: {
      EADDRINUSE: 'otro programa escucha ahí',
      EACCES: 'este usuario no puede escuchar ahí',
      EADDRNOTAVAIL: 'esta máquina no tiene esa dirección',
      ENOTFOUND: 'no existe ese nombre',
    },
    hint: 'Indique otro con --port o --host; --port 0 toma un puerto libre.',
  },
})
