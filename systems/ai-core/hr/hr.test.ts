// Promises of people at work: nobody is away twice on a day, nobody is their own chief, pay is not read by who may not.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { hr } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof hr]>
  beforeAll(async () => {
    few = await openFew(hr)
  })
  afterAll(() => few?.close())

  let numbers = 0
  const employee = (values = {}) =>
    few.insert('sm_hr.employees', {
      number: `E${++numbers}`,
      party_id: randomUUID(),
      display_name: 'Ana',
      job_title: 'Gestora',
      hired_on: '2020-01-01',
      ...values,
    })
  const away = (employee_id: string, starts_on: string, ends_on: string, values = {}) =>
    few.insert('sm_hr.absences', { employee_id, kind: 'HOLIDAY', starts_on, ends_on, ...values })
  const awayText = (id: string, starts: string, ends: string) =>
    `insert into sm_hr.absences (employee_id, kind, starts_on, ends_on)
      values ('${id}', 'HOLIDAY', '${starts}', '${ends}')`

  test('two absences of one employee share no day, the last one included', async () => {
    const [ana, bea] = [await employee(), await employee()]
    await away(ana, '2026-08-01', '2026-08-15')
    expect(await refusal(away(ana, '2026-08-15', '2026-08-20'))).toContain(
      'absences_no_overlap_excl',
    )
    await away(ana, '2026-08-16', '2026-08-20')
    await away(bea, '2026-08-10', '2026-08-12')
  })

  test('a rejected absence makes room, and is not brought back into it', async () => {
    const ana = await employee()
    const first = await away(ana, '2026-08-01', '2026-08-15')
    const chief = await employee()
    await few.query(
      `update sm_hr.absences set status = 'REJECTED', decided_by_id = $2, decided_at = acervo.now()
       where id = $1`,
      [first, chief],
    )
    await away(ana, '2026-08-10', '2026-08-12')
    const back = few.query(`update sm_hr.absences set status = 'APPROVED' where id = $1`, [first])
    expect(await refusal(back)).toContain('ACV323')
  })

  test('of two requests for the same days at once one is taken', async () => {
    const ana = await employee()
    const ended = await few.race(
      awayText(ana, '2026-09-01', '2026-09-10'),
      awayText(ana, '2026-09-10', '2026-09-12'),
    )
    expect(ended).toEqual(['done', 'ACV302'])
  })

  test('nobody decides on their own absence', async () => {
    const ana = await employee()
    const own = away(ana, '2026-10-01', '2026-10-02', {
      status: 'APPROVED',
      decided_by_id: ana,
      decided_at: '2026-09-01',
    })
    expect(await refusal(own)).toContain('absences_not_by_oneself_check')
  })

  test('lines of command are a tree, also when two chiefs are changed at once', async () => {
    const [ana, bea, eva] = [await employee(), await employee(), await employee()]
    const obey = (id: string, chief: string) =>
      `update sm_hr.employees set manager_id = '${chief}' where id = '${id}'`
    await few.within(obey(bea, ana), obey(eva, bea))
    expect(await refusal(few.within(obey(ana, eva)))).toContain('lead back')
    const [ida, luz] = [await employee(), await employee()]
    expect(await few.race(obey(ida, luz), obey(luz, ida))).toEqual(['done', 'ACV304'])
  })

  test('a day has one contract', async () => {
    const employeeId = await employee()
    const sign = (startsOn: string, endsOn?: string) =>
      few.db.hr.employmentContract.create({
        data: { employeeId, startsOn, annualSalary: '2400000', ...(endsOn && { endsOn }) },
      })
    await sign('2025-01-01', '2025-06-30')
    expect(await refusal(sign('2025-06-30'))).toContain('employment_contracts_one_a_day_excl')
    await sign('2025-07-01')
  })

  test('pay and accounts lie encrypted, and an account is found by its blind index', async () => {
    const { employeeId } = await few.db.hr.employmentContract.create({
      data: { employeeId: await employee(), startsOn: '2026-01-01', annualSalary: '3100000' },
    })
    const iban = 'ES9121000418450200051332'
    await few.db.hr.employee.update({ where: { id: employeeId }, data: { iban } })
    const stored = await few.query(
      `select encode(c.annual_salary, 'escape'), encode(e.iban, 'escape')
       from sm_hr.employment_contracts c join sm_hr.employees e on e.id = c.employee_id
       where e.id = $1`,
      [employeeId],
    )
    expect(JSON.stringify(stored.rows)).not.toMatch(/3100000|ES91/)
    const [found] = await few.db.hr.employee.findMany({
      where: { iban: 'es91 2100 0418 4502 0005 1332' },
    })
    expect(found?.id).toBe(employeeId)
  })

  test('who left says when', async () => {
    expect(await refusal(employee({ status: 'LEFT' }))).toContain('employees_left_check')
  })
})
