// What `acervo start` is doing, in the language of the locale.
import type { StartProgress } from '../kernel/index.ts'
import type { Language } from './terminal/io.ts'

export function toStepWords(progress: StartProgress, language: Language): string {
  const words = steps[language]
  if (progress.step === 'migrate') return words.migrate(progress.database, progress.name)
  if (progress.step === 'demo') return words.demo(progress.system)
  return words[progress.step]
}

const steps = Object.freeze({
  en: {
    open: 'Opening the databases',
    create: 'Creating the embedded database',
    migrate: (database: string, name: string) => `Migrating ${database}: ${name}`,
    demo: (system: string) => `Loading the demonstration data of ${system}`,
  },
  es: {
    open: 'Abriendo las bases de datos',
    create: 'Creando la base de datos integrada',
    migrate: (database: string, name: string) => `Migrando ${database}: ${name}`,
    demo: (system: string) => `Cargando los datos de demostración de ${system}`,
  },
})
