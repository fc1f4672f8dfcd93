// `acervo user list`: who may sign in, and by which roles they may what.
import { defineCommand } from './command.ts'
import { openStore, systemOption } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

const headers = {
  en: ['id', 'email', 'active', 'roles', 'last sign-in'],
  es: ['id', 'dirección', 'activa', 'roles', 'último inicio'],
} as const

export const command = defineCommand({
  name: 'user list',
  summary: {
    en: 'who may sign in, with roles and last sign-in',
    es: 'quién puede iniciar sesión, con roles y último inicio',
  },
  arguments: [],
  options: systemOption,
  runs: 'inside',
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const users = await openStore(acervo, options).listUsers()
    const rows = users.map(({ id, email, isActive, roles, lastSignInAt }) => [
      id,
      email,
      isActive,
      roles.join(', '),
      lastSignInAt,
    ])
    await io.out(
      options.json ? `${JSON.stringify(users)}\n` : renderTable(headers[io.language], rows, io),
    )
    return exitCodes.ok
  },
})
