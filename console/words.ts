// Every sentence of the pages, in English and Spanish, and which of the two a browser wants.
export type Language = 'en' | 'es'

/** By the weights of Accept-Language; English where neither is named. */
export function toLanguage(acceptLanguage: string | undefined): Language {
  let best: { readonly language: Language; readonly weight: number } | undefined
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.split('-')[0]
    if (language !== 'en' && language !== 'es') continue
    const q = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    if (weight > (best?.weight ?? 0)) best = { language, weight }
  }
  return best?.language ?? 'en'
}

const english = {
  runs: 'Acervo is running.',
  signIn: 'Sign in',
  signInNow: 'Sign in',
  signInHow:
    'The first key is in credentials.json of the data directory; a session with a key ends after eight hours.',
  signOut: 'Sign out',
  email: 'E-mail',
  password: 'Password',
  key: 'Key',
  unknown: 'This is not known here.',
  tooOften: 'Too many attempts: try again later.',
  version: 'Version',
  engine: 'Engine',
  embedded: 'embedded',
  postgres: 'PostgreSQL',
  upFor: 'Running for',
  health: 'Health',
  ok: 'ok',
  degraded: 'degraded',
  down: 'down',
  database: 'Database',
  purpose: 'Purpose',
  tables: 'Tables',
  state: 'State',
  links: 'Links',
  reference: 'API reference',
  description: 'OpenAPI document',
  metrics: 'Metrics',
  databaseHealth: 'Health of each database',
  needsKey: 'with a key in the header Authorization',
  operation: 'Operation',
  path: 'Path',
  columns: 'Columns',
  column: 'Column',
  type: 'Type',
  required: 'to create',
  isRequired: 'required',
  databases: 'Databases',
  system: 'System',
  method: 'Method',
  ask: 'Show',
  refused: 'This cannot be shown',
  nothing: 'Nothing',
  yes: 'yes',
  no: 'no',
  everyTable:
    'Every declared table is a resource. Instants are UTC with six digits; bigint and decimal are text; bytes are base64. Errors are application/problem+json with a code.',
  verbs: {
    list: 'A page of rows',
    create: 'Create one row or many',
    read: 'One row',
    update: 'Change the row',
    delete: 'Delete the row',
    search: 'Search by words, vectors and filters',
  },
}

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
export type Words = Same<typeof english>

const spanish: Words = {
  runs: 'Acervo está en marcha.',
  signIn: 'Entrar',
  signInNow: 'Entrar',
  signInHow:
    'La primera clave está en credentials.json del directorio de datos; una sesión con clave termina a las ocho horas.',
  signOut: 'Salir',
  email: 'Correo electrónico',
  password: 'Contraseña',
  key: 'Clave',
  unknown: 'Esto no se conoce aquí.',
  tooOften: 'Demasiados intentos: pruebe más tarde.',
  version: 'Versión',
  engine: 'Motor',
  embedded: 'integrado',
  postgres: 'PostgreSQL',
  upFor: 'En marcha desde hace',
  health: 'Salud',
  ok: 'bien',
  degraded: 'con problemas',
  down: 'caída',
  database: 'Base de datos',
  purpose: 'Propósito',
  tables: 'Tablas',
  state: 'Estado',
  links: 'Enlaces',
  reference: 'Referencia de la API',
  description: 'Documento OpenAPI',
  metrics: 'Métricas',
  databaseHealth: 'Salud de cada base de datos',
  needsKey: 'con una clave en la cabecera Authorization',
  operation: 'Operación',
  path: 'Ruta',
  columns: 'Columnas',
  column: 'Columna',
  type: 'Tipo',
  required: 'al crear',
  isRequired: 'obligatoria',
  databases: 'Bases de datos',
  system: 'Sistema',
  method: 'Método',
  ask: 'Mostrar',
  refused: 'Esto no se puede mostrar',
  nothing: 'Nada',
  yes: 'sí',
  no: 'no',
  everyTable:
    'Cada tabla declarada es un recurso. Los instantes van en UTC con seis decimales; bigint y decimal son textos; los bytes van en base64. Los errores son application/problem+json con un código.',
  verbs: {
    list: 'Una página de filas',
    create: 'Crear una fila o varias',
    read: 'Una fila',
    update: 'Cambiar la fila',
    delete: 'Borrar la fila',
    search: 'Buscar por palabras, vectores y filtros',
  },
}

export const words: Readonly<Record<Language, Words>> = Object.freeze({
  en: Object.freeze(english),
  es: Object.freeze(spanish),
})
