// From what happened to a subject to the rows that are written: one fact each, and of its features what changed.
import { deriveId } from '../../../../kernel/index.ts'
import { type FeatureName, featureList, featureNames, nothing } from './feature-list.ts'
import { fold, type Happening, type State, type SubjectKind, type SubjectRef } from './subject.ts'

/** Where a subject's person is known. */
export interface Holder {
  readonly recordId: string
  readonly root: SubjectRef
}

export interface Subject {
  readonly area: string
  readonly kind: SubjectKind
  readonly id: string
}

export interface Before {
  readonly state: State | undefined
  readonly root: SubjectRef | undefined
}

type Row = Readonly<Record<string, unknown>>

export interface Rows {
  readonly facts: readonly Row[]
  readonly values: readonly Row[]
}

export function toRows(
  subject: Subject,
  happenings: readonly Happening[],
  { recordId, root }: Holder,
  before: Before,
  featureIds: ReadonlyMap<string, string>,
): Rows {
  const facts: Row[] = []
  const values: Row[] = []
  let { state, root: lastRoot } = before
  for (const happening of happenings) {
    const next = fold(state, happening)
    const place = {
      source_record_id: recordId,
      ...toPlace(subject, happening, root),
    }
    facts.push({ ...place, ...toFact(happening), id: deriveId(happening.eventId, 'fact') })
    const isMoved = lastRoot !== undefined && keyOf(lastRoot) !== keyOf(root)
    const was = state === undefined ? {} : addsOf(subject.kind, state)
    const adds = { ...addsOf(subject.kind, next), lastContactAt: happening.validFrom }
    for (const name of featureNames) {
      if (!isMoved && JSON.stringify(was[name]) === JSON.stringify(adds[name])) continue
      if (was[name] === undefined && adds[name] === undefined) continue
      values.push({
        ...place,
        id: deriveId(happening.eventId, name, happening.recordedAt),
        feature_id: featureIds.get(name),
        value: adds[name] ?? nothing[featureList[name].aggregate],
        inputs: { eventId: happening.eventId, kind: happening.kind },
        observed_at: happening.validFrom,
        recorded_at: happening.recordedAt,
      })
    }
    state = next
    lastRoot = root
  }
  return { facts, values }
}

export function toOpenRow(subject: Subject, happening: Happening, root: SubjectRef): Row {
  const place = toPlace(subject, happening, root)
  return { ...place, ...toFact(happening), id: deriveId(happening.eventId, 'fact') }
}

type Adds = Readonly<Partial<Record<FeatureName, unknown>>>

const addsOf = (kind: SubjectKind, state: State): Adds => kind.adds(state)
const keyOf = ({ type, id }: SubjectRef): string => `${type}/${id}`

function toPlace({ area, kind, id }: Subject, { sequence }: Happening, root: SubjectRef): Row {
  return {
    area,
    subject_type: kind.type,
    subject_id: id,
    sequence: String(sequence),
    root_type: root.type,
    root_id: root.id,
  }
}

function toFact({ eventId, kind, payload, validFrom, recordedAt }: Happening): Row {
  return { event_id: eventId, kind, payload, valid_from: validFrom, recorded_at: recordedAt }
}
