// What a person calls a database or a table -> its Model: short name, schema or dashes; model name,
// SQL name or dashes.
import { AcervoError, type DatabaseModel, type Model, type TableModel } from '../kernel/index.ts'
import type { Language } from './terminal/io.ts'
import { nearestText } from './terminal/texts.ts'

/** @throws ACV201 with the nearest name. */
export function findDatabase(model: Model, word: string, language: Language): DatabaseModel {
  const wanted = toKey(word)
  const all = [...model.databases.values()]
  const found = all.find(({ name, schema }) => toKey(name) === wanted || toKey(schema) === wanted)
  if (found !== undefined) return found
  const names = all.map(({ name }) => name)
  throw new AcervoError('ACV201', text[language].noDatabase(word), {
    hint: nearestText(word, names, language),
  })
}

/** `global.party`. @throws ACV202 with the nearest name. */
export function findTable(model: Model, word: string, language: Language): TableModel {
  const dot = word.indexOf('.')
  if (dot < 1 || dot === word.length - 1) {
    throw new AcervoError('ACV605', text[language].notDotted(word), {
      hint: text[language].writeDotted,
    })
  }
  const database = findDatabase(model, word.slice(0, dot), language)
  const name = word.slice(dot + 1)
  const all = [...database.tables.values()]
  const wanted = toKey(name)
  const found = all.find((table) => toKey(table.name) === wanted || toKey(table.sqlName) === wanted)
  if (found !== undefined) return found
  const names = all.flatMap((table) => [table.name, table.sqlName])
  throw new AcervoError('ACV202', text[language].noTable(name, database.name), {
    hint: nearestText(name, names, language),
  })
}

/** `hrPayroll`, `hr_payroll` and `hr-payroll` are one name. */
function toKey(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase()
}

const text = Object.freeze({
  en: {
    noDatabase: (word: string) => `there is no database '${word}'`,
    noTable: (word: string, database: string) => `${database} has no table '${word}'`,
    notDotted: (word: string) => `'${word}' does not name a table`,
    writeDotted: 'Write <database>.<table>, such as global.party.',
  },
  es: {
    noDatabase: (word: string) => `no existe la base de datos '${word}'`,
    noTable: (word: string, database: string) => `${database} no tiene la tabla '${word}'`,
    notDotted: (word: string) => `'${word}' no es el nombre de una tabla`,
    writeDotted: 'Escriba <base de datos>.<tabla>, por ejemplo global.party.',
  },
})
