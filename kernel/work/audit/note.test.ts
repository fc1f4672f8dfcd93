// Notes are those of C2SP: another implementation's note is accepted, and ours says what was sealed.
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { appendLeaves, hashLeaf, noLeaves } from './merkle.ts'
import {
  openNote,
  parseCheckpointText,
  parseVerifierKey,
  publicBytesOf,
  signNote,
  toCheckpointText,
  toVerifierKey,
} from './note.ts'

// The example of golang.org/x/mod/sumdb/note.
const verifierKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

test("another implementation's note is opened with its key, and not when a letter of it changed", () => {
  const { name, publicKey } = parseVerifierKey(verifierKey)
  expect(toVerifierKey(name, publicKey)).toBe(verifierKey)
  expect(openNote(note, name, publicKey)).toBe(text)
  expect(openNote(note.replace('answer', 'Answer'), name, publicKey)).toBeUndefined()
  expect(openNote(note, 'EnochRoot', publicKey)).toBeUndefined()
  expect(openNote(text, name, publicKey)).toBeUndefined()
})

test('a key that does not fit its hash is refused', () => {
  for (const key of [verifierKey.replace('c74f', 'c74e'), 'x', verifierKey.replace('+AR', '+AQ')])
    expect(() => parseVerifierKey(key)).toThrow(/verifier key/)
})

test('a checkpoint comes back as it was signed, and no other tree under its root', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signer = { privateKey, publicKey: publicBytesOf(privateKey) }
  const tree = appendLeaves(noLeaves, ['a', 'b', 'c'].map(hashLeaf))
  const within = { transaction: 12, id: '0193a5b0-0000-7000-8000-000000000001' }
  const sealed = {
    system: '7',
    cut: 20,
    open: [12, 15],
    within,
    edge: 21,
    at: '2026-11-21T07:43:42.123456Z',
  }
  const checkpoint = { origin: 'acervo/x', tree, sealed }
  const signed = signNote(toCheckpointText(checkpoint), 'acervo/x', signer)
  const opened = openNote(signed, 'acervo/x', signer.publicKey) as string
  expect(parseCheckpointText(opened)).toEqual(checkpoint)
  const [, , root] = opened.split('\n')
  expect(
    parseCheckpointText(opened.replace(root as string, hashLeaf('x').toString('base64'))),
  ).toBeUndefined()
  expect(parseCheckpointText(opened.replace('\n3\n', '\n4\n'))).toBeUndefined()
  const plain = {
    ...checkpoint,
    sealed: { system: '7', cut: 20, open: [], edge: 20, at: sealed.at },
  }
  expect(parseCheckpointText(toCheckpointText(plain))).toEqual(plain)
})
