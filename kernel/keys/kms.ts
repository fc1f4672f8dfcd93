// What the platform asks of whoever keeps the keys that wrap other keys. The first answer is a file; a cloud's
// service is another one behind the same shape.

/** A wrapped key and the name of what wrapped it. */
export interface Wrapped {
  readonly kek: string
  readonly bytes: Uint8Array
}

/** What a wrapped key is bound to: it opens nowhere else. */
export type WrapContext = string

/** Somebody whose keys were deleted: told again to every database that comes back from a backup. */
export interface Tombstone {
  readonly subject: string
  /** ISO instant. */
  readonly at: string
}

export interface Kms {
  /** Where the keys are, for people. */
  readonly place: string
  /** The name of the key that wraps from now on. */
  current(): Promise<string>
  wrap(key: Uint8Array, context: WrapContext): Promise<Wrapped>
  /** @throws ACV331 where the wrapping key is not here, ACV330 where the bytes are not its work. */
  unwrap(wrapped: Wrapped, context: WrapContext): Promise<Uint8Array>
  /** A new wrapping key; the old ones stay, because backups need them. Answers its name. */
  rotate(): Promise<string>
  /** Kept outside every database, durable when it resolves. */
  bury(tombstone: Tombstone): Promise<void>
  tombstones(): Promise<readonly Tombstone[]>
}
