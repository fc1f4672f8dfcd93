// `acervo key create`: a key of a person or of a service account, shown once.
import { AcervoError } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { openStore, operator, systemOption, toList } from './identity-store.ts'
import { exitCodes } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export const command = defineCommand({
  name: 'key create',
  summary: {
    en: 'makes a key of a person or a service account; it is shown once',
    es: 'crea una clave de una persona o de una cuenta de servicio; se muestra una vez',
  },
  arguments: [],
  options: {
    user: {
      type: 'string',
      value: 'EMAIL',
      meaning: {
        en: 'whose key: it may what the person may',
        es: 'de quién: puede lo que puede la persona',
      },
    },
    service: {
      type: 'string',
      value: 'NAME',
      meaning: {
        en: 'or of which service account: it may what --scope says',
        es: 'o de qué cuenta de servicio: puede lo que dice --scope',
      },
    },
    name: { type: 'string', value: 'NAME', meaning: { en: 'what it is for', es: 'para qué es' } },
    scope: {
      type: 'string',
      value: 'LIST',
      meaning: {
        en: 'permissions: global.party:read, insurance.*:read',
        es: 'permisos: global.party:read, insurance.*:read',
      },
    },
    route: {
      type: 'string',
      value: 'LIST',
      meaning: { en: 'only these: GET /v1/global/*', es: 'solo estas: GET /v1/global/*' },
    },
    network: {
      type: 'string',
      value: 'LIST',
      meaning: { en: 'only from these: 10.0.0.0/8', es: 'solo desde estas: 10.0.0.0/8' },
    },
    days: {
      type: 'string',
      value: 'N',
      meaning: { en: 'how long it lives (90)', es: 'cuánto vive (90)' },
    },
    ...systemOption,
  },
  runs: 'inside',
  run: async ({ io, options, open }) => {
    const { acervo } = await open()
    const store = openStore(acervo, options)
    const { user, service, name, days } = options
    const holder =
      typeof user === 'string'
        ? { userId: await store.findUser(user) }
        : typeof service === 'string'
          ? { serviceAccountId: await store.findServiceAccount(service) }
          : undefined
    if (holder === undefined || (user !== undefined && service !== undefined))
      throw new AcervoError('ACV605', 'a key has one holder', { hint: 'Give --user or --service.' })
    const made = await store.createApiKey(operator, {
      ...holder,
      scopes: toList(options.scope),
      routes: toList(options.route),
      networks: toList(options.network),
      ...(typeof name === 'string' ? { name } : {}),
      ...(days === undefined ? {} : { days: Number(days) }),
    })
    const header = ['', '']
    const rows = Object.entries(made).map(([key, value]) => [key, String(value)])
    await io.out(
      options.json
        ? `${JSON.stringify(made)}\n`
        : renderSheets([{ isList: true, header, rows }], io),
    )
    return exitCodes.ok
  },
})
