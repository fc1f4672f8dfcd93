// What is kept for an idempotency key beside encrypted columns: neither an action's answer nor a digest of what was
// asked gives a value away.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { type ActionContext, defineAction } from '../table/action.ts'
import { text } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineFeature, defineTable } from '../table/table.ts'
import { encrypted } from '../traits/encrypted/encrypted.ts'

type Notes = { create(request: object): Promise<{ words: string }> }
const speech = defineFeature('speech', () => [
  defineAction({
    name: 'dictate',
    summary: { en: 'write down', es: 'anota' },
    effect: 'create',
    path: 'dictation',
    input: { words: { schema: { type: 'string' }, meaning: { en: 'words', es: 'palabras' } } },
    output: { type: 'object' },
    handler: ({ tx }: ActionContext<{ notes: { note: Notes } }>, { words }: { words: string }) =>
      tx.notes.note.create({ data: { words } }),
  }),
])
const note = defineTable('notes', { words: text() }, [encrypted({ columns: ['words'] }), speech])
const system = defineSystem({
  name: 'notes',
  databases: [
    defineDatabase({
      schema: 'ke_pt',
      name: 'notes',
      area: 'n',
      purpose: 'notes',
      tables: { note },
    }),
  ],
})

onEachEngine(() => {
  let platform: TestPlatform<[typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system])
  })
  afterAll(() => platform?.close())

  test('a repetition gets the answer; the table holds ciphertext and a keyed digest', async () => {
    const fingerprint = createHash('sha256').update('very secret').digest('hex')
    const dictate = (words: string, key: string, digest = fingerprint) =>
      platform.acervo.act(
        { actor: 'user:ana' },
        { database: 'notes', table: 'note', action: 'dictate', input: { words } },
        { once: { route: 'r', key, fingerprint: digest } },
      )
    const first = await dictate('very secret', 'k1')
    const again = await dictate('very secret', 'k1')
    expect(JSON.parse(first.output)).toMatchObject({ words: 'very secret' })
    expect([again.output, again.replayed]).toEqual([first.output, true])
    expect(await dictate('other', 'k1', 'other').catch((error) => error.code)).toBe('ACV610')
    const { rows } = await platform.query('select answer, fingerprint from acervo.idempotency')
    expect(rows).toHaveLength(1)
    expect(Buffer.from(rows[0]?.[0] ?? '', 'base64').toString('latin1')).not.toContain('secret')
    expect(rows[0]?.[1]).not.toBe(fingerprint)
    // Moved to another key it is not that key's answer.
    await dictate('second', 'k2')
    await platform.query(`update acervo.idempotency set answer = $1 where key = 'k2'`, [
      rows[0]?.[0],
    ])
    expect(await dictate('second', 'k2').catch((error) => error.code)).toBe('ACV330')
  })
})
