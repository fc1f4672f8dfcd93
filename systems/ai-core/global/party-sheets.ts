// A party for people: what it is and by whose word, what its sources say side by side, what areas reported, what
// was decided. The same for the terminal and for its page.
import type { Cell, Sheet, SpokenLanguage } from '../../../kernel/index.ts'
import type { Features } from './consolidation/index.ts'
import { toBits, toPairSheets } from './evidence-sheets.ts'
import { goldenColumns } from './golden-column.ts'
import { inLanguage, sayAttribute, sayDecision, sayRule } from './party-words.ts'
import type {
  DecisionView,
  PairView,
  PartyExplanation,
  PartySummary,
  PartyView,
  SourceView,
} from './resolution/index.ts'

export type ShownParty = PartyView & { readonly features: Features }

/** Why two parties are two, or that they are one. */
export interface ComparedParties {
  readonly id: string
  readonly otherId: string
  readonly isOne: boolean
  /** The surest first. */
  readonly pairs: readonly PairView[]
}

/** Records that stand beside one another in one table. */
const sideBySide = 5
const textMax = 160

export const linkTo = (id: string): Cell => ({
  text: id,
  link: `/parties/${encodeURIComponent(id)}`,
})

export function toFoundSheets(
  found: readonly PartySummary[],
  language: SpokenLanguage,
): readonly Sheet[] {
  const say = inLanguage(said, language)
  if (found.length === 0) return [{ text: say.nobody }]
  return [
    { header: toSummaryHeader(language), rows: found.map(toSummaryRow) },
    { text: say.showNext },
  ]
}

export function toSummaryHeader(language: SpokenLanguage): readonly string[] {
  const say = inLanguage(said, language)
  const columns = ['displayName', 'birthDate', 'document', 'email', 'phone', 'city']
  return ['id', ...columns.map((name) => sayAttribute(name, language)), say.records, say.status]
}

export function toSummaryRow(party: PartySummary): readonly Cell[] {
  const { id, displayName, birthDate, documentNumber, email, phone, city, records, status } = party
  return [linkTo(id), displayName, birthDate, documentNumber, email, phone, city, records, status]
}

export function toFeatureSheets(features: Features, language: SpokenLanguage): readonly Sheet[] {
  const rows = Object.entries(features).map(([name, value]) => [
    sayAttribute(name, language),
    toText(value),
  ])
  return [{ title: inLanguage(said, language).features, isList: true, header: ['', ''], rows }]
}

export function toPartySheets(party: ShownParty, language: SpokenLanguage): readonly Sheet[] {
  const say = inLanguage(said, language)
  const { id, askedId, golden, status, sources, facts, features, history, mergedIds } = party
  const sourceOf = new Map(sources.map((source) => [source.id, toSourceName(source)]))
  return [
    { heading: String(golden.displayName ?? golden.legalName ?? id) },
    ...(askedId === id ? [] : [{ text: `${say.redirect} ${askedId} → ${id}` }]),
    {
      isList: true,
      header: ['', ''],
      rows: [
        ['id', linkTo(id)],
        [say.status, status],
        [say.records, sources.length],
        ...(mergedIds.length === 0 ? [] : [[say.mergedIds, mergedIds.join(', ')] as const]),
      ],
    },
    {
      title: say.golden,
      header: [say.attribute, say.value, say.source, say.because, say.lost],
      rows: inOrder(party.provenance).map((one) => [
        sayAttribute(one.attribute, language),
        toGoldenText(one.value),
        sourceOf.get(one.sourceRecordId) ?? one.source,
        sayRule(one.rule, language),
        one.losing
          .map(
            ({ value, sourceRecordId: from }) =>
              `${toGoldenText(value)} (${sourceOf.get(from) ?? from})`,
          )
          .join('; '),
      ]),
    },
    ...toSourceSheets(sources, language),
    ...toFeatureSheets(features, language),
    {
      title: say.facts,
      header: [say.since, say.area, say.fact, say.what],
      rows: facts.map((one) => [toSecond(one.validFrom), one.area, one.kind, toText(one.payload)]),
    },
    toHistorySheet(history, language),
    ...(history.length === 0 ? [] : [{ text: say.undoNext }]),
  ]
}

export function toExplanationSheets(
  explained: PartyExplanation | ComparedParties,
  language: SpokenLanguage,
): readonly Sheet[] {
  const say = inLanguage(said, language)
  if ('pairs' in explained) {
    const { id, otherId, isOne, pairs } = explained
    const verdict = isOne ? say.areOne : say.areTwo
    return [
      { heading: `${id} ~ ${otherId}` },
      { text: pairs.length === 0 ? `${verdict} ${say.nothingCompared}` : verdict },
      ...pairs.flatMap((pair) => toPairSheets(pair, language)),
    ]
  }
  const { records, merges } = explained
  return [
    { heading: say.whyOne },
    ...(merges.length === 0 ? [{ text: records > 1 ? say.oneSource : say.oneRecord }] : []),
    ...merges.flatMap((merge) => [
      { ...toHistorySheet([merge], language), title: toSecond(merge.decidedAt) },
      ...merge.pairs.flatMap((pair) => toPairSheets(pair, language)),
    ]),
  ]
}

export function toHistorySheet(history: readonly DecisionView[], language: SpokenLanguage): Sheet {
  const say = inLanguage(said, language)
  return {
    title: say.history,
    header: [say.when, say.decision, say.party, say.who, say.reason, say.bits, 'id'],
    rows: history.map((one) => [
      toSecond(one.decidedAt),
      `${sayDecision(one.kind, language)}${one.undone ? ` (${say.undone})` : ''}`,
      [one.partyId, one.otherPartyId].filter((id) => id !== null).join(' → '),
      one.decidedBy,
      one.reason ?? (one.origin === 'AUTOMATIC' ? say.matcher : ''),
      one.bits === null ? null : toBits(one.bits),
      one.id,
    ]),
  }
}

