// Promises of tasks: none waits in a circle, none is done before what it waits for, a blocked one has its clock stopped.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { tasksDatabase } from './database.ts'

onEachEngine(() => {
  /** The months of the audit are made around now. */
  const today = new Date().toISOString().slice(0, 10)
  let few: Few<readonly [typeof tasksDatabase]>
  beforeAll(async () => {
    few = await openFew(tasksDatabase)
  })
  afterAll(() => few?.close())

  const task = (values = {}) =>
    few.insert('sm_tasks.tasks', { title: 'Llamar al cliente', ...values })
  const waitText = (id: string, on: string) =>
    `insert into sm_tasks.task_dependencies (task_id, depends_on_id) values ('${id}', '${on}')`
  const set = (id: string, status: string) =>
    `update sm_tasks.tasks set status = '${status}',
      blocked_because = ${status === 'BLOCKED' ? `'espera a la compañía'` : 'null'} where id = '${id}'`
  /** As at that time: the clock of a test is a setting. */
  const then = (time: string, text: string) =>
    few.within(`select set_config('acervo.fake_now', '${today}T${time}Z', true)`, text)

  test('tasks never wait in a circle, also when two close it at once', async () => {
    const [a, b, c] = [await task(), await task(), await task()]
    await few.within(waitText(a, b), waitText(b, c))
    expect(await refusal(few.within(waitText(c, a)))).toContain('lead back')
    const [d, e] = [await task(), await task()]
    expect(await few.race(waitText(d, e), waitText(e, d))).toEqual(['done', 'ACV304'])
  })

  test('a task is done after what it waits for', async () => {
    const [a, b] = [await task(), await task()]
    await few.within(waitText(a, b))
    expect(await refusal(few.within(set(a, 'DONE')))).toContain('waits for a task')
    await few.within(set(b, 'DONE'), set(a, 'DONE'))
    const late = few.within(waitText(a, await task()))
    expect(await refusal(late)).toContain('waits for a task')
  })

  test('a dependency added while the task is done refuses one of the two', async () => {
    const [a, b] = [await task(), await task()]
    expect(await few.race(set(a, 'DONE'), waitText(a, b))).toEqual(['done', 'ACV304'])
  })

  test('what a task was blocked is added to its time', async () => {
    const id = randomUUID()
    const due = () =>
      few.cell(`select to_char(sla_due_at at time zone 'UTC', 'HH24:MI') || coalesce(' ' ||
        to_char(sla_waits_since at time zone 'UTC', 'HH24:MI'), '') from sm_tasks.tasks where id = '${id}'`)
    await then(
      '09:00',
      `insert into sm_tasks.tasks (id, title, sla_minutes) values ('${id}', 'x', 120)`,
    )
    expect(await due()).toBe('11:00')
    await then('09:30', set(id, 'BLOCKED'))
    expect(await due()).toBe('11:00 09:30')
    await then('10:15', set(id, 'DOING'))
    expect(await due()).toBe('11:45')
    await then('10:20', `update sm_tasks.tasks set sla_minutes = 60 where id = '${id}'`)
    expect(await due()).toBe('10:45')
    await then('10:30', set(id, 'DONE'))
    const stopped = `select to_char(sla_stopped_at at time zone 'UTC', 'HH24:MI') from sm_tasks.tasks where id = '${id}'`
    expect(await few.cell(stopped)).toBe('10:30')
    expect(await few.cell(`select count(*) from sm_tasks.late_tasks where id = '${id}'`)).toBe('0')
  })

  test('a request does not move the clock, and what is late is seen', async () => {
    const id = await task({ sla_minutes: 5 })
    const move = few.db.tasks.task.update({
      where: { id },
      data: { slaDueAt: '2099-01-01T00:00:00Z' } as never,
    })
    expect(await refusal(move)).toContain('ACV208')
    const old = randomUUID()
    await then(
      '09:00',
      `insert into sm_tasks.tasks (id, title, sla_minutes) values ('${old}', 'x', 30)`,
    )
    const late = async (time: string) =>
      (await then(time, `select id from sm_tasks.late_tasks where id = '${old}'`))[1]?.count
    expect([await late('09:29'), await late('09:31')]).toEqual([0, 1])
  })
})
