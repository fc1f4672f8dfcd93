// The tree is that of RFC 6962: its own test vectors, and every proof of every small tree.
import { expect, test } from 'vitest'
import {
  appendLeaves,
  hashLeaf,
  isConsistent,
  isIncluded,
  isPeaks,
  noLeaves,
  proveConsistency,
  proveInclusion,
  rootOf,
} from './merkle.ts'

// The leaves and roots that Certificate Transparency's implementations share.
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const paths: readonly (readonly [at: number, size: number, path: readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
]
const vectors = inputs.map((hex) => hashLeaf(Buffer.from(hex, 'hex')))
const headOf = (leaves: readonly Buffer[]) => ({
  size: leaves.length,
  root: rootOf(appendLeaves(noLeaves, leaves)),
})

test('roots are those of the test vectors', () => {
  for (const [size, root] of roots.entries())
    expect(headOf(vectors.slice(0, size)).root.toString('hex')).toBe(root)
})

test.each(paths)('the path of leaf %i of %i is that of the test vectors', (at, size, path) => {
  const hexes = proveInclusion(vectors.slice(0, size), at).map((hash) => hash.toString('hex'))
  expect(hexes).toEqual(path)
})

const leaves = Array.from({ length: 70 }, (_, at) => hashLeaf(`leaf ${at}`))

test('every leaf of every tree is proven, and no other leaf, place, size or root by its path', () => {
  for (let size = 1; size <= leaves.length; size++) {
    const some = leaves.slice(0, size)
    const { root } = headOf(some)
    for (let at = 0; at < size; at++) {
      const path = proveInclusion(some, at)
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
      const leaf = some[at] as Buffer
      expect(isIncluded(leaf, at, { size, root, path })).toBe(true)
      expect(isIncluded(hashLeaf('other'), at, { size, root, path })).toBe(false)
      expect(isIncluded(leaf, at, { size, root: hashLeaf('other'), path })).toBe(false)
      if (size > 1) {
        expect(isIncluded(leaf, (at + 1) % size, { size, root, path })).toBe(false)
        expect(isIncluded(leaf, at, { size, root, path: path.slice(1) })).toBe(false)
      }
      expect(isIncluded(leaf, at, { size, root, path: [...path, leaf] })).toBe(false)
    }
  }
})

test('every tree goes on from every smaller one, and from no other', () => {
  for (let size = 1; size <= leaves.length; size++) {
    const second = headOf(leaves.slice(0, size))
    for (let before = 1; before <= size; before++) {
      const path = proveConsistency(leaves.slice(0, size), before)
      const first = headOf(leaves.slice(0, before))
      expect(isConsistent(first, second, path), `${before} of ${size}`).toBe(true)
      const forged = { ...first, root: hashLeaf('other') }
      expect(isConsistent(forged, second, path)).toBe(false)
      expect(isConsistent(first, { ...second, root: hashLeaf('other') }, path)).toBe(false)
      expect(isConsistent(second, { ...first, size: before - 1 }, path)).toBe(false)
    }
  }
})

test('leaves added one by one or together give the same tree', () => {
  let grown = noLeaves
  for (const [at, leaf] of leaves.entries()) {
    grown = appendLeaves(grown, [leaf])
    expect(grown).toEqual(appendLeaves(noLeaves, leaves.slice(0, at + 1)))
    expect(isPeaks(grown)).toBe(true)
    expect(isPeaks({ ...grown, size: grown.size + 1 })).toBe(
      (grown.size + 1).toString(2).replaceAll('0', '').length === grown.peaks.length,
    )
  }
})
