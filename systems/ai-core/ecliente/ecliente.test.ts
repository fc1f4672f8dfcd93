// At the portal somebody sees what belongs to their own party and nothing else, whatever they ask; a party that was
// merged into theirs comes along, and leaves again when the merge is undone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../../kernel/index.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { times } from '../../../test/support/guarded.ts'
import { templateTimeoutMs } from '../../../test/support/markets.ts'
import { openPortals, type Portals } from '../../../test/support/portals.ts'
import { toPortalPrincipal } from './portal-principal.ts'

onEachEngine(() => {
  let portals: Portals
  let ana: string
  let bea: string
  beforeAll(async () => {
    portals = await openPortals()
    const [first = '', second = ''] = await portals.parties(2)
    ana = first
    bea = second
    for (const partyId of [ana, bea]) await fill(partyId)
  }, templateTimeoutMs)
  afterAll(() => portals?.platform.close())

  const account = (partyId: string) => ({ userId: randomUUID(), partyId })
  const principal = (partyId: string) => toPortalPrincipal(portals.platform.db, account(partyId))
  const as = (who: Principal) => portals.platform.db.as(who).ecliente
  const own = (partyId: string) => as({ actor: 'user:x', claims: { tenant: partyId } })

  async function fill(partyId: string) {
    const mine = own(partyId)
    const { id: accountId } = await mine.portalAccount.create({ data: account(partyId) })
    await mine.portalRequest.create({
      data: { partyId, accountId, kind: 'QUESTION', subject: 'Recibo', body: '¿Cuándo vence?' },
    })
    await mine.portalConsent.create({
      data: { partyId, purpose: 'MARKETING', channel: 'EMAIL', isGiven: true, textVersion: 'v1' },
    })
  }
  /** Whose rows somebody meets, in every table that holds any. */
  const seen = async (who: Principal) => {
    const rows = await Promise.all([
      as(who).portalAccount.findMany({}),
      as(who).portalRequest.findMany({}),
      as(who).portalRequest.findMany({ q: 'recibo' }),
      as(who).portalConsent.findMany({}),
    ])
    return rows.map((some) => [...new Set(some.map(({ partyId }) => partyId))].sort())
  }
  const everywhere = (...parties: string[]) => Array.from({ length: 4 }, () => parties.sort())

  test('somebody sees their own party in every table, and nobody sees without one', async () => {
    expect(await seen(await principal(ana))).toEqual(everywhere(ana))
    expect(await seen({ actor: 'service:system' })).toEqual(everywhere())
  })

  test('a foreign row can be neither found, counted, linked, changed nor written', async () => {
    const me = as(await principal(ana))
    const [foreign] = await own(bea).portalRequest.findMany({})
    const [theirs] = await own(bea).portalAccount.findMany({})
    const where = { id: foreign?.id ?? '' }
    expect(await me.portalRequest.findUnique({ where })).toBeNull()
    expect(await me.portalRequest.count({ where: { partyId: bea } })).toBe(0)
    expect(await me.portalRequest.updateMany({ where, data: { subject: 'x' } })).toEqual({
      count: 0,
    })
    const request = { kind: 'QUESTION', subject: 's', body: 'b' } as const
    await expect(
      me.portalRequest.create({ data: { ...request, partyId: bea } }),
    ).rejects.toMatchObject({ code: 'ACV306' })
    await expect(
      me.portalRequest.create({ data: { ...request, partyId: ana, accountId: theirs?.id ?? '' } }),
    ).rejects.toMatchObject({ code: 'ACV303' })
    // Nor by SQL, as the role of a request with this party's claim.
    const target = portals.platform.targets.of('soriano_ecliente')
    for (const table of ['portal_accounts', 'portal_requests', 'portal_consents', 'audit_events'])
      for (const whose of ['party_id', 'tenant_id']) {
        if ((whose === 'tenant_id') !== (table === 'audit_events')) continue
        const settings = { 'acervo.tenant': ana, 'acervo.actor': 'user:x' }
        const [result] = await target.group({ settings, role: 'acervo_app' }, [
          { text: `select distinct ${whose} from soriano_ecliente.${table}`, values: [] },
        ])
        expect([table, result?.rows]).toEqual([table, [[ana]]])
      }
  })

  test('without its policy the portal would show everything: the policy is what holds', async () => {
    // By SQL: the client names the party on its own account, too.
    const target = portals.platform.targets.of('soriano_ecliente')
    const text = 'select distinct party_id from soriano_ecliente.portal_requests'
    const count = async () => {
      const settings = { 'acervo.tenant': ana }
      const [result] = await target.group({ settings, role: 'acervo_app' }, [{ text, values: [] }])
      return result?.count
    }
    expect(await count()).toBe(1)
    const { query } = portals.platform
    const policy = await query(
      `select policyname, qual from pg_policies where schemaname = 'soriano_ecliente'
       and tablename = 'portal_requests' and permissive = 'RESTRICTIVE'`,
    )
    const [name, qual] = policy.rows[0] ?? []
    await query(`alter policy "${name}" on soriano_ecliente.portal_requests using (true)`)
    try {
      expect(await count()).toBeGreaterThan(1)
    } finally {
      await query(`alter policy "${name}" on soriano_ecliente.portal_requests using (${qual})`)
    }
    expect(await count()).toBe(1)
  })

  test('a merged party comes along, over a chain and in any order, and goes when it is parted', async () => {
    const [one = '', two = '', three = ''] = await portals.parties(3)
    for (const partyId of [one, two, three]) await fill(partyId)
    await portals.merge(one, two)
    await portals.merge(two, three)
    expect(await seen(await principal(three))).toEqual(everywhere(three))
    await portals.deliver('ecliente')
    // Told twice is told once.
    await portals.deliver('ecliente')
    for (const partyId of [one, two, three])
      expect(await seen(await principal(partyId))).toEqual(everywhere(one, two, three))
    expect(await seen(await principal(ana))).toEqual(everywhere(ana))
    await portals.unmerge(two, three)
    await portals.deliver('ecliente')
    expect(await seen(await principal(three))).toEqual(everywhere(three))
    expect(await seen(await principal(one))).toEqual(everywhere(one, two))
  })

  test('a consent is taken back by another row, and the newest holds', async () => {
    const me = own(ana)
    const say = (isGiven: boolean) =>
      me.portalConsent.create({
        data: { partyId: ana, purpose: 'PROFILING', channel: 'ANY', isGiven, textVersion: 'v1' },
      })
    await say(true)
    await say(false)
    await expect(me.portalConsent.updateMany({ data: { isGiven: true } })).rejects.toMatchObject({
      code: 'ACV306',
    })
    const [newest] = await me.portalConsent.findMany({
      where: { purpose: 'PROFILING' },
      orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    })
    expect(newest?.isGiven).toBe(false)
    await expect(
      portals.platform.query(
        `update soriano_ecliente.portal_consents set is_given = true where party_id = $1`,
        [ana],
      ),
    ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a request is answered once, with an answer', async () => {
    const me = own(ana)
    const { id } = await me.portalRequest.create({
      data: { partyId: ana, kind: 'DOCUMENT', subject: 'Duplicado', body: 'de la póliza' },
    })
    const end = (status: 'RESOLVED' | 'REJECTED', answer: string | null) =>
      me.portalRequest.update({ where: { id }, data: { status, answer } })
    await expect(end('RESOLVED', null)).rejects.toMatchObject({ code: 'ACV304' })
    const ended = await times(4, (at) => end(at % 2 === 0 ? 'RESOLVED' : 'REJECTED', 'enviado'))
    expect(ended).toBeGreaterThan(0)
    const first = (await me.portalRequest.findUnique({ where: { id } }))?.status
    const other = first === 'RESOLVED' ? 'REJECTED' : 'RESOLVED'
    await expect(end(other, 'otra')).rejects.toMatchObject({ code: 'ACV323' })
  })
})
