// party.create: what a person types in is one more word of a source, resolved in the writer's own transaction. The
// party that comes back may be one that was known already.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import { toDigest } from '../digest.ts'
import { goldenColumns } from '../golden-column.ts'
import { makeIdentifiers } from '../identifier.ts'
import { normalise } from '../matching/index.ts'
import { open } from './opening.ts'
import { resolveOne } from './resolve.ts'
import type { Attributes, Subject } from './subject.ts'

export interface CreateContext {
  readonly session: Session
  readonly settings: Readonly<Record<string, string>>
}

/** Of a principal without the claim `source`. */
export const manualSource = 'manual'

const columns: ReadonlySet<string> = new Set(goldenColumns)

/** Answers the id of the party that the row belongs to. @throws ACV208 for what resolution alone decides. */
export async function createParty(
  { session, settings }: CreateContext,
  row: Attributes,
): Promise<string> {
  const { id, ...rest } = row
  const attributes = toAttributes(rest)
  const [recordId = '', partyId = ''] = makeIdentifiers(2)
  const fields = normalise(attributes)
  const { basis, keys, around } = await open(session, fields)
  const isNamed = typeof id === 'string'
  const subject: Subject = {
    id: recordId,
    source: settings['acervo.source'] ?? manualSource,
    attributes,
    fields,
    keys,
    homeId: isNamed ? id.toLowerCase() : partyId,
    isNew: true,
    keepsHome: isNamed,
    receivedAt: basis.now,
    said: { sourceKey: recordId, digest: toDigest(attributes), payload: attributes },
  }
  return resolveOne(session, basis, subject, around)
}

function toAttributes(row: Attributes): Attributes {
  const given = Object.entries(row).filter(([, value]) => value !== undefined && value !== null)
  const foreign = given.find(([name]) => !columns.has(name))
  if (foreign !== undefined)
    throw new AcervoError('ACV208', `'${foreign[0]}' of a party cannot be given`, {
      details: 'Resolution decides it.',
      hint: 'Merge or part parties by their own actions.',
    })
  return { kind: 'PERSON', ...Object.fromEntries(given) }
}
