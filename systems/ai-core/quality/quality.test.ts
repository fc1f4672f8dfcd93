// What is wrong is closed by somebody else than who was responsible, after it was put right and verified.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana', agent?: string) =>
    platform.db.as({
      actor: `user:${name}`,
      ...(agent === undefined ? {} : { agent: { id: agent } }),
    }).quality
  const found = async (responsible = 'user:leo') => {
    const { id } = await as().nonConformity.create({
      data: {
        number: randomUUID(),
        description: 'recibos sin conciliar',
        responsible,
        dueOn: '2026-12-01',
        rootCause: 'fichero duplicado',
      },
    })
    const action = await as().correctiveAction.create({
      data: {
        nonConformityId: id,
        description: 'control de duplicados',
        owner: 'user:leo',
        dueOn: '2026-11-30',
      },
    })
    await move(id, 'ACTION')
    return { id, actionId: action.id }
  }
  const move = (
    id: string,
    status: 'ACTION' | 'VERIFIED' | 'CLOSED',
    name?: string,
    agent?: string,
  ) => as(name, agent).nonConformity.update({ where: { id }, data: { status } })
  const verified = async () => {
    const { id, actionId } = await found()
    await as().correctiveAction.update({
      where: { id: actionId },
      data: { doneOn: '2026-11-25', isEffective: true, evidence: 'informe 12' },
    })
    await move(id, 'VERIFIED', 'bea')
    return id
  }

  test('who is responsible does not close it, nor make somebody else responsible to do so', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await verified()
        return times(4, (at) =>
          at % 2 === 0
            ? move(id, 'CLOSED', 'leo')
            : as('leo').nonConformity.update({ where: { id }, data: { responsible: 'user:noa' } }),
        )
      },
      without: `alter table sm_quality.non_conformities drop constraint non_conformities_closer_check;
        drop trigger states_update on sm_quality.non_conformities`,
    })
  })

  test('nobody signs for somebody else, and no agent signs', async () => {
    const id = await verified()
    await expect(move(id, 'CLOSED', 'eva', 'agent-1')).rejects.toMatchObject({ code: 'ACV306' })
    const forged = as('leo').nonConformity.update({
      where: { id },
      data: { status: 'CLOSED', closedBy: 'user:eva' } as never,
    })
    await expect(forged).rejects.toThrow()
    const closed = await move(id, 'CLOSED', 'eva')
    expect([closed.verifiedBy, closed.closedBy]).toEqual(['user:bea', 'user:eva'])
    const again = as().nonConformity.update({ where: { id }, data: { description: 'x' } })
    await expect(again).rejects.toThrow()
  })

  test('nothing is verified before each of its actions helped', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await found()
        return times(3, () => move(id, 'VERIFIED', 'bea'))
      },
      without: `alter table sm_quality.non_conformities drop constraint non_conformities_verified_check`,
    })
  })

  test('nobody audits their own work', async () => {
    const audit = (auditee: string) =>
      as().qualityAudit.create({
        data: {
          number: randomUUID(),
          scope: 'Cobros',
          leadAuditor: 'user:bea',
          auditee,
          plannedOn: '2026-12-01',
        },
      })
    await expect(audit('user:bea')).rejects.toMatchObject({ code: 'ACV304' })
    await audit('user:leo')
  })
})
