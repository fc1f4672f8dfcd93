// The opaque cursor of lists: the order keys of the last row seen, with the shape of the request
// they belong to, signed, so that nobody can make one up or carry it to another list.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AcervoError } from '../errors/index.ts'
import type { Model } from '../model/model.ts'
import type { Request } from './request.ts'

type Keys = readonly (string | null)[]

const signatureBytes = 16
const lengthMax = 8_000

/** `secret` is the process's own; `request` without its page. */
export function encodeCursor(
  secret: Uint8Array,
  model: Model,
  request: Request,
  keys: Keys,
): string {
  const body = Buffer.from(JSON.stringify([shapeOf(model, request), ...keys]))
  return Buffer.concat([sign(secret, body), body]).toString('base64url')
}

/** @throws ACV207 when it was not made here, or for another request. */
export function decodeCursor(
  secret: Uint8Array,
  model: Model,
  request: Request,
  cursor: string,
): Keys {
  if (cursor.length > lengthMax || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw invalid()
  const bytes = Buffer.from(cursor, 'base64url')
  const signature = bytes.subarray(0, signatureBytes)
  const body = bytes.subarray(signatureBytes)
  const isSigned =
    signature.length === signatureBytes && timingSafeEqual(signature, sign(secret, body))
  if (!isSigned) throw invalid()
  const [shape, ...keys] = JSON.parse(body.toString()) as [string, ...Keys]
  if (shape !== shapeOf(model, request))
    throw new AcervoError('ACV207', 'the cursor belongs to another list', {
      details: 'The table, the filter, the order or the declarations differ.',
      hint: 'Start again without a cursor.',
    })
  return keys
}

function sign(secret: Uint8Array, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(body).digest().subarray(0, signatureBytes)
}

/** What must be the same on every page; how much of it is shown may differ. */
function shapeOf(model: Model, request: Request): string {
  const { database, table, where, orderBy, q, nearest, live } = request
  const shape = JSON.stringify([model.hash, database, table, where, orderBy, q, nearest, live])
  return createHash('sha256').update(shape).digest('base64url').slice(0, 16)
}

function invalid(): AcervoError {
  return new AcervoError('ACV207', 'the cursor is not one of ours', {
    hint: 'Give `after` the value of `next` as it came, or leave it out.',
  })
}
