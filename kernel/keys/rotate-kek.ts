// A new wrapping key, and every data key wrapped again under it. No row of any table is touched, and no reader
// waits: a data key is the same before and after.
import type { Target } from '../database/target.ts'
import { atDirect } from './at-direct.ts'
import type { Kms } from './kms.ts'
import { hex, toContext, toTextArray } from './vault.ts'

export interface KekRotation {
  readonly kek: string
  /** Data keys that were wrapped again. */
  readonly wrapped: number
}

export interface RotationOptions {
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}

const keysAtOnce = 500

/** A rotation that was cut short is ended first, without another new key. */
export async function rotateKek(
  kms: Kms,
  targets: readonly Target[],
  options: RotationOptions = {},
): Promise<KekRotation> {
  const before = await kms.current()
  let isUnended = false
  for (const target of targets) isUnended ||= (await findOthers(target, before, 1)).length > 0
  const kek = isUnended ? before : await kms.rotate()
  let wrapped = 0
  for (const target of targets)
    for (;;) {
      options.signal?.throwIfAborted()
      const others = await findOthers(target, kek, keysAtOnce)
      if (others.length === 0) break
      wrapped += await wrapAgain(kms, target, others)
      options.onProgress?.(wrapped)
    }
  return { kek, wrapped }
}

interface KeyRow {
  readonly id: string
  readonly database: string
  readonly subject: string
  readonly kek: string
  readonly bytes: Buffer
}

function findOthers(target: Target, kek: string, most: number): Promise<readonly KeyRow[]> {
  return atDirect(target, async (direct) => {
    const { rows } = await direct.query({
      text: `select encode(id, 'hex'), database, subject, kek, encode(wrapped, 'hex')
        from acervo.data_key where kek <> $1::text order by id limit ${most}`,
      values: [kek],
    })
    return rows.map(([id, database, subject, old, bytes]) => ({
      id: id ?? '',
      database: database ?? '',
      subject: subject ?? '',
      kek: old ?? '',
      bytes: Buffer.from(bytes ?? '', 'hex'),
    }))
  })
}

async function wrapAgain(kms: Kms, target: Target, keys: readonly KeyRow[]): Promise<number> {
  const made = await Promise.all(
    keys.map(async (key) => {
      const context = toContext(key.database, key.subject, key.id)
      return kms.wrap(await kms.unwrap(key, context), context)
    }),
  )
  return atDirect(target, async (direct) => {
    const { count } = await direct.query({
      text: `update acervo.data_key k set kek = g.kek, wrapped = g.wrapped
        from unnest($1::bytea[], $2::text[], $3::text[], $4::bytea[]) as g(id, old, kek, wrapped)
        where k.id = g.id and k.kek = g.old`,
      values: [
        toTextArray(keys.map(({ id }) => `\\x${id}`)),
        toTextArray(keys.map(({ kek }) => kek)),
        toTextArray(made.map(({ kek }) => kek)),
        toTextArray(made.map(({ bytes }) => hex(bytes))),
      ],
    })
    return count
  })
}
