// What people do with a visit of the clinic: it is completed, that is looked at and taken back; visits are
// told by room. One action of each kind for the tests of the edges.
import { AcervoError, type ActionContext, defineAction, defineFeature } from '../../kernel/index.ts'

interface Visit {
  readonly id: string
  readonly status: string
  readonly room: string | null
  readonly minutes: number | null
  readonly patient?: { readonly name: string }
}

interface Visits {
  findMany(request: object): Promise<readonly Visit[]>
  findUnique(request: object): Promise<Visit | null>
  update(request: object): Promise<Visit>
}

type Context = ActionContext<{ readonly frontDesk: { readonly visit: Visits } }>

const id = {
  schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
  meaning: { en: 'id of the visit', es: 'id de la visita' },
} as const
const visit = { type: 'object', properties: { id: { type: 'string' }, status: { type: 'string' } } }

const complete = defineAction({
  name: 'complete',
  summary: { en: 'complete a visit', es: 'completa una visita' },
  effect: 'create',
  path: '{id}/completion',
  input: {
    id,
    minutes: {
      schema: { type: 'integer', minimum: 1, maximum: 600 },
      meaning: { en: 'how long it took', es: 'cuánto duró' },
    },
    room: {
      schema: { type: 'string', maxLength: 10 },
      meaning: { en: 'where it was', es: 'dónde fue' },
      isOptional: true,
    },
  },
  output: visit,
  commands: [{ words: ['visit', 'complete'], arguments: ['id'] }],
  handler: async ({ tx }: Context, input: { id: string; minutes: number; room?: string }) => {
    const { id: key, ...data } = input
    return tx.frontDesk.visit.update({ where: { id: key }, data: { ...data, status: 'DONE' } })
  },
})

const completion = defineAction({
  name: 'completion',
  summary: { en: 'how a visit was completed', es: 'cómo se completó una visita' },
  effect: 'read',
  path: '{id}/completion',
  input: { id },
  output: visit,
  commands: [{ words: ['visit', 'show'], arguments: ['id'] }],
  page: {
    path: '/visits/{id}',
    title: { en: 'One visit', es: 'Una visita' },
    with: ['patientOf'],
  },
  print: (output, language) => {
    const { status, minutes } = output as Visit
    const title = language === 'es' ? 'Visita' : 'Visit'
    return [{ title, header: ['status', 'minutes'], rows: [[status, minutes]] }, { text: title }]
  },
  handler: async ({ tx, session, actor }: Context, { id: key }: { id: string }) => {
    const found = await tx.frontDesk.visit.findUnique({ where: { id: key } })
    if (found?.status === 'DONE') return { ...found, asked: actor }
    if (actor === 'service:writer') await (session as Writer).query(write)
    throw new AcervoError('ACV209', 'the visit is not completed')
  },
})

interface Writer {
  query(statement: { text: string; values: readonly unknown[] }): Promise<unknown>
}
const write = { text: 'update front_desk.visits set minutes = 1', values: [] }

const reopen = defineAction({
  name: 'reopen',
  summary: { en: 'take a completion back', es: 'deshace que se completó' },
  effect: 'undo',
  path: '{id}/completion',
  input: { id },
  output: visit,
  commands: [{ words: ['visit', 'reopen'], arguments: ['id'] }],
  handler: async ({ tx }: Context, { id: key }: { id: string }) =>
    tx.frontDesk.visit.update({ where: { id: key }, data: { status: 'WAITING', minutes: null } }),
})

const patientOf = defineAction({
  name: 'patientOf',
  summary: { en: 'who came', es: 'quién vino' },
  effect: 'read',
  path: '{id}/patient',
  input: { id },
  output: { type: 'object' },
  print: (output) => {
    const { name } = output as { name: string }
    return [
      { heading: 'Patient' },
      {
        isList: true,
        header: ['', ''],
        rows: [
          ['name', { text: name, link: `/visits?room=${encodeURIComponent(name)}` }],
          ['sure', { text: '+3.2', bar: 0.4 }],
          ['unsure', { text: '-8', bar: -1 }],
        ],
      },
    ]
  },
  handler: async ({ tx }: Context, { id: key }: { id: string }) => {
    const include = { patient: true }
    const found = await tx.frontDesk.visit.findUnique({ where: { id: key }, include })
    return found?.patient ?? null
  },
})

const byRoom = defineAction({
  name: 'byRoom',
  summary: { en: 'visits of a room', es: 'visitas de una sala' },
  effect: 'read',
  path: 'by-room',
  input: {
    room: { schema: { type: 'string' }, meaning: { en: 'the room', es: 'la sala' } },
    longest: {
      schema: { type: 'integer', minimum: 0 },
      meaning: { en: 'minutes at most', es: 'minutos como mucho' },
      isOptional: true,
    },
    open: {
      schema: { type: 'boolean' },
      meaning: { en: 'only those not completed', es: 'solo las no completadas' },
      isOptional: true,
    },
  },
  output: { type: 'array', items: visit },
  commands: [
    { words: ['visit', 'list'], arguments: ['room'], takesRest: true },
    { words: ['visit', 'blue'], arguments: [], given: { room: 'blue one' } },
  ],
  page: { path: '/visits', title: { en: 'Visits', es: 'Visitas' } },
  handler: async (
    { tx }: Context,
    { room, longest, open }: { room: string; longest?: number; open?: boolean },
  ) =>
    tx.frontDesk.visit.findMany({
      where: {
        room,
        ...(longest === undefined ? {} : { minutes: { lte: longest } }),
        ...(open === true ? { NOT: { status: 'DONE' } } : {}),
      },
      select: { id: true, status: true, room: true, minutes: true },
      orderBy: { startedAt: 'asc' },
    }),
})

export const visitActions = defineFeature('visitActions', () => [
  complete,
  completion,
  patientOf,
  reopen,
  byRoom,
])
