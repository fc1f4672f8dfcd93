// A page is published by another than who wrote it and stays as it was; a form is one however often it is sent, and one
// sender sends few.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'
import { formsPerHourMax } from './form-sender.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).webPremium
  const page = () => as().page.create({ data: { slug: `seguros/${randomUUID()}` } })
  const draft = async (pageId: string, version = 1) => {
    const { id } = await as().pageVersion.create({
      data: { pageId, version, title: 'Seguro de hogar', body: 'Protege tu casa' },
    })
    await as().pageVersion.update({ where: { id }, data: { status: 'IN_REVIEW' } })
    return id
  }
  const publish = (id: string, name: string) =>
    as(name).pageVersion.update({ where: { id }, data: { status: 'PUBLISHED' } })
  const form = (senderDigest: string, formKey: string = randomUUID()) =>
    as('web').leadForm.create({
      data: {
        formKey,
        interest: 'INSURANCE',
        name: 'Ana García',
        email: 'ana@example.com',
        hasConsented: true,
        senderDigest,
      },
    })
  const sender = () => randomUUID().replaceAll('-', '').repeat(2)

  test('who wrote a page does not publish it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await draft((await page()).id)
        return times(3, () => publish(id, 'ana'))
      },
      without:
        'alter table soriano_web_premium.page_versions drop constraint page_versions_four_eyes_check',
    })
  })

  test('of versions that are published at once one is, and it stays as it was', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: pageId } = await page()
        const versions = [await draft(pageId, 1), await draft(pageId, 2), await draft(pageId, 3)]
        return (await times(3, (at) => publish(versions[at] ?? '', 'bea'))) - 1
      },
      without: `drop index soriano_web_premium.page_versions_one_published_key;
        alter table soriano_web_premium.pages drop constraint pages_one_published_check`,
    })
    const id = await draft((await page()).id)
    await publish(id, 'bea')
    const rewrite = as().pageVersion.update({ where: { id }, data: { body: 'x' } })
    await expect(rewrite).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a form that is sent again is the same form', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const [from, key] = [sender(), randomUUID()]
        return (await times(5, () => form(from, key))) - 1
      },
      without: 'alter table soriano_web_premium.lead_forms drop constraint lead_forms_form_key_key',
    })
  })

  test('one sender sends few forms an hour, all at once or one by one', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const from = sender()
        return Math.max(0, (await times(12, () => form(from))) - formsPerHourMax)
      },
      without:
        'alter table soriano_web_premium.form_senders drop constraint form_senders_forms_an_hour_check',
    })
  })

  test('a form without consent, or that cannot be answered, is not kept', async () => {
    const send = (more: object) =>
      as('web').leadForm.create({
        data: {
          formKey: randomUUID(),
          interest: 'ENERGY',
          name: 'Ana',
          email: 'ana@example.com',
          hasConsented: true,
          senderDigest: sender(),
          ...more,
        },
      })
    await expect(send({ hasConsented: false })).rejects.toMatchObject({ code: 'ACV304' })
    await expect(send({ email: null })).rejects.toMatchObject({ code: 'ACV304' })
  })
})
