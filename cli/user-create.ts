// `acervo user create <email>`: a person who may sign in, with a password that is shown once.
import { randomText } from '../kernel/identity/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { openStore, operator, systemOption, toList } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'user create',
  summary: {
    en: 'makes a person who may sign in; the password is shown once',
    es: 'crea una persona que puede iniciar sesión; la contraseña se muestra una vez',
  },
  arguments: [
    { name: 'email', meaning: { en: 'address', es: 'dirección' } },
    {
      name: 'columns',
      isOptional: true,
      isRest: true,
      meaning: {
        en: 'what else the row needs: displayName=Ana',
        es: 'qué más necesita la fila: displayName=Ana',
      },
    },
  ],
  options: {
    role: {
      type: 'string',
      value: 'NAMES',
      meaning: {
        en: 'roles, separated by commas; `administrator` is made where it is missing',
        es: 'roles, separados por comas; `administrator` se crea si no existe',
      },
    },
    ...systemOption,
  },
  runs: 'inside',
  run: async ({ io, options, arguments: [email = '', ...rest], open }) => {
    const { acervo } = await open()
    const store = openStore(acervo, options)
    const roles = toList(options.role)
    if (roles.includes('administrator')) await store.ensureAdministrator(operator.actor)
    const password = randomText(16, 22)
    const columns = Object.fromEntries(rest.map(toPair))
    const id = await store.createUser(operator, { email, password, roles, columns })
    const made = { system: store.store.system, id, email, roles, password }
    const header = ['', '']
    const rows = Object.entries(made).map(([name, value]) => [name, String(value)])
    await io.out(
      options.json
        ? `${JSON.stringify(made)}\n`
        : renderSheets([{ isList: true, header, rows }], io),
    )
    return exitCodes.ok
  },
})

function toPair(text: string): readonly [string, string] {
  const mark = text.indexOf('=')
  if (mark > 0) return [text.slice(0, mark), text.slice(mark + 1)]
  throw new AcervoError('ACV605', `'${text.slice(0, 80)}' gives no column a value`, {
    hint: 'Write displayName=Ana.',
  })
}
