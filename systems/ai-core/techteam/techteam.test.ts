// Promises of on-call: a published rota is covered without gaps by one person at a time.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { techteam } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof techteam]>
  beforeAll(async () => {
    few = await openFew(techteam)
  })
  afterAll(() => few?.close())

  let made = 0
  const at = (day: number) => `2026-06-${String(day).padStart(2, '0')}T08:00:00Z`
  const rota = async () => {
    const id = await few.insert('sm_techteam.on_call_rotas', {
      name: `Guardia ${++made}`,
      starts_at: at(1),
      ends_at: at(8),
    })
    return id
  }
  const shift = (rota_id: string, from: number, to: number, employee_id = randomUUID()) =>
    few.insert('sm_techteam.on_call_shifts', {
      rota_id,
      employee_id,
      starts_at: at(from),
      ends_at: at(to),
    })
  const publish = (id: string) =>
    few.query(`update sm_techteam.on_call_rotas set status = 'PUBLISHED' where id = $1`, [id])
  const covered = async () => {
    const id = await rota()
    const shifts = [await shift(id, 1, 4), await shift(id, 4, 8)]
    await publish(id)
    return { id, first: shifts[0] ?? '', second: shifts[1] ?? '' }
  }
  const words = 'covered from end to end'

  test('a rota is not published with a gap, at either end or in between', async () => {
    for (const [[a, b], [c, d]] of [
      [
        [1, 3],
        [4, 8],
      ],
      [
        [2, 4],
        [4, 8],
      ],
      [
        [1, 4],
        [4, 7],
      ],
    ] as [number, number][][] as [[number, number], [number, number]][]) {
      const id = await rota()
      await shift(id, a, b)
      await shift(id, c, d)
      expect(await refusal(publish(id))).toContain(words)
    }
    expect(await refusal(publish(await rota()))).toContain(words)
  })

  test('published, no shift goes away or gets shorter; two may be swapped in one transaction', async () => {
    const { first, second } = await covered()
    const set = (id: string, from: number, to: number) =>
      `update sm_techteam.on_call_shifts set starts_at = '${at(from)}', ends_at = '${at(to)}' where id = '${id}'`
    expect(await refusal(few.within(set(first, 1, 3)))).toContain(words)
    const gone = few.query('delete from sm_techteam.on_call_shifts where id = $1', [first])
    expect(await refusal(gone)).toContain(words)
    await few.within(set(first, 1, 2), set(second, 2, 8))
  })

  test('a rota made longer, or published while a shift is taken away, is refused', async () => {
    const { id } = await covered()
    const longer = few.query('update sm_techteam.on_call_rotas set ends_at = $2 where id = $1', [
      id,
      at(9),
    ])
    expect(await refusal(longer)).toContain(words)
    const other = await rota()
    const only = await shift(other, 1, 8)
    const ended = await few.race(
      `delete from sm_techteam.on_call_shifts where id = '${only}'`,
      `update sm_techteam.on_call_rotas set status = 'PUBLISHED' where id = '${other}'`,
    )
    expect(ended).toEqual(['done', 'ACV304'])
  })

  test('one person at a time, and nobody twice', async () => {
    const [one, two, ana] = [await rota(), await rota(), randomUUID()]
    await shift(one, 1, 4, ana)
    expect(await refusal(shift(one, 3, 5))).toContain('on_call_shifts_one_at_a_time_excl')
    expect(await refusal(shift(two, 3, 5, ana))).toContain('on_call_shifts_not_twice_excl')
  })

  test('an incident is closed with what was learnt', async () => {
    const id = await few.insert('sm_techteam.incidents', {
      title: 'Caída de la web',
      severity: 'SEV1',
      responder_id: randomUUID(),
    })
    const set = (status: string, more = '') =>
      few.query(`update sm_techteam.incidents set status = '${status}'${more} where id = $1`, [id])
    expect(await refusal(set('CLOSED'))).toContain('ACV323')
    await set('RESOLVED')
    expect(await refusal(set('CLOSED'))).toContain('incidents_cause_check')
    await set('CLOSED', `, cause = 'certificado caducado'`)
  })
})
