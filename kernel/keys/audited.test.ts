// Encrypted columns of a table whose changes are kept: the log names them and copies nothing of them, and what
// replaces or deletes keys is told of as the platform's own work.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import type { DatabaseModel } from '../model/model.ts'
import { oneOf, text, uuid } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { auditLog } from '../traits/audit-log/audit-log.ts'
import { audited } from '../traits/audited/audited.ts'
import { encrypted } from '../traits/encrypted/encrypted.ts'
import { frozen } from '../traits/frozen/frozen.ts'
import { states } from '../traits/states/states.ts'
import { openKeysInMemory } from './key-file.ts'
import { rotateData } from './rotate-data.ts'

const tables = {
  note: defineTable('notes', { title: text(), words: text(), personId: uuid() }, [
    encrypted({ columns: ['words'], subject: 'personId', index: { words: ['lower'] } }),
    audited(),
  ]),
  letter: defineTable('letters', { words: text(), personId: uuid() }, [
    encrypted({ columns: ['words'], subject: 'personId', index: { words: ['lower'] } }),
    frozen({ message: 'what was sent stays as it is' }),
  ]),
  report: defineTable(
    'reports',
    { status: oneOf('DRAFT', 'CALLED', 'SENT'), words: text(), more: text(), personId: uuid() },
    [
      encrypted({ columns: ['words', 'more'], subject: 'personId', index: { words: ['lower'] } }),
      states('status', {
        next: { DRAFT: ['CALLED'], CALLED: ['SENT'], SENT: [] },
        fixed: { CALLED: ['words'], SENT: '*' },
      }),
    ],
  ),
  auditEvent: defineTable('audit_events', {}, [auditLog()]),
}
const system = defineSystem({
  name: 'notes',
  databases: [
    defineDatabase({ schema: 'no_tes', name: 'notes', area: 'n', purpose: 'notes', tables }),
  ],
})
const personId = '0192f0c1-2d3e-7a4b-8c5d-0000000000aa'

onEachEngine(() => {
  const keys = openKeysInMemory()
  let platform: TestPlatform<[typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system], keys)
  })
  afterAll(() => platform?.close())

  test('it is named and not copied; rotation and shredding are told as the platform’s', async () => {
    const db = platform.db.as({ actor: 'user:ana' })
    const row = await db.notes.note.create({ data: { title: 't', words: 'very secret', personId } })
    await db.notes.note.update({ where: { id: row.id }, data: { words: 'more secret' } })
    const database = platform.acervo.model.databases.get('notes') as DatabaseModel
    const target = platform.targets.of(database.schema)
    expect(await rotateData(keys, target, database, { settleMs: 0 })).toMatchObject({ cells: 1 })
    await platform.acervo.shred(personId)
    expect((await db.notes.note.findUnique({ where: { id: row.id } }))?.words).toBeNull()
    const { rows } = await platform.query(
      'select actor, to_jsonb(e)::text from no_tes.audit_events e order by occurred_at, id',
    )
    expect(rows.map(([actor]) => actor)).toEqual([
      'user:ana',
      'user:ana',
      'service:secrets',
      'service:secrets',
    ])
    for (const [, text] of rows) {
      expect(text).toContain('words')
      expect(text).not.toMatch(/secret"|"words": *"/)
    }
  })

  test('what is frozen takes another key and no other value, and goes with its key', async () => {
    const db = platform.db.as({ actor: 'user:ana' })
    const person = '0192f0c1-2d3e-7a4b-8c5d-0000000000bb'
    const { id } = await db.notes.letter.create({ data: { words: 'as sent', personId: person } })
    const wordsNow = async () => (await db.notes.letter.findUnique({ where: { id } }))?.words
    const database = platform.acervo.model.databases.get('notes') as DatabaseModel
    const target = platform.targets.of(database.schema)
    expect(await rotateData(keys, target, database, { settleMs: 0 })).toMatchObject({ cells: 1 })
    expect(await wordsNow()).toBe('as sent')
    const change = (claims: Record<string, string>) =>
      platform.db
        .as({ actor: 'user:ana', claims })
        .notes.letter.update({ where: { id }, data: { words: 'never sent' } })
    await expect(change({})).rejects.toThrow('stays as it is')
    await expect(async () => change({ rotation: 'on' })).rejects.toMatchObject({ code: 'ACV200' })
    await platform.acervo.shred(person)
    expect(await wordsNow()).toBeNull()
  })

  test('what is fixed in a state is so where it is encrypted, and still takes another key', async () => {
    const { report } = platform.db.as({ actor: 'user:ana' }).notes
    const person = '0192f0c1-2d3e-7a4b-8c5d-0000000000cc'
    const data = { status: 'DRAFT', words: 'as said', more: 'and more', personId: person } as const
    const { id } = await report.create({ data })
    const write = (data: Partial<Record<'words' | 'more' | 'status', string>>) =>
      report.update({ where: { id }, data: data as never })
    const now = async () => (await report.findUnique({ where: { id } })) as object
    await write({ words: 'said again', status: 'CALLED' })
    await expect(write({ words: 'never said' })).rejects.toMatchObject({ code: 'ACV323' })
    await write({ more: 'and more still' })
    await write({ status: 'SENT' })
    for (const late of [{ words: 'never said' }, { more: 'never said' }])
      await expect(write(late)).rejects.toMatchObject({ code: 'ACV323' })
    const database = platform.acervo.model.databases.get('notes') as DatabaseModel
    const target = platform.targets.of(database.schema)
    expect(await rotateData(keys, target, database, { settleMs: 0 })).toMatchObject({ cells: 2 })
    expect(await now()).toMatchObject({ words: 'said again', more: 'and more still' })
    await platform.acervo.shred(person)
    expect(await now()).toMatchObject({ status: 'SENT', words: null, more: null })
  })
})
