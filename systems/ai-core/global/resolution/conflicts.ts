// What no score outweighs, asked of all the records of two parties and not only of those that spoke for them:
// valid documents that differ, a person and a company, a person's word that they are two.
import { type Normalised, vetoOf } from '../matching/index.ts'
import type { Changes } from './changes.ts'
import type { Touched } from './touched.ts'
import type { Forbidden } from './workspace.ts'

type Identity = Pick<Normalised, 'kind' | 'documents'>

/** Pairs that these changes would join and that may not be one. */
export function findConflicts(
  { settled, edges }: Pick<Changes, 'settled' | 'edges'>,
  touched: Pick<Touched, 'records' | 'vetoes'>,
): Forbidden {
  const groups = new Map<string, Group>()
  const groupOf = (id: string): Group => {
    const group = groups.get(id) ?? { identities: new Map(), members: new Set([id]) }
    groups.set(id, group)
    return group
  }
  const moved = new Set(settled.map(({ subject }) => subject.id))
  for (const { id, partyId, kind, documents } of touched.records)
    if (!moved.has(id) && kind !== undefined)
      add(groupOf(partyId), { kind, ...(documents && { documents }) })
  const forbidden: (readonly [string, string])[] = []
  for (const { subject, originId, hasMoved } of settled) {
    const identity = subject.fields
    const group = groupOf(originId)
    const isAttached = originId !== subject.homeId && !hasMoved
    if (isAttached && contradicts(group, [identity])) forbidden.push([subject.homeId, originId])
    add(group, identity)
  }
  for (const { fromId, intoId } of edges) {
    const [from, into] = [groupOf(fromId), groupOf(intoId)]
    const isVetoed = touched.vetoes.some(
      ([a, b]) =>
        (from.members.has(a) && into.members.has(b)) ||
        (from.members.has(b) && into.members.has(a)),
    )
    if (isVetoed || contradicts(into, [...from.identities.values()]))
      forbidden.push([fromId, intoId])
    for (const id of from.members) into.members.add(id)
    for (const identity of from.identities.values()) add(into, identity)
  }
  return forbidden
}

interface Group {
  /** Told apart by what they say, so that a thousand records with one document are one. */
  readonly identities: Map<string, Identity>
  readonly members: Set<string>
}

function add({ identities }: Group, { kind, documents }: Identity): void {
  const identity = documents === undefined ? { kind } : { kind, documents }
  identities.set(JSON.stringify(identity), identity)
}

function contradicts({ identities }: Group, others: readonly Identity[]): boolean {
  const own = [...identities.values()]
  return others.some((other) => own.some((one) => vetoOf(one, other) !== undefined))
}
