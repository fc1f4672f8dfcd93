// What operators read of events: tables of lag, of dead events and of one event, in both languages.
import type { Said, Sheet } from '../../kernel/index.ts'
import type { EventDetails, EventSummary, EventsLag } from '../../kernel/work/index.ts'
import type { Language } from '../terminal/io.ts'

export function toLagSheets(
  { outboxes, consumers }: EventsLag,
  language: Language,
): readonly Sheet[] {
  const say = words[language]
  const blocked = outboxes.reduce((sum, one) => sum + one.dead, 0)
  const dead = consumers.reduce((sum, one) => sum + one.dead, 0)
  return [
    {
      title: say.outboxes,
      header: [say.database, say.pending, say.oldest, say.blocked, say.dead],
      rows: outboxes.map((one) => [
        one.database,
        one.pending,
        toAge(one.lagSeconds),
        one.blocked,
        one.dead,
      ]),
    },
    {
      title: say.consumers,
      header: [
        say.database,
        say.hears,
        say.pending,
        say.waiting,
        say.oldest,
        say.dead,
        say.rejected,
      ],
      rows: consumers.map((one) => [
        one.database,
        one.sources.join(', '),
        one.pending ?? say.unknown,
        one.waiting,
        toAge(one.lagSeconds),
        one.dead,
        one.rejected,
      ]),
    },
    ...(blocked + dead === 0 ? [] : [{ text: say.lookAtDead }]),
  ]
}

export function toDeadSheets(
  events: readonly EventSummary[],
  language: Language,
): readonly Sheet[] {
  const say = words[language]
  if (events.length === 0) return [{ text: say.noneDead }]
  return [
    {
      header: ['id', say.where, say.type, say.aggregate, 'n', say.tries, say.behind, say.error],
      rows: events.map((one) => [
        one.id,
        `${one.side} ${one.database}`,
        one.type,
        `${one.aggregateType}/${one.aggregateId}`,
        one.sequence,
        one.attempts,
        one.behind,
        one.error?.split('\n')[0],
      ]),
    },
    { text: say.redriveOne },
  ]
}

export function toEventSheets(
  standing: readonly EventDetails[],
  language: Language,
): readonly Sheet[] {
  const say = words[language]
  return standing.flatMap((one): readonly Sheet[] => [
    {
      title: `${one.side} ${one.database}`,
      header: ['', ''],
      rows: [
        ['id', one.id],
        [say.type, `${one.type} ${one.version}`],
        [say.aggregate, `${one.aggregateType}/${one.aggregateId}`],
        ['n', one.sequence],
        [say.state, one.status],
        [say.occurred, one.occurredAt],
        [say.tries, one.attempts],
        [say.behind, one.behind],
      ],
    },
    ...(one.error === null ? [] : [{ text: `${say.error}: ${one.error}` }]),
    { text: JSON.stringify(one.content, null, 2) },
  ])
}

/** 75 -> `1 min`: whoever looks at lag wants its size. */
export function toAge(seconds: number): string {
  if (seconds <= 0) return '–'
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}

const said = {
  outboxes: { en: 'Outboxes: not yet published', es: 'Salida: aún sin publicar' },
  consumers: { en: 'Inboxes: not yet applied', es: 'Entrada: aún sin aplicar' },
  database: { en: 'database', es: 'base' },
  pending: { en: 'pending', es: 'pendientes' },
  oldest: { en: 'oldest', es: 'antigüedad' },
  blocked: { en: 'held up', es: 'retenidos' },
  dead: { en: 'dead', es: 'apartados' },
  hears: { en: 'hears', es: 'escucha a' },
  waiting: { en: 'waiting', es: 'en espera' },
  rejected: { en: 'unreadable', es: 'ilegibles' },
  unknown: { en: 'not known', es: 'no se sabe' },
  where: { en: 'where', es: 'dónde' },
  type: { en: 'event', es: 'evento' },
  aggregate: { en: 'aggregate', es: 'agregado' },
  tries: { en: 'tries', es: 'intentos' },
  behind: { en: 'behind it', es: 'detrás' },
  error: { en: 'error', es: 'error' },
  state: { en: 'state', es: 'estado' },
  occurred: { en: 'occurred', es: 'ocurrió' },
  noneDead: { en: 'No event was put aside.', es: 'No hay ningún evento apartado.' },
  lookAtDead: {
    en: 'Next: acervo events dead says why events were put aside.',
    es: 'Siguiente paso: acervo events dead dice por qué se apartaron eventos.',
  },
  redriveOne: {
    en: 'Next: mend the cause, then acervo events replay <id>; those behind follow by themselves.',
    es: 'Siguiente paso: corrija la causa y después acervo events replay <id>; los de detrás siguen solos.',
  },
} as const satisfies Readonly<Record<string, Said>>

type Words = Readonly<Record<keyof typeof said, string>>

function toWords(language: Language): Words {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [name, text[language]]),
  ) as Words
}

const words: Readonly<Record<Language, Words>> = Object.freeze({
  en: toWords('en'),
  es: toWords('es'),
})
