// Known answers for the primitives, through the functions that the platform uses where their sizes allow. AES-GCM:
// test cases 13 to 16 of McGrew and Viega's submission to NIST (SP 800-38D). HKDF: RFC 5869, appendix A. HMAC:
// RFC 4231, section 4.
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { derive } from './data-key.ts'
import { decrypt, encryptInto, tagBytes } from './gcm.ts'

const bytes = (text: string) => Buffer.from(text, 'hex')
const keyOf = (text: string) => createSecretKey(bytes(text))

describe('AES-256-GCM answers as NIST says', () => {
  const zeros = '0'.repeat(64)
  const key = 'feffe9928665731c6d6a8f9467308308'.repeat(2)
  const text =
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
    '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255'
  const cipher =
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
    '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad'
  const iv = 'cafebabefacedbaddecaf888'
  test.each([
    [13, zeros, '0'.repeat(24), '', '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      14,
      zeros,
      '0'.repeat(24),
      '',
      '0'.repeat(32),
      'cea7403d4d606b6e074ec5d3baf39d18',
      'd0d1c8a799996bf0265b98b5d48ab919',
    ],
    [15, key, iv, '', text, cipher, 'b094dac5d93471bdec1a502270e3cc6c'],
    [
      16,
      key,
      iv,
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      text.slice(0, 120),
      cipher.slice(0, 120),
      '76fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ])('test case %i', (_, secret, nonce, associated, plain, sealed, tag) => {
    const into = Buffer.alloc(plain.length / 2 + tagBytes)
    encryptInto(into, 0, keyOf(secret), bytes(nonce), bytes(associated), bytes(plain))
    expect(into.toString('hex')).toBe(sealed + tag)
    const opened = decrypt(keyOf(secret), bytes(nonce), bytes(associated), into)
    expect(opened?.toString('hex')).toBe(plain)
    for (let bit = 0; bit < into.length * 8; bit++) {
      const changed = Buffer.from(into)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(
        decrypt(keyOf(secret), bytes(nonce), bytes(associated), changed),
        `bit ${bit}`,
      ).toBeUndefined()
    }
  })
})

describe('HKDF-SHA256 answers as RFC 5869 says', () => {
  const range = (from: number, count: number) =>
    Buffer.from(Array.from({ length: count }, (_, at) => from + at))
  test.each([
    [
      1,
      Buffer.alloc(22, 0x0b),
      range(0, 13),
      range(0xf0, 10),
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      2,
      range(0, 80),
      range(0x60, 80),
      range(0xb0, 80),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
  ])('test case %i', (_, secret, salt, info, expected) => {
    const made = Buffer.from(hkdfSync('sha256', secret, salt, info, expected.length / 2))
    expect(made.toString('hex')).toBe(expected)
  })
  test('test case 3, whose salt and info are empty, through our own derivation', () => {
    expect(derive(Buffer.alloc(22, 0x0b), '', 42).toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    )
  })
})

describe('HMAC-SHA256 answers as RFC 4231 says', () => {
  test.each([
    [
      1,
      Buffer.alloc(20, 0x0b),
      Buffer.from('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      2,
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      3,
      Buffer.alloc(20, 0xaa),
      Buffer.alloc(50, 0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      6,
      Buffer.alloc(131, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('test case %i', (_, key, data, expected) => {
    expect(createHmac('sha256', key).update(data).digest('hex')).toBe(expected)
  })
})
