// The sentences that more than one command says, in both languages.
import { nearestName } from '../../kernel/errors/index.ts'
import type { Language } from './io.ts'

export const texts = Object.freeze({
  noCommand: (name: string) => ({
    en: `there is no command '${name}'`,
    es: `no existe la orden '${name}'`,
  }),
  optionFirst: (name: string) => ({
    en: `'${name}' stands where a command is expected`,
    es: `'${name}' está donde se espera una orden`,
  }),
  noOption: (name: string) => ({
    en: `there is no option ${name}`,
    es: `no existe la opción ${name}`,
  }),
  optionTwice: (name: string) => ({
    en: `${name} is given twice`,
    es: `${name} aparece dos veces`,
  }),
  optionTakesNone: (name: string) => ({
    en: `${name} takes no value`,
    es: `${name} no admite ningún valor`,
  }),
  optionNeedsValue: (name: string) => ({
    en: `${name} needs a value`,
    es: `${name} necesita un valor`,
  }),
  tooManyArguments: (word: string) => ({
    en: `'${word}' is one word too many`,
    es: `sobra '${word}'`,
  }),
  missingArgument: (name: string) => ({ en: `${name} is missing`, es: `falta ${name}` }),
  wrongArgument: (word: string) => ({
    en: `'${word}' is not possible here`,
    es: `'${word}' no es posible aquí`,
  }),
  seeHelp: (command: string) => ({
    en: `See acervo ${command}${command === '' ? '' : ' '}--help.`,
    es: `Consulte acervo ${command}${command === '' ? '' : ' '}--help.`,
  }),
  notShared: (name: string) => ({
    en: `'${name}' cannot run inside another process`,
    es: `'${name}' no puede ejecutarse dentro de otro proceso`,
  }),
  olderDeclarations: {
    en: 'The running process answers with the declarations it was started with; restart it to see newer ones.',
    es: 'El proceso en marcha responde con las declaraciones con las que arrancó; reinícielo para ver las nuevas.',
  },
  closing: { en: 'Closing …', es: 'Cerrando …' },
  waiting: (pid: string) => ({
    en: `Waiting for process ${pid}, which is opening the database …`,
    es: `Esperando al proceso ${pid}, que está abriendo la base de datos …`,
  }),
  held: (directory: string, pid: number, address: string | null) => ({
    en: {
      message: 'the data directory is in use',
      details: `${directory} is held by process ${pid}${address ? `, which serves ${address}` : ''}`,
      hint: 'Use that one, stop it first, or give another directory with --data.',
    },
    es: {
      message: 'la carpeta de datos está en uso',
      details: `${directory} la tiene el proceso ${pid}${address ? `, que sirve ${address}` : ''}`,
      hint: 'Use ese, deténgalo antes, o indique otra carpeta con --data.',
    },
  }),
  noDatabase: (directory: string) => ({
    en: {
      message: 'there is no database yet',
      details: `${directory} holds none, and no ACERVO_DATABASE_URL is set`,
      hint: 'Run acervo start, or name another directory with --data.',
    },
    es: {
      message: 'todavía no hay base de datos',
      details: `${directory} no contiene ninguna y ACERVO_DATABASE_URL no tiene valor`,
      hint: 'Ejecute acervo start, o indique otra carpeta con --data.',
    },
  }),
})

/** The near name as a question, or the first of the known ones. */
export function nearestText(given: string, known: readonly string[], language: Language): string {
  const near = nearestName(given, known)
  if (near !== undefined) {
    return language === 'es' ? `Quizá quiso decir '${near}'.` : `Perhaps you meant '${near}'.`
  }
  const some = `${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`
  return language === 'es' ? `Se conocen: ${some}.` : `Known: ${some}.`
}
