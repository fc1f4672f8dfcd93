// Promises of payroll: net is what is left to the cent, what is paid never changes, what is closed takes nothing.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { hrPayroll } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof hrPayroll]>
  beforeAll(async () => {
    few = await openFew(hrPayroll)
  })
  afterAll(() => few?.close())

  let months = 0
  const period = () =>
    few.insert('sm_hr_payroll.payroll_periods', {
      year: 2000 + Math.floor(months / 12),
      month: (months++ % 12) + 1,
      pay_on: '2026-01-28',
    })
  const slip = async (values = {}) =>
    few.insert('sm_hr_payroll.payslips', {
      period_id: await period(),
      employee_id: randomUUID(),
      ...values,
    })
  const line = (payslip_id: string, kind: string, amount: string) =>
    few.insert('sm_hr_payroll.payslip_lines', { payslip_id, kind, concept: 'x', amount })
  const move = (id: string, status: string) =>
    few.query(
      `update sm_hr_payroll.payslips set status = $2, paid_on = case $2 when 'PAID' then date '2026-01-28' end
       where id = $1`,
      [id, status],
    )
  const approve = async (id: string) => {
    await move(id, 'CALCULATED')
    await move(id, 'APPROVED')
  }
  const paid = async (values = {}) => {
    const id = await slip(values)
    await line(id, 'EARNING', '2000')
    await approve(id)
    await move(id, 'PAID')
    return id
  }

  test('net is gross less deductions, to the cent, whatever happens to the lines', async () => {
    const id = await slip()
    await line(id, 'EARNING', '1833.33')
    const bonus = await line(id, 'EARNING', '0.10')
    await line(id, 'DEDUCTION', '116.42')
    await line(id, 'DEDUCTION', '275.01')
    await few.query('delete from sm_hr_payroll.payslip_lines where id = $1', [bonus])
    const sums = `select gross || ' ' || deductions || ' ' || net from sm_hr_payroll.payslips where id = '${id}'`
    expect(await few.cell(sums)).toBe('1833.33 391.43 1441.90')
  })

  test('lines written at once are all counted', async () => {
    const id = await slip()
    const add = `insert into sm_hr_payroll.payslip_lines (payslip_id, kind, concept, amount)
      values ('${id}', 'EARNING', 'x', 10.01)`
    expect(await few.race(add, add)).toEqual(['done', 'done'])
    expect(await few.cell(`select net from sm_hr_payroll.payslips where id = '${id}'`)).toBe(
      '20.02',
    )
  })

  test('a paid slip stays as it is: it, its lines and its sums', async () => {
    const id = await paid()
    const attempts = [
      () => move(id, 'APPROVED'),
      () => few.query(`update sm_hr_payroll.payslips set gross = 1 where id = $1`, [id]),
      () => few.query('delete from sm_hr_payroll.payslips where id = $1', [id]),
      () => line(id, 'EARNING', '1'),
      () =>
        few.query('update sm_hr_payroll.payslip_lines set amount = 1 where payslip_id = $1', [id]),
      () => few.query('delete from sm_hr_payroll.payslip_lines where payslip_id = $1', [id]),
    ]
    for (const attempt of attempts) expect(await refusal(attempt())).toMatch(/ACV3(03|04|23)/)
  })

  test('a line added while the slip is approved comes too late', async () => {
    const id = await slip()
    await line(id, 'EARNING', '2000')
    await move(id, 'CALCULATED')
    const approval = `update sm_hr_payroll.payslips set status = 'APPROVED' where id = '${id}'`
    const add = `insert into sm_hr_payroll.payslip_lines (payslip_id, kind, concept, amount)
      values ('${id}', 'EARNING', 'x', 1)`
    expect(await few.race(approval, add)).toEqual(['done', 'ACV304'])
  })

  test('a correction is a new slip of the same employee for a paid one, once', async () => {
    const employee_id = randomUUID()
    const corrects_id = await paid({ employee_id })
    expect(await refusal(slip({ corrects_id }))).toContain('only a paid slip of the same employee')
    const open = await slip({ employee_id })
    expect(await refusal(slip({ employee_id, corrects_id: open }))).toContain('only a paid slip')
    await slip({ employee_id, corrects_id })
    expect(await refusal(slip({ employee_id, corrects_id }))).toContain('payslips_corrects_id_key')
  })

  test('an employee has one slip a period, and a closed period takes none', async () => {
    const values = { period_id: await period(), employee_id: randomUUID() }
    await slip(values)
    expect(await refusal(slip(values))).toContain('payslips_one_a_period_key')
    const close = `update sm_hr_payroll.payroll_periods set status = 'CLOSED' where id = '${values.period_id}'`
    const add = `insert into sm_hr_payroll.payslips (period_id, employee_id)
      values ('${values.period_id}', '${randomUUID()}')`
    expect(await few.race(close, add)).toEqual(['done', 'ACV304'])
    expect(await refusal(few.within(close.replace('CLOSED', 'OPEN')))).toContain('a closed period')
  })
})
