// Where a party went that was merged into another, as an area keeps it for itself: whoever asks for a party is
// answered with what belongs to any of the parties it is made of. A merge that is undone takes its row away.
import {
  check,
  defineConsumer,
  defineTable,
  defineView,
  index,
  instant,
  refersTo,
  unique,
  uuid,
} from '../../kernel/index.ts'

export const mergedParties = defineTable(
  'merged_parties',
  {
    partyId: refersTo('global.party').immutable(),
    intoId: refersTo('global.party').immutable(),
    mergedAt: instant().immutable(),
  },
  [unique(['partyId']), check('not_itself', 'party_id <> into_id'), index(['intoId'])],
)

/** Each merged party and the one at the end of its way: merges of merged parties are followed, and undone. */
export const partyRoots = defineView(
  'party_roots',
  { partyId: uuid(), rootId: uuid() },
  `with recursive way as (
     select party_id, into_id, 1 as steps from {table:merged_parties}
     union all
     select w.party_id, m.into_id, w.steps + 1 from way w
       join {table:merged_parties} m on m.party_id = w.into_id where w.steps < 32
   )
   select distinct on (party_id) party_id, into_id as root_id from way order by party_id, steps desc`,
  { key: ['partyId'] },
)

interface Merge {
  readonly partyId: string
  readonly intoId?: string
}

/** What of the transaction's client the handler needs, whichever area it works for. */
interface Rows {
  readonly mergedParty: {
    deleteMany(request: { where: { partyId: string } }): Promise<unknown>
    create(request: {
      data: { partyId: string; intoId: string; mergedAt: string }
    }): Promise<unknown>
  }
}

/** The consumer that keeps `mergedParty` of an area true. */
export function followMerges<Area extends string>(area: Area) {
  return defineConsumer<Merge, Readonly<Record<Area, Rows>>>({
    name: `${area}-follows-merges`,
    database: area,
    from: 'global',
    events: ['PartyMerged', 'PartyUnmerged'],
    makes: ['mergedParty'],
    handle: async ({ type, payload: { partyId, intoId }, occurredAt }, { tx }) => {
      const { mergedParty } = tx[area]
      await mergedParty.deleteMany({ where: { partyId } })
      if (type === 'PartyMerged' && intoId !== undefined)
        await mergedParty.create({ data: { partyId, intoId, mergedAt: occurredAt } })
    },
  })
}
