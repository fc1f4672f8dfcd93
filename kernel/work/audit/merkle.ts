// The Merkle tree of RFC 6962 (2.1): SHA-256, leaves and nodes told apart by their first byte. A tree is known by its
// peaks, the roots of its full sub-trees from left to right: adding a leaf needs no other.
import { createHash } from 'node:crypto'

export const hashBytes = 32
const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)

export function hashLeaf(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(leafPrefix).update(data).digest()
}

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

export interface Peaks {
  /** Leaves. */
  readonly size: number
  readonly peaks: readonly Buffer[]
}

export const noLeaves: Peaks = Object.freeze({ size: 0, peaks: Object.freeze([]) })

export function appendLeaves({ size, peaks }: Peaks, leaves: readonly Buffer[]): Peaks {
  const stack = [...peaks]
  let count = size
  for (const leaf of leaves) {
    let node = leaf
    // As many full sub-trees end here as the number of leaves before has ones at its end.
    for (let rest = count; rest % 2 === 1; rest = Math.floor(rest / 2))
      node = hashNode(stack.pop() as Buffer, node)
    stack.push(node)
    count++
  }
  return { size: count, peaks: stack }
}

export function rootOf({ peaks }: Peaks): Buffer {
  const last = peaks.at(-1)
  if (last === undefined) return createHash('sha256').digest()
  return peaks.slice(0, -1).reduceRight((right, left) => hashNode(left, right), last)
}

/** Whether so many leaves have so many peaks. */
export function isPeaks({ size, peaks }: Peaks): boolean {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones === peaks.length && peaks.every((peak) => peak.length === hashBytes)
}

/** Root of the leaves from `start` to before `end`. */
function rootBetween(leaves: readonly Buffer[], start: number, end: number): Buffer {
  let peaks = noLeaves
  peaks = appendLeaves(peaks, leaves.slice(start, end))
  return rootOf(peaks)
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** PATH(m, D[n]) of RFC 6962: from the leaf upwards. */
export function proveInclusion(leaves: readonly Buffer[], at: number): readonly Buffer[] {
  const path: Buffer[] = []
  let [start, end] = [0, leaves.length]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (at < middle) {
      path.push(rootBetween(leaves, middle, end))
      end = middle
    } else {
      path.push(rootBetween(leaves, start, middle))
      start = middle
    }
  }
  return path.reverse()
}

/** RFC 9162, 2.1.3.2. */
export function isIncluded(
  leaf: Buffer,
  at: number,
  { size, root, path }: { size: number; root: Buffer; path: readonly Buffer[] },
): boolean {
  if (!(Number.isSafeInteger(at) && at >= 0 && at < size)) return false
  let [place, last, node] = [at, size - 1, leaf]
  for (const other of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      node = hashNode(other, node)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else node = hashNode(node, other)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && node.equals(root)
}

const half = (value: number): number => Math.floor(value / 2)

/** PROOF(m, D[n]) of RFC 6962: that the first `before` leaves are the tree of then. */
export function proveConsistency(leaves: readonly Buffer[], before: number): readonly Buffer[] {
  const path: Buffer[] = []
  let [start, end, isWhole] = [0, leaves.length, true]
  let left = before
  while (left !== end - start) {
    const split = splitOf(end - start)
    const middle = start + split
    if (left <= split) {
      path.push(rootBetween(leaves, middle, end))
      end = middle
    } else {
      path.push(rootBetween(leaves, start, middle))
      start = middle
      left -= split
      isWhole = false
    }
  }
  if (!isWhole) path.push(rootBetween(leaves, start, end))
  return path.reverse()
}

export interface TreeHead {
  readonly size: number
  readonly root: Buffer
}

/** RFC 9162, 2.1.4.2. */
export function isConsistent(first: TreeHead, second: TreeHead, path: readonly Buffer[]): boolean {
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root)
  if (first.size > second.size) return false
  if (first.size === 0) return path.length === 0
  const isPower = Number.isInteger(Math.log2(first.size))
  const [begin, ...rest] = isPower ? [first.root, ...path] : path
  if (begin === undefined) return false
  let [place, last] = [first.size - 1, second.size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  let [old, young] = [begin, begin]
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      old = hashNode(node, old)
      young = hashNode(node, young)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else young = hashNode(young, node)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && old.equals(first.root) && young.equals(second.root)
}
