// Promises of papers and files: each test breaks one, alone and with two at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openFew } from '../../../test/support/few.ts'
import { interleave } from '../../../test/support/interleave.ts'
import {
  cellOf,
  insertRow,
  toInsert,
  toUpdate,
  updateRow,
  type Values,
} from '../../../test/support/rows.ts'
import { storage } from '../storage/database.ts'
import { documentsDatabase } from './database.ts'

const open = () => openFew(documentsDatabase, storage)
const digest = (letter: string) => letter.repeat(64)
const word = () => `x${randomUUID().slice(0, 8)}`

onEachEngine(() => {
  let platform: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    platform = await open()
  })
  afterAll(() => platform?.close())

  const insert = (table: string, values: Values = {}) => insertRow(platform, table, values)
  const update = (table: string, id: string, set: string) => updateRow(platform, table, id, set)

  const document = (values: Values = {}) =>
    insert('sm_documents.documents', {
      number: word(),
      title: 'Contrato marco',
      kind: 'CONTRACT',
      ...values,
    })
  const file = async (values: Values = {}) =>
    insert('sm_storage.files', {
      bucket_id: await insert('sm_storage.buckets', { name: word(), purpose: 'Pruebas' }),
      path: word(),
      media_type: 'application/pdf',
      ...values,
    })

  describe.each([
    ['sm_documents.documents', 'sm_documents.document_holds', document],
    ['sm_storage.files', 'sm_storage.file_holds', file],
  ])('%s', (table, holds, make) => {
    const hold = (held_id: string, id: string = randomUUID()) =>
      toInsert(holds, id, { held_id, reason: 'Pleito 12/2026', placed_by: 'user:legal' })
    const hide = (id: string) => toUpdate(table, id, 'deleted_at = acervo.now()')

    test('what is held is erased neither for good nor out of sight, and after the release it is', async () => {
      const id = await make()
      const placed = randomUUID()
      const [, hidden] = await interleave(platform, [hold(id)], [hide(id)])
      expect(hidden).toContain('a legal hold stands')
      // Not by who is above all policies either: a row that a hold links to cannot go for good.
      await expect(platform.query(`delete from ${table} where id = $1`, [id])).rejects.toThrow(
        /a legal hold stands|still in use/,
      )
      await platform.query(
        `update ${holds} set released_at = acervo.clock(), released_by = 'user:legal' where held_id = $1`,
        [id],
      )
      expect(await interleave(platform, [hold(id, placed)], [])).toEqual([null, null])
      await expect(update(table, id, 'deleted_at = acervo.now()')).rejects.toThrow('legal hold')
      await update(holds, placed, `released_at = acervo.clock(), released_by = 'user:legal'`)
      await update(table, id, 'deleted_at = acervo.now()')
    })

    test('what is being erased at the same moment is not held any more', async () => {
      const id = await make()
      const [, outcome] = await interleave(platform, [hide(id)], [hold(id)])
      expect(outcome).toContain('what is gone cannot be held')
    })

    test('a released hold is history', async () => {
      const id = randomUUID()
      await interleave(platform, [hold(await make(), id)], [])
      await update(holds, id, `released_at = acervo.clock(), released_by = 'user:legal'`)
      await expect(update(holds, id, 'released_at = null, released_by = null')).rejects.toThrow(
        'history',
      )
    })

    test('up to its day it is kept, and that day only moves away', async () => {
      const id = await make({ retain_until: '2090-01-01' })
      await expect(update(table, id, 'deleted_at = acervo.now()')).rejects.toThrow('must be kept')
      for (const set of [`retain_until = '2089-12-31'`, 'retain_until = null'])
        await expect(update(table, id, set)).rejects.toThrow('only moves away')
      await update(table, id, `retain_until = '2091-01-01'`)
      const past = await make({ retain_until: '2020-01-01' })
      await update(table, past, 'deleted_at = acervo.now()')
    })
  })

  describe('sm_documents', () => {
    const version = (document_id: string, values: Values = {}) =>
      toInsert('sm_documents.document_versions', randomUUID(), {
        document_id,
        file_id: randomUUID(),
        digest: digest('a'),
        size_bytes: 10,
        author: 'user:ana',
        ...values,
      })

    test('versions count from one without gaps, and a finished document gets no other text', async () => {
      const id = await document()
      expect(await interleave(platform, [version(id)], [version(id), version(id)])).toEqual([
        null,
        null,
      ])
      const text = `select string_agg(version::text, ',' order by version)
        from sm_documents.document_versions where document_id = $1`
      expect(await cellOf(platform, text, [id])).toBe('1,2,3')
      const finish = toUpdate('sm_documents.documents', id, `status = 'FINAL'`)
      const [, late] = await interleave(platform, [finish], [version(id)])
      expect(late).toContain('finished document')
    })

    test('a document without a text is not finished', async () => {
      await expect(
        update('sm_documents.documents', await document(), `status = 'FINAL'`),
      ).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('what is signed is the text that was seen, in time, and once', async () => {
      const id = await document()
      const [text, values] = version(id) as readonly [string, string[]]
      await platform.query(text, values)
      const signature = (values: Values = {}) =>
        insert('sm_documents.signatures', {
          document_version_id: (toVersion ?? '') as string,
          signer_id: randomUUID(),
          role: 'TOMADOR',
          ...values,
        })
      const [toVersion] = values
      const signed = (letter: string) =>
        `status = 'SIGNED', method = 'OTP', signed_digest = '${digest(letter)}'`
      const one = await signature()
      await expect(update('sm_documents.signatures', one, signed('b'))).rejects.toThrow(
        'another text',
      )
      await update('sm_documents.signatures', one, signed('a'))
      await expect(
        update('sm_documents.signatures', one, `status = 'DECLINED'`),
      ).rejects.toMatchObject({ code: 'ACV323' })
      await expect(update('sm_documents.signatures', one, `method = 'PAPER'`)).rejects.toThrow(
        'does not change',
      )
      const late = await signature({ requested_at: '2020-01-01', expires_at: '2020-02-01' })
      await expect(update('sm_documents.signatures', late, signed('a'))).rejects.toMatchObject({
        code: 'ACV304',
      })
      const raced = await signature()
      const [, second] = await interleave(
        platform,
        [toUpdate('sm_documents.signatures', raced, `status = 'DECLINED'`)],
        [toUpdate('sm_documents.signatures', raced, signed('a'))],
      )
      expect(second).toContain('ACV323')
    })
  })

  describe('sm_storage', () => {
    const stored = (letter: string, size: number) =>
      `status = 'STORED', digest = '${digest(letter)}', size_bytes = ${size}`

    test('what was stored is not replaced', async () => {
      const id = await file()
      await update('sm_storage.files', id, stored('a', 10))
      await expect(update('sm_storage.files', id, `digest = '${digest('b')}'`)).rejects.toThrow(
        'not replaced',
      )
      await update('sm_storage.files', id, `path = 'archivo/otro.pdf'`)
    })

    test('a bucket takes no more than it may hold, two who store at once included', async () => {
      const bucket_id = await insert('sm_storage.buckets', {
        name: word(),
        purpose: 'Pruebas',
        max_bytes: 15,
      })
      const [one, two] = [await file({ bucket_id }), await file({ bucket_id })]
      const [, second] = await interleave(
        platform,
        [toUpdate('sm_storage.files', one, stored('a', 10))],
        [toUpdate('sm_storage.files', two, stored('b', 10))],
      )
      expect(second).toContain('buckets_full_check')
      const text = 'select file_count, stored_bytes from sm_storage.buckets where id = $1'
      expect((await platform.query(text, [bucket_id])).rows).toEqual([['2', '10']])
    })

    test.each(['/etc/passwd', 'a/../b', './a', 'a//b', '..'])('%s is no path', async (path) => {
      await expect(file({ path })).rejects.toMatchObject({ code: 'ACV304' })
    })
  })
})
