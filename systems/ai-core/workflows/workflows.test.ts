// Promises of workflows: a run goes on by the version with which it began, after a crash from the first step not done.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { workflows } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof workflows]>
  beforeAll(async () => {
    few = await openFew(workflows)
  })
  afterAll(() => few?.close())

  let made = 0
  const steps = JSON.stringify([
    { name: 'check', action: 'a' },
    { name: 'pay', action: 'b' },
  ])
  const version = async (values = {}) =>
    few.insert('sm_workflows.workflow_versions', {
      definition_id: await few.insert('sm_workflows.workflow_definitions', {
        key: `flow-${++made}`,
        name: 'Alta',
      }),
      version: 1,
      steps,
      ...values,
    })
  const publish = (id: string) =>
    few.query(`update sm_workflows.workflow_versions set status = 'PUBLISHED' where id = $1`, [id])
  const published = async (values = {}) => {
    const id = await version(values)
    await publish(id)
    return id
  }
  const run = async (values = {}) =>
    few.insert('sm_workflows.workflow_instances', { version_id: await published(), ...values })
  const step = (instance_id: string, name: string, values = {}) =>
    few.insert('sm_workflows.workflow_step_runs', { instance_id, step: name, ...values })

  test('a published version stays, and one at a time is published', async () => {
    const id = await published()
    const rewrite = few.query(
      `update sm_workflows.workflow_versions set steps = '[]' where id = $1`,
      [id],
    )
    expect(await refusal(rewrite)).toContain('write the next one')
    const definition = await few.cell(
      `select definition_id from sm_workflows.workflow_versions where id = '${id}'`,
    )
    const next = await version({ definition_id: definition, version: 2 })
    expect(await refusal(publish(next))).toContain('workflow_versions_one_published_key')
    await few.query(`update sm_workflows.workflow_versions set status = 'RETIRED' where id = $1`, [
      id,
    ])
    await publish(next)
  })

  test('a draft is not run, and a run keeps its version, to the migrator as well', async () => {
    expect(await refusal(run({ version_id: await version() }))).toContain('a draft is not run')
    const id = await run()
    const move = few.query(
      'update sm_workflows.workflow_instances set version_id = $2 where id = $1',
      [id, await published()],
    )
    expect(await refusal(move)).toContain('a run keeps its version')
  })

  test('after a crash somebody else goes on from the first step that is not done', async () => {
    const id = await run({ leased_by: 'worker:1', leased_until: '2020-01-01' })
    await step(id, 'check', { status: 'DONE', ended_at: '2020-01-01', output: '{"ok":true}' })
    await step(id, 'pay')
    const next = `select next_step from sm_workflows.resumable_runs where id = '${id}'`
    expect(await few.cell(next)).toBe('pay')
    const claim = (who: string) =>
      `update sm_workflows.workflow_instances set leased_by = '${who}', leased_until = '2999-01-01'
       where id = '${id}' and leased_until < acervo.now()`
    expect(await few.race(claim('worker:2'), claim('worker:3'))).toEqual(['done', 'done'])
    const holder = `select leased_by from sm_workflows.workflow_instances where id = '${id}'`
    expect(await few.cell(holder)).toBe('worker:2')
    expect(await few.cell(next)).toBe(undefined)
  })

  test('a step is done once: neither twice at once nor again', async () => {
    const id = await run()
    const begin = `insert into sm_workflows.workflow_step_runs (instance_id, step) values ('${id}', 'pay')`
    expect(await few.race(begin, begin)).toEqual(['done', 'ACV302'])
    const end = (output: string) =>
      few.query(
        `update sm_workflows.workflow_step_runs set status = 'DONE', output = $2 where instance_id = $1`,
        [id, output],
      )
    await end('{"paid":1}')
    expect(await refusal(end('{"paid":2}'))).toContain('a step is done once')
  })

  test('a run that has ended takes no step', async () => {
    const id = await run()
    const end = `update sm_workflows.workflow_instances set status = 'CANCELLED' where id = '${id}'`
    const begin = `insert into sm_workflows.workflow_step_runs (instance_id, step) values ('${id}', 'pay')`
    expect(await few.race(end, begin)).toEqual(['done', 'ACV304'])
  })
})
