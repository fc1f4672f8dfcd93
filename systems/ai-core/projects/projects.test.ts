// Promises of projects: nobody works twice at a time, approved hours stay, a closed project takes none.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { projectsDatabase } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof projectsDatabase]>
  beforeAll(async () => {
    few = await openFew(projectsDatabase)
  })
  afterAll(() => few?.close())

  let made = 0
  const project = () =>
    few.insert('sm_projects.projects', { code: `P${++made}`, name: 'Portal', status: 'ACTIVE' })
  const workText = (projectId: string, employeeId: string, from: string, to: string) =>
    `insert into sm_projects.timesheet_entries (project_id, employee_id, starts_at, ends_at)
      values ('${projectId}', '${employeeId}', '2026-03-02T${from}Z', '2026-03-02T${to}Z')`
  const spent = (id: string) =>
    few.cell(`select spent_minutes from sm_projects.projects where id = '${id}'`)

  test('nobody works on two projects at once, written at once or not', async () => {
    const [one, two, ana] = [await project(), await project(), randomUUID()]
    const ended = await few.race(
      workText(one, ana, '09:00', '11:00'),
      workText(two, ana, '10:59', '12:00'),
    )
    expect(ended).toEqual(['done', 'ACV302'])
    await few.within(workText(two, ana, '11:00', '11:30'))
    expect([await spent(one), await spent(two)]).toEqual(['120', '30'])
  })

  test('approved hours stay, and nobody approves their own', async () => {
    const [id, ana] = [await project(), randomUUID()]
    await few.within(workText(id, ana, '09:00', '10:00'))
    const approve = (by: string) =>
      few.query(
        `update sm_projects.timesheet_entries set status = 'APPROVED', approved_by_id = $2
         where project_id = $1`,
        [id, by],
      )
    expect(await refusal(approve(ana))).toContain('timesheet_entries_not_by_oneself_check')
    await approve(randomUUID())
    for (const text of [
      `update sm_projects.timesheet_entries set description = 'x' where project_id = $1`,
      'delete from sm_projects.timesheet_entries where project_id = $1',
    ])
      expect(await refusal(few.query(text, [id]))).toContain('approved hours stay')
  })

  test('hours written while the project closes come too late', async () => {
    const id = await project()
    const close = `update sm_projects.projects set status = 'CLOSED' where id = '${id}'`
    const ended = await few.race(close, workText(id, randomUUID(), '09:00', '10:00'))
    expect(ended).toEqual(['done', 'ACV304'])
  })

  test('a milestone that is reached says when', async () => {
    const reached = few.insert('sm_projects.milestones', {
      project_id: await project(),
      name: 'Entrega',
      due_on: '2026-06-01',
      status: 'REACHED',
    })
    expect(await refusal(reached)).toContain('milestones_reached_check')
  })
})
