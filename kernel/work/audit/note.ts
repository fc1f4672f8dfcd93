// Signed notes and checkpoints as C2SP defines them (signed-note, tlog-checkpoint): Ed25519 over a text of lines. What
// we add stands in lines after the root, which the signature covers: the peaks of the tree, how far the transactions of
// the database were sealed, and when.
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { AcervoError } from '../../errors/index.ts'
import { isPeaks, type Peaks, rootOf } from './merkle.ts'

const ed25519 = 1
const signaturePrefix = '— '

export interface Signer {
  readonly privateKey: KeyObject
  /** 32 bytes. */
  readonly publicKey: Buffer
}

/** `name+hash+key`: what somebody else needs to check a note. */
export function toVerifierKey(name: string, publicKey: Buffer): string {
  const key = Buffer.concat([Buffer.of(ed25519), publicKey])
  return `${name}+${keyHashOf(name, publicKey).toString('hex')}+${key.toString('base64')}`
}

/** @throws ACV200 for anything that is no Ed25519 verifier key. */
export function parseVerifierKey(text: string): { name: string; publicKey: Buffer } {
  const [name = '', hash = '', ...rest] = text.trim().split('+')
  const key = Buffer.from(rest.join('+'), 'base64')
  const publicKey = key.subarray(1)
  const isRight =
    key.length === 33 &&
    key[0] === ed25519 &&
    isKeyName(name) &&
    keyHashOf(name, publicKey).toString('hex') === hash
  if (!isRight) throw new AcervoError('ACV200', 'the key is no verifier key of a signed note')
  return { name, publicKey }
}

export function signNote(text: string, name: string, { privateKey, publicKey }: Signer): string {
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey)
  const signed = Buffer.concat([keyHashOf(name, publicKey), signature]).toString('base64')
  return `${text}\n${signaturePrefix}${name} ${signed}\n`
}

/** The text, where the key of that name has signed it; undefined otherwise. */
export function openNote(note: string, name: string, publicKey: Buffer): string | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const hash = keyHashOf(name, publicKey)
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [given, signed] = line.startsWith(signaturePrefix)
      ? line.slice(signaturePrefix.length).split(' ')
      : []
    if (given !== name || signed === undefined) continue
    const bytes = Buffer.from(signed, 'base64')
    if (!bytes.subarray(0, 4).equals(hash)) continue
    return verify(null, Buffer.from(text, 'utf8'), toKeyObject(publicKey), bytes.subarray(4))
      ? text
      : undefined
  }
  return undefined
}

/** Which transactions of the database were sealed when the checkpoint was made. */
export interface Sealed {
  /** Identity of the server's data: numbers of another one mean nothing. */
  readonly system: string
  /** All below it, but those that are open. */
  readonly cut: number
  readonly open: readonly number[]
  /** One of the open ones was sealed up to this event. */
  readonly within?: { readonly transaction: number; readonly id: string }
  /** The first number that had not been given out by then: whatever has it or a higher one happened later. */
  readonly edge: number
  /** ISO: what is no younger was numbered by another server, though its number is not below. */
  readonly after?: string
  /** ISO, by the database's clock. */
  readonly at: string
}

export interface Checkpoint {
  readonly origin: string
  readonly tree: Peaks
  readonly sealed: Sealed
}

export function toCheckpointText({ origin, tree, sealed }: Checkpoint): string {
  const { system, cut, open, within, edge, after, at } = sealed
  const peaks = tree.peaks.map((peak) => peak.toString('base64')).join(' ')
  const part = within === undefined ? '' : ` within ${within.transaction} ${within.id}`
  const since = after === undefined ? '' : ` after ${after}`
  return [
    origin,
    String(tree.size),
    rootOf(tree).toString('base64'),
    `peaks ${peaks}`,
    `sealed ${at} edge ${edge} system ${system} below ${cut} open ${open.join(',') || '-'}${part}${since}`,
    '',
  ].join('\n')
}

const sealedForm =
  /^sealed (\S+) edge (\d+) system (\S+) below (\d+) open ([\d,]+|-)(?: within (\d+) ([0-9a-f-]{36}))?(?: after (\S+))?$/

/** Undefined for a text that is no checkpoint of ours, or whose peaks are not its root's. */
export function parseCheckpointText(text: string): Checkpoint | undefined {
  const [origin = '', sizeText = '', root = '', peaksLine = '', sealedLine = ''] = text.split('\n')
  const size = Number(sizeText)
  const [, at, edge, system, cut, open, transaction, id, after] = sealedForm.exec(sealedLine) ?? []
  if (!/^\d+$/.test(sizeText) || !peaksLine.startsWith('peaks ') || at === undefined)
    return undefined
  const peaks = peaksLine
    .slice(6)
    .split(' ')
    .filter(Boolean)
    .map((peak) => Buffer.from(peak, 'base64'))
  const tree = { size, peaks }
  if (!isPeaks(tree) || rootOf(tree).toString('base64') !== root) return undefined
  return {
    origin,
    tree,
    sealed: {
      system: system as string,
      cut: Number(cut),
      open: open === '-' ? [] : (open as string).split(',').map(Number),
      ...(id === undefined ? {} : { within: { transaction: Number(transaction), id } }),
      edge: Number(edge),
      ...(after === undefined ? {} : { after }),
      at,
    },
  }
}

function keyHashOf(name: string, publicKey: Buffer): Buffer {
  const text = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.of(ed25519), publicKey])
  return createHash('sha256').update(text).digest().subarray(0, 4)
}

const isKeyName = (name: string): boolean => name !== '' && !/[\s+]/.test(name)

// SubjectPublicKeyInfo of an Ed25519 key is this and the 32 bytes.
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

function toKeyObject(publicKey: Buffer): KeyObject {
  return createPublicKey({
    key: Buffer.concat([spkiHead, publicKey]),
    format: 'der',
    type: 'spki',
  })
}

export function publicBytesOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(spkiHead.length)
}
