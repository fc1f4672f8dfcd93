// What consolidation has to know of a kind of subject: where its person is named, and what it adds to features.
import type { FeatureName } from './feature-list.ts'

/** The newest word on every field, and the kind of the last event. */
export interface State {
  readonly fields: Readonly<Record<string, unknown>>
  readonly kind: string
}

/** What happened to a subject, in its order. */
export interface Happening {
  readonly eventId: string
  readonly kind: string
  readonly sequence: bigint
  readonly payload: Readonly<Record<string, unknown>>
  /** ISO UTC. */
  readonly validFrom: string
  readonly recordedAt: string
}

export interface SubjectRef {
  readonly type: string
  readonly id: string
}

export interface SubjectKind {
  readonly type: string
  /** The subject that knows the person where this one does not. */
  readonly parentIn?: (fields: State['fields']) => SubjectRef | undefined
  /** What it adds to its person's features; a feature that is left out gets nothing. */
  readonly adds: (state: State) => Readonly<Partial<Record<FeatureName, unknown>>>
}

/** What an event does not say stays as it was: a thin one never erases what is known. */
export function fold(state: State | undefined, { kind, payload }: Happening): State {
  return { fields: { ...state?.fields, ...payload }, kind }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** As the area knows it. */
export function partyIn({ fields }: State): string | undefined {
  const { partyId } = fields
  return typeof partyId === 'string' && uuid.test(partyId) ? partyId.toLowerCase() : undefined
}

/** `policyId` of the fields as a subject of its own. */
export const parentBy =
  (type: string, field: string): NonNullable<SubjectKind['parentIn']> =>
  (fields) => {
    const id = fields[field]
    return typeof id === 'string' && id !== '' ? { type, id } : undefined
  }

export const isRemoved = ({ kind }: State): boolean => kind.endsWith('Removed')