/** As a person says them: who, born, document, how to reach. */
function inOrder(provenance: PartyView['provenance']): PartyView['provenance'] {
  const order = ['kind', ...goldenColumns, 'document', 'address'] as readonly string[]
  return provenance.toSorted((a, b) => order.indexOf(a.attribute) - order.indexOf(b.attribute))
}

/** What is chosen whole is said whole: `DNI 12345678Z ES`. */
function toGoldenText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return toText(value)
  const parts = Object.values(value).filter((part) => part !== null && part !== '')
  return cut(parts.join(' '))
}

function toSourceSheets(
  sources: readonly SourceView[],
  language: SpokenLanguage,
): readonly Sheet[] {
  const say = inLanguage(said, language)
  const groups = Array.from({ length: Math.ceil(sources.length / sideBySide) }, (_, at) =>
    sources.slice(at * sideBySide, (at + 1) * sideBySide),
  )
  return groups.map((group, at) => {
    const given = new Set(group.flatMap(({ attributes }) => Object.keys(attributes)))
    const known = goldenColumns.filter((name) => given.has(name))
    const names = [...new Set([...known, ...given])]
    return {
      ...(at === 0 ? { title: say.sources } : {}),
      header: ['', ...group.map(toSourceName)],
      rows: [
        [say.record, ...group.map(({ id }) => id)],
        [say.received, ...group.map(({ receivedAt }) => toSecond(receivedAt))],
        [say.current, ...group.map(({ current }) => (current ? say.yes : say.no))],
        ...names.map((name) => [
          sayAttribute(name, language),
          ...group.map(({ attributes }) => toText(attributes[name])),
        ]),
      ],
    }
  })
}

/** A word that no system keeps has the record's own id as its key: it says nothing. */
const toSourceName = ({ id, source, sourceKey }: SourceView): string =>
  sourceKey === id ? source : `${source} ${sourceKey}`

/** `2026-11-21 12:40:51Z` */
const toSecond = (instant: string): string => instant.replace('T', ' ').replace(/\.\d+Z$/, 'Z')

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return cut(String(value))
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '')
  return cut(
    parts
      .map(([name, part]) => `${name}: ${typeof part === 'object' ? JSON.stringify(part) : part}`)
      .join(', '),
  )
}

function cut(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text
}

const said = {
  nobody: {
    en: 'Nobody was found. Words, a document, an e-mail or a phone number find a party.',
    es: 'No se ha encontrado a nadie. Se busca por palabras, documento, correo o teléfono.',
  },
  showNext: {
    en: 'Next: acervo party show <id>, acervo party explain <id>.',
    es: 'Siguiente paso: acervo party show <id>, acervo party explain <id>.',
  },
  undoNext: {
    en: 'Next: acervo party unmerge <id of a decision> --reason takes a merge back.',
    es: 'Siguiente paso: acervo party unmerge <id de una decisión> --reason deshace una fusión.',
  },
  redirect: { en: 'Merged since:', es: 'Fusionado desde entonces:' },
  status: { en: 'status', es: 'estado' },
  records: { en: 'records', es: 'registros' },
  mergedIds: { en: 'ids that lead here', es: 'ids que llevan aquí' },
  golden: { en: 'Golden record', es: 'Registro maestro' },
  attribute: { en: 'attribute', es: 'atributo' },
  value: { en: 'value', es: 'valor' },
  source: { en: 'said by', es: 'lo dice' },
  because: { en: 'it wins because', es: 'gana porque' },
  lost: { en: 'against', es: 'frente a' },
  sources: { en: 'What the sources say', es: 'Lo que dicen las fuentes' },
  record: { en: 'record', es: 'registro' },
  received: { en: 'received', es: 'recibido' },
  current: { en: 'current', es: 'vigente' },
  yes: { en: 'yes', es: 'sí' },
  no: { en: 'no', es: 'no' },
  features: { en: 'Features', es: 'Características' },
  facts: { en: 'Facts', es: 'Hechos' },
  since: { en: 'since', es: 'desde' },
  area: { en: 'area', es: 'área' },
  fact: { en: 'fact', es: 'hecho' },
  what: { en: 'what', es: 'qué' },
  history: { en: 'Decisions', es: 'Decisiones' },
  when: { en: 'when', es: 'cuándo' },
  decision: { en: 'decision', es: 'decisión' },
  party: { en: 'parties', es: 'partes' },
  who: { en: 'by', es: 'quién' },
  reason: { en: 'reason', es: 'motivo' },
  bits: { en: 'bits', es: 'bits' },
  undone: { en: 'taken back', es: 'deshecho' },
  matcher: { en: 'the evidence', es: 'los indicios' },
  whyOne: { en: 'Why these records are one', es: 'Por qué estos registros son uno' },
  oneRecord: {
    en: 'One record: nothing was put together.',
    es: 'Un solo registro: no se unió nada.',
  },
  oneSource: {
    en: 'Its records are what one source said at different times: nothing was merged.',
    es: 'Sus registros son lo que una fuente dijo en distintos momentos: no se fusionó nada.',
  },
  areOne: { en: 'They are one party.', es: 'Son la misma parte.' },
  areTwo: { en: 'They are two parties.', es: 'Son dos partes.' },
  nothingCompared: { en: 'Nothing can be compared.', es: 'No hay nada que comparar.' },
}
