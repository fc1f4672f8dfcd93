// What people and programs do with parties, over REST, on the command line and on pages.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { toActionCommands } from '../../../cli/action-commands.ts'
import { type Host, runCommand } from '../../../cli/run-command.ts'
import { type FakeParts, makeTerminal } from '../../../cli/terminal/fake-terminal.ts'
import { readConfig } from '../../../config.ts'
import { createApp } from '../../../server/app.ts'
import { openCredentials } from '../../../server/credentials.ts'
import type { AppOptions } from '../../../server/options.ts'
import { keyIn } from '../../../test/support/clinic-server.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { systems } from '../../index.ts'

const ana = {
  kind: 'PERSON',
  givenName: 'Ana',
  firstSurname: 'García',
  secondSurname: 'Peñalver',
  birthDate: '1984-02-29',
  email: 'ana.garcia@example.com',
  phone: '+34600000101',
  city: 'Toledo',
}
const hostile = {
  kind: 'PERSON',
  givenName: `<script>alert(1)</script>`,
  firstSurname: `"><img src=x onerror=alert(2)>`,
  city: '\u001b[2Jx',
}
const nobody = '018f6b1e-0000-7000-8000-000000000000'

onEachEngine(() => {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-parties-'))
  let platform: TestPlatform<typeof systems>
  let app: FastifyInstance
  let key = ''
  let host: Host

  beforeAll(async () => {
    platform = await openTestPlatform(systems)
    const credentials = openCredentials(folder)
    key = keyIn(credentials.path)
    const acervo = platform.acervo as unknown as AppOptions['acervo']
    app = createApp({ acervo, credentials })
    host = {
      isShared: true,
      configure: () => readConfig({}),
      runElsewhere: async () => undefined,
      open: async () => ({ acervo }) as never,
      declared: async () => toActionCommands(acervo.model),
      close: async () => undefined,
    }
  })
  beforeEach(() =>
    platform.query(
      'truncate sm_global.parties, sm_global.source_records, sm_global.match_keys, sm_global.recent_keys, sm_global.match_rechecks cascade',
    ),
  )
  afterAll(async () => {
    await app.close()
    await platform.close()
    rmSync(folder, { recursive: true })
  })

  const ask = async (method: InjectOptions['method'], path: string, body?: object) => {
    const answer = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url: `/v1/global/${path}`,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { payload: body }),
    })
    return { status: answer.statusCode, json: answer.json() }
  }
  const run = async (argv: readonly string[], parts: FakeParts = {}) => {
    const io = makeTerminal(parts)
    return { code: await runCommand(['party', ...argv], io, host), ...io.written }
  }
  const open = async (url: string, language = 'en') => {
    const authorization = `Bearer ${key}`
    const headers = { accept: 'text/html', authorization, 'accept-language': language }
    const answer = await app.inject({ url, headers })
    return { status: answer.statusCode, text: answer.payload }
  }
  const create = async (data: object): Promise<string> =>
    (await platform.db.global.party.create({ data: data as never })).id
  /** Two parties that nobody would take for one. */
  const createTwo = async () => {
    const luis = { kind: 'PERSON', givenName: 'Luis', firstSurname: 'Otero', city: 'Vigo' }
    return [await create(ana), await create(luis)] as const
  }

  test('words, an e-mail and a phone find a party, with or without quotes', async () => {
    const id = await create(ana)
    for (const words of [
      ['Ana', 'García'],
      ['garcia toledo'],
      [ana.email],
      ['600', '000', '101'],
    ]) {
      const found = JSON.parse((await run(['find', ...words, '--json'])).out)
      expect(found).toMatchObject([{ id, displayName: 'Ana García Peñalver', records: 1 }])
    }
    expect((await ask('GET', 'parties/matches?q=garcia&limit=1')).json).toMatchObject([{ id }])
    expect((await run(['find', 'Nadie'])).out).toContain('Nobody was found')
    expect((await run(['find', 'Nadie'], { language: 'es' })).out).toContain('No se ha encontrado')
  })

  test('a party is shown with the source and the rule of every value', async () => {
    const id = await create(ana)
    const { json } = await ask('GET', `parties/${id}/golden-record`)
    expect(json).toMatchObject({ id, golden: { city: 'Toledo' }, features: { openClaims: 0 } })
    const shown = await run(['show', id])
    expect(shown.out).toContain('Ana García Peñalver\n═════')
    expect(shown.out).toMatch(/e-mail +ana\.garcia@example\.com +manual .* nobody says otherwise/)
    const spanish = await run(['show', id], { language: 'es' })
    expect(spanish.out).toMatch(/correo +ana\.garcia@example\.com .* nadie dice otra cosa/)
  })

  test('features are those of a moment, as they were known at another', async () => {
    const id = await create(ana)
    const { json } = await ask(
      'GET',
      `parties/${id}/features?at=2026-03-01&knownAt=2026-03-01T12:00:00Z`,
    )
    expect(json).toMatchObject({ policiesInForce: 0, openClaims: 0 })
    const shown = await run(['features', id, '--known-at', '2026-03-01'])
    expect(shown.out).toMatch(/open claims +0/)
    const wrong = await ask('GET', `parties/${id}/features?at=2026-13-45`)
    expect([wrong.status, wrong.json.code]).toEqual([400, 'ACV205'])
    expect((await ask('GET', `parties/${id}/features?at=yesterday`)).status).toBe(400)
    expect((await ask('GET', `parties/${nobody}/features`)).json).toMatchObject({ code: 'ACV209' })
  })

  test('a merge is told, leads on from the old id and is taken back exactly', async () => {
    const [one, other] = await createTwo()
    const before = await ask('GET', `parties/${one}/golden-record`)
    const merged = await run(['merge', other, '--into', one, '--reason', 'seen', '--json'])
    const { decisionId, partyId } = JSON.parse(merged.out)
    expect(partyId).toBe(one)
    const shown = await run(['show', other])
    expect(shown.out).toContain(`Merged since: ${other} → ${one}`)
    expect(shown.out).toMatch(/merged +.*service:cli +seen/)
    const undone = await run(['unmerge', decisionId, '--reason', 'two people', '--json'])
    expect(undone.code).toBe(0)
    const after = await ask('GET', `parties/${one}/golden-record`)
    expect(after.json.golden).toEqual(before.json.golden)
    expect(after.json.history.length).toBeGreaterThan(before.json.history.length)
  })

  test('REST merges once per key and undoes only what the party was part of', async () => {
    const [one, other] = await createTwo()
    const third = await create({
      kind: 'PERSON',
      givenName: 'Eva',
      firstSurname: 'Ruiz',
      city: 'Lugo',
    })
    const merged = await ask('POST', `parties/${other}/merges`, { into: one, reason: 'seen' })
    expect(merged.status).toBe(201)
    const path = (id: string) => `parties/${id}/merges/${merged.json.decisionId}`
    const foreign = await ask('DELETE', `${path(third)}?reason=x`)
    expect([foreign.status, foreign.json.code]).toEqual([404, 'ACV209'])
    const undone = await ask('DELETE', `${path(one)}?reason=two%20people`)
    expect(undone.status).toBe(200)
    expect([...undone.json.partyIds].sort()).toEqual([one, other].sort())
    const again = await ask('DELETE', `${path(one)}?reason=x`)
    expect([again.status, again.json.code]).toEqual([409, 'ACV531'])
  })

  test('the evidence is told in words, for one party and between two', async () => {
    const id = await create(ana)
    await create({ ...ana, givenName: 'Ana María', city: 'Toledo' })
    const why = await run(['explain', id])
    expect(why.out).toContain('Why these records are one')
    expect(why.out).toMatch(/e-mail +the same .*\+\d+\.\d █+/)
    expect((await run(['explain', id], { language: 'es' })).out).toMatch(/correo +igual/)
    const [, other] = await createTwo()
    const two = await run(['explain', id, other])
    expect(two.out).toContain('They are two parties.')
    expect(two.out).toMatch(/surnames +different .*-\d+\.\d ░+/)
    const { json } = await ask('GET', `parties/${id}/explanation?otherId=${other}`)
    expect(json).toMatchObject({ id, otherId: other, isOne: false })
    expect(json.pairs[0].bits).toBeLessThan(0)
  })

  test('a question is listed, answered once, and what it led to is kept', async () => {
    const [one, other] = await createTwo()
    await platform.query(
      `insert into sm_global.match_reviews (party_id, other_party_id, bits, evidence, model_version)
       values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), -1.5, '[]', 1)`,
      [one, other],
    )
    const [review] = JSON.parse((await run(['review', '--json'])).out)
    expect([review.party.id, review.otherParty.id].sort()).toEqual([one, other].sort())
    expect((await run(['review', 'list'])).out).toContain('-1.5 bits')
    const accepted = await run(['review', 'accept', review.id, '--reason', 'sisters say so'])
    expect([accepted.code, accepted.out]).toEqual([0, expect.stringContaining('decisionId')])
    const path = `match-reviews/${review.id}/decision`
    const late = await ask('POST', path, { answer: 'reject', reason: 'x' })
    expect([late.status, late.json.code]).toEqual([409, 'ACV532'])
    expect((await run(['review'])).out).toContain('No question is open.')
  })

  test('the page of a party shows values, sources, evidence and decisions in both languages', async () => {
    const id = await create(ana)
    await create({ ...ana, givenName: 'Ana María' })
    const page = await open(`/parties/${id}`)
    expect(page.status).toBe(200)
    for (const part of [
      'Golden record',
      'What the sources say',
      'Features',
      'Decisions',
      'Why these',
    ])
      expect(page.text).toContain(part)
    expect(page.text).toContain('<rect class="for"')
    expect((await open(`/parties/${id}`, 'es')).text).toContain('Registro maestro')
    const list = await open('/parties?q=garcia')
    expect(list.text).toContain(`<a href="/parties/${id}">`)
    expect((await open(`/parties/${nobody}`)).status).toBe(404)
    expect((await open('/reviews')).text).toContain('No question is open.')
  })

  test('hostile names stay text on pages and in terminals', async () => {
    const id = await create(hostile)
    for (const url of [`/parties/${id}`, '/parties?q=alert']) {
      const { text } = await open(url)
      expect(text).not.toMatch(/<script|<img/)
      expect(text).toContain('&lt;')
    }
    const { out } = await run(['show', id])
    expect(out).toContain('<script>')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(out).not.toMatch(/\u001b/)
  })

  test.each([
    ['GET', 'parties/matches', 400, 'ACV200'],
    ['GET', 'parties/matches?q=%20', 400, 'ACV205'],
    ['GET', 'parties/matches?q=x&limit=1000', 400, 'ACV205'],
    ['GET', 'parties/x/golden-record', 400, 'ACV205'],
    ['GET', `parties/${nobody}/golden-record`, 404, 'ACV209'],
    ['GET', `parties/${nobody}/explanation?otherId=x`, 400, 'ACV205'],
    ['DELETE', `parties/${nobody}/merges/${nobody}`, 400, 'ACV200'],
    ['DELETE', `parties/${nobody}/merges/${nobody}?reason=x`, 404, 'ACV209'],
  ] as const)('%s %s is refused with %i', async (method, path, status, code) => {
    const refused = await ask(method, path)
    expect([refused.status, refused.json.code]).toEqual([status, code])
  })

  test.each([
    [`parties/${nobody}/merges`, { into: nobody }, 400, 'ACV200'],
    [`parties/${nobody}/merges`, { into: nobody, reason: ' ' }, 400, 'ACV205'],
    [`parties/${nobody}/merges`, { into: nobody, reason: 'x' }, 404, 'ACV209'],
    [`match-reviews/${nobody}/decision`, { answer: 'maybe', reason: 'x' }, 400, 'ACV205'],
    [`match-reviews/${nobody}/decision`, { answer: 'accept', reason: 'x' }, 404, 'ACV209'],
  ])('POST %s of %j is refused with %i', async (path, body, status, code) => {
    const refused = await ask('POST', path, body)
    expect([refused.status, refused.json.code]).toEqual([status, code])
  })

  test('an unknown id is told how to find the one that was meant', async () => {
    const { code, err } = await run(['show', nobody])
    expect(code).toBe(1)
    expect(err).toContain('acervo party find')
    const { json } = await ask('GET', `parties/${nobody}/golden-record`)
    expect(json.hint).toContain('/v1/global/parties/matches')
    expect((await run(['shwo', nobody])).err).toContain("Perhaps you meant 'party show'.")
  })
})
