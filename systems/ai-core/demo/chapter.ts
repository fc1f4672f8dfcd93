// A chapter of the demonstration: what one database holds of it, in one transaction. One that was cut short has left
// nothing, and one that is there is not written again: its witness, a row of known id, says so.
import { deriveId } from '../../../kernel/index.ts'
import type { Client, databases } from '../databases.ts'
import type { Lookup } from '../lookup.ts'

/** Who the story is about. */
export interface Cast {
  readonly db: Client
  /** Party ids by document number. */
  readonly partyOf: Lookup
}

export const carmen = '12345678Z'
export const luis = '11223344B'
export const lucia = '55667788Z'
export const rosario = '01234567L'
export const inaki = 'X1234567L'
export const workshop = 'B12345674'
/** The company whose systems these are. */
export const company = 'B45000122'

/** The same each time: chapters name each other's rows without reading them. */
export const toId = (name: string): string => deriveId('ai-core.demo', name)

export const toDigest = (character: string): string => character.repeat(64)

type Name = (typeof databases)[number]['name']
/** Each row that is made here has an id of its own. */
interface Counted {
  count(request: { readonly where: { readonly id: string } }): Promise<number>
}

export interface Chapter {
  readonly name: string
  load(cast: Cast): Promise<void>
}

type Claims = (cast: Cast) => Readonly<Record<string, string>>

/** `witness` is the table whose row `toId(name)` is written with the rest. */
export function chapter<const N extends Name>(
  name: N,
  witness: keyof Client[N] & string,
  write: (tables: Client[N], cast: Cast) => Promise<unknown>,
  toClaims: Claims = () => ({}),
): Chapter {
  const load = (cast: Cast) =>
    cast.db.as({ actor: 'user:demo', claims: toClaims(cast) }).transaction([name], async (tx) => {
      const tables = (tx as unknown as Record<N, Client[N]>)[name]
      const { [witness]: table } = tables as unknown as Readonly<Record<string, Counted>>
      const found = await table?.count({ where: { id: toId(name) } })
      if (found === 0) await write(tables, cast)
    })
  return { name, load }
}

interface Moved<D> {
  updateMany(request: {
    readonly where: { readonly id: string }
    readonly data: D
  }): Promise<unknown>
}

/** One state after the other, as its table allows. */
export async function move<D>(table: Moved<D>, id: string, ...steps: readonly NoInfer<D>[]) {
  for (const data of steps) await table.updateMany({ where: { id }, data })
}
