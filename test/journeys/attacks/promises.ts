// What every attack must come to, for one set of attackers: the test makes one case in five, the campaign all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../../kernel/index.ts'
import type { Request } from '../../../kernel/query/request.ts'
import { type Attacker, attackers } from './attackers.ts'
import { type Attack, toAimedWrites, toBroadWrites, toReads } from './requests.ts'
import { markOf, type Row, rowsOf, type Tenant, tenants } from './rows.ts'
import { digestOfOthers, openShop, outcomeOf, reset, type Shop } from './twin.ts'

const everybody = Object.values(tenants)
const readVerbs = new Set(['findMany', 'findFirst', 'findUnique', 'count', 'aggregate', 'groupBy'])
const timeout = 600_000

/** `oneIn`: how many generated requests stand for one that is made. */
export function holdAttacks({ oneIn }: { readonly oneIn: number }): void {
  let full: Shop
  let alone: Shop
  const ended = new Map<string, number>()
  beforeAll(async () => {
    full = await openShop()
    alone = await openShop()
  })
  afterAll(async () => {
    const cases = [...ended.values()].reduce((sum, count) => sum + count, 0)
    console.info(`attacks: ${cases} cases ended in`, Object.fromEntries(ended))
    await full?.close()
    await alone?.close()
  })

  describe.each(attackers)('$who', (attacker) => {
    const principal = toPrincipal(attacker)
    const others = everybody.filter((tenant) => !attacker.sees.includes(tenant))
    const own = attacker.sees[0]
    let offered = 0

    const attempt = async (request: Request): Promise<void> => {
      if (offered++ % (oneIn * (attacker.oneIn ?? 1)) !== 0) return
      const seen = await outcomeOf(full, principal, request)
      const end = /"code":"(\w+)"/.exec(seen)?.[1] ?? 'an answer'
      ended.set(end, (ended.get(end) ?? 0) + 1)
      const wanted = await outcomeOf(alone, principal, request)
      // The claim is read when the plan first needs it, so that one plan fails and another finds nothing.
      const isUnread = attacker.mayFail === true && `${seen}${wanted}`.includes('"code":"ACV310"')
      if (!isUnread) expect({ request, seen }).toEqual({ request, seen: wanted })
      if (isUnread || readVerbs.has(request.verb))
        expectSilent(seen, { request, principal }, others)
    }
    const attack = async (name: string, attacks: readonly Attack[]): Promise<void> => {
      const [database = '', table = ''] = name.split('.')
      for (const one of attacks) await attempt({ database, table, ...one })
    }
    const tableOf = (name: string) => {
      const [database = '', table = ''] = name.split('.')
      const found = full.acervo.model.databases.get(database)?.tables.get(table)
      if (found === undefined) throw new Error(`no ${name}`)
      return found
    }
    const victimsOf = (name: string): readonly Row[] =>
      others.slice(0, 2).flatMap((tenant) => rowsOf(tenant).get(name) ?? viewRows(tenant))

    beforeAll(async () => {
      await reset(full, everybody)
      await reset(alone, attacker.sees)
    })

    test('reads what it would read if nobody else existed', { timeout }, async () => {
      for (const name of [...rowsOf(everybody[0] as Tenant).keys(), 'shop.sale'])
        await attack(name, toReads(full.acervo.model, tableOf(name), victimsOf(name)))
    })

    test('writes what it would write, and nothing of anybody else', { timeout }, async () => {
      const before = await digestOfOthers(full, attacker.sees)
      for (const shape of [toAimedWrites, toBroadWrites])
        for (const name of rowsOf(everybody[0] as Tenant).keys()) {
          const mine = own === undefined ? undefined : rowsOf(own).get(name)?.[0]
          const table = tableOf(name)
          await attack(
            name,
            victimsOf(name).flatMap((victim) => shape(table, victim, mine)),
          )
          expect(await digestOfOthers(full, attacker.sees)).toBe(before)
        }
    })
  })
}

function toPrincipal({ claims, purpose }: Attacker): Principal {
  return {
    actor: 'user:attacker',
    ...(claims === undefined ? {} : { claims }),
    ...(purpose === undefined ? {} : { purpose }),
  }
}

function viewRows(tenant: Tenant): readonly Row[] {
  const [order] = rowsOf(tenant).get('shop.order') ?? []
  return [{ orderId: order?.id, client: `Ana ${markOf(tenant)}`, total: order?.total }]
}

/** What the asker says may be said back; nothing else of another tenant may, whatever the twin shows. */
function expectSilent(seen: string, asked: unknown, others: readonly Tenant[]): void {
  const told = JSON.stringify(asked)
  for (const mark of others.flatMap((tenant) => [markOf(tenant), tenant.id]))
    if (seen.includes(mark) && !told.includes(mark)) expect({ told, seen }).toBe(`without ${mark}`)
}
