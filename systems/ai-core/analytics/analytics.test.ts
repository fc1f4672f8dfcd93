// Promises of the databases of analytics: each test breaks one, alone and with two at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineSystem } from '../../../kernel/index.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { interleave } from '../../../test/support/interleave.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import {
  cellOf,
  insertRow,
  toInsert,
  toUpdate,
  updateRow,
  type Values,
} from '../../../test/support/rows.ts'
import { analyticsDashboards } from '../analytics-dashboards/database.ts'
import { analyticsMetrics } from '../analytics-metrics/database.ts'
import { analyticsReports } from '../analytics-reports/database.ts'
import { analytics } from './database.ts'

const system = defineSystem({
  name: 'ai-core',
  databases: [analytics, analyticsReports, analyticsDashboards, analyticsMetrics],
})
const digest = (letter: string) => letter.repeat(64)

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system])
  })
  afterAll(() => platform?.close())

  const insert = (table: string, values: Values = {}) => insertRow(platform, table, values)
  const update = (table: string, id: string, set: string) => updateRow(platform, table, id, set)

  describe('sm_analytics', () => {
    const dataset = async (values: Values = {}) => {
      const id = await insert('sm_analytics.datasets', {
        name: randomUUID(),
        source: 'insurance.policy',
        columns: '{number,premium}',
        owner: 'user:owner',
        ...values,
      })
      await update('sm_analytics.datasets', id, `status = 'ACTIVE'`)
      return id
    }
    const as = (actor: string) => [`select set_config('acervo.actor', $1, true)`, [actor]] as const
    const run = (dataset_id: string) =>
      toInsert('sm_analytics.query_runs', randomUUID(), { dataset_id })
    const grant = (dataset_id: string, values: Values = {}) =>
      insert('sm_analytics.dataset_grants', {
        dataset_id,
        grantee: 'user:ana',
        granted_by: 'user:owner',
        expires_at: '2100-01-01',
        ...values,
      })

    test('a question is asked by the owner or by who has a grant that stands, and in no other name', async () => {
      const id = await dataset()
      const [, outsider] = await interleave(platform, [], [as('user:ana'), run(id)])
      expect(outsider).toContain('no grant stands')
      await grant(id)
      const named = toInsert('sm_analytics.query_runs', randomUUID(), {
        dataset_id: id,
        asked_by: 'user:somebody-else',
      })
      const [, forged] = await interleave(platform, [], [as('user:ana'), named])
      expect(forged).toContain('permission denied')
      expect(
        await interleave(platform, [as('user:owner'), run(id)], [as('user:ana'), run(id)]),
      ).toEqual([null, null])
      const text = `select string_agg(asked_by, ',' order by asked_by) from sm_analytics.query_runs where dataset_id = $1`
      expect(await cellOf(platform, text, [id])).toBe('user:ana,user:owner')
    })

    test('a grant that is being revoked is heeded by who asks at the same moment', async () => {
      const id = await dataset()
      const given = await grant(id)
      const revoked = toUpdate('sm_analytics.dataset_grants', given, 'revoked_at = acervo.now()')
      const [, outcome] = await interleave(platform, [revoked], [as('user:ana'), run(id)])
      expect(outcome).toContain('no grant stands')
    })

    test('of one dataset somebody has one grant at a time, and a revoked one makes room', async () => {
      const id = await dataset()
      const first = await grant(id)
      await expect(grant(id)).rejects.toMatchObject({ code: 'ACV302' })
      await update('sm_analytics.dataset_grants', first, 'revoked_at = acervo.clock()')
      await grant(id, { granted_at: '2090-01-01' })
      await expect(
        update('sm_analytics.dataset_grants', first, 'revoked_at = acervo.clock()'),
      ).rejects.toThrow('history')
    })

    test('a kept question only reads', async () => {
      const dataset_id = await dataset()
      const query = (verb: string | null) =>
        insert('sm_analytics.queries', {
          dataset_id,
          name: randomUUID(),
          owner: 'user:ana',
          request: JSON.stringify(verb === null ? {} : { verb }),
        })
      await query('findMany')
      for (const verb of ['update', 'delete', 'createMany', null])
        await expect(query(verb)).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('a private question is its owner’s alone, and nobody keeps one in another’s name', async () => {
      const dataset_id = await dataset()
      const ask = (actor: string, text: string, values: unknown[] = []) =>
        platform.targets
          .of('sm_analytics')
          .group({ settings: { 'acervo.actor': actor }, role: 'acervo_app' }, [{ text, values }])
          .then(([result]) => result)
      const text = `insert into sm_analytics.queries (dataset_id, name, owner, visibility, request)
        values ($1, $2, $3, $4, '{"verb":"count"}')`
      await ask('user:ana', text, [dataset_id, 'mine', 'user:ana', 'PRIVATE'])
      await ask('user:ana', text, [dataset_id, 'ours', 'user:ana', 'SHARED'])
      await expect(
        ask('user:eve', text, [dataset_id, 'hers', 'user:ana', 'SHARED']),
      ).rejects.toMatchObject({ code: 'ACV306' })
      const seen = `select name from sm_analytics.queries where dataset_id = $1 order by name`
      expect((await ask('user:eve', seen, [dataset_id]))?.rows).toEqual([['ours']])
      expect((await ask('user:ana', seen, [dataset_id]))?.rows).toEqual([['mine'], ['ours']])
      const taken = await ask('user:eve', `update sm_analytics.queries set name = 'x'`)
      expect(taken?.count).toBe(0)
    })
  })

  describe('sm_analytics_reports', () => {
    const report = async () => {
      const id = await insert('sm_analytics_reports.reports', {
        code: `R-${Math.floor(Math.random() * 1e9)}`,
        title: 'Primas por ramo',
        dataset_id: randomUUID(),
        definition: '{}',
        owner: 'user:owner',
      })
      await update('sm_analytics_reports.reports', id, `status = 'ACTIVE'`)
      return id
    }
    const run = async (report_id: string, values: Values = {}) => {
      const id = await insert('sm_analytics_reports.runs', {
        report_id,
        definition_version: 1,
        as_of: '2026-01-01',
        asked_by: 'user:ana',
        ...values,
      })
      await update('sm_analytics_reports.runs', id, `status = 'RUNNING'`)
      return id
    }
    const success = (letter: string) =>
      `status = 'SUCCEEDED', rows = 3, data_hash = '${digest(letter)}'`

    test('the same inputs give the same data, whoever comes second', async () => {
      const id = await report()
      const [one, two, other] = [await run(id), await run(id), await run(id)]
      const ended = (run: string, letter: string) =>
        toUpdate('sm_analytics_reports.runs', run, success(letter))
      const [, outcome] = await interleave(platform, [ended(one, 'a')], [ended(two, 'b')])
      expect(outcome).toContain('runs_same_inputs_same_data_excl')
      await update('sm_analytics_reports.runs', other, success('a'))
      const later = await run(id, { as_of: '2026-02-01' })
      await update('sm_analytics_reports.runs', later, success('b'))
      const narrower = await run(id, { parameters: '{"line":"HOME"}' })
      await update('sm_analytics_reports.runs', narrower, success('c'))
    })

    test('a run that ended is history, and only one that succeeded is delivered, once', async () => {
      const reportId = await report()
      const [id, other] = [await run(reportId), await run(reportId)]
      await update('sm_analytics_reports.runs', other, success('a'))
      const deliver = () =>
        insert('sm_analytics_reports.deliveries', {
          run_id: id,
          channel: 'EMAIL',
          recipient: 'a@example.com',
          format: 'PDF',
        })
      await expect(deliver()).rejects.toThrow('succeeded')
      await update('sm_analytics_reports.runs', id, success('a'))
      await deliver()
      await expect(deliver()).rejects.toMatchObject({ code: 'ACV302' })
      await expect(update('sm_analytics_reports.runs', id, 'rows = 4')).rejects.toThrow('history')
      await expect(
        platform.query('delete from sm_analytics_reports.runs where id = $1', [other]),
      ).rejects.toThrow('history')
    })

    test('a report that asks something else by now takes no run of what it asked before', async () => {
      const id = await report()
      const changed = toUpdate('sm_analytics_reports.reports', id, 'definition_version = 2')
      const started = toInsert('sm_analytics_reports.runs', randomUUID(), {
        report_id: id,
        definition_version: 1,
        as_of: '2026-01-01',
        asked_by: 'user:ana',
      })
      const [, outcome] = await interleave(platform, [changed], [started])
      expect(outcome).toContain('asks something else')
    })
  })

  describe('sm_analytics_dashboards', () => {
    const dashboard = () =>
      insert('sm_analytics_dashboards.dashboards', {
        slug: `d-${Math.floor(Math.random() * 1e9)}`,
        title: 'Dirección',
        owner: 'user:owner',
      })
    const place = (dashboard_id: string, values: Values = {}) => ({
      dashboard_id,
      title: 'Pólizas en vigor',
      kind: 'NUMBER',
      metric_version_id: randomUUID(),
      definition: 'Pólizas con estado en vigor',
      left: 0,
      top: 0,
      ...values,
    })
    // `left` is a word of SQL.
    const tile = (dashboard_id: string, values: Values = {}) => {
      const { left, ...rest } = place(dashboard_id, values)
      return insert('sm_analytics_dashboards.tiles', { ...rest, '"left"': left })
    }
    const refreshed = (id: string, value: number, asOf: string) =>
      toUpdate('sm_analytics_dashboards.tiles', id, `value = '${value}', data_as_of = '${asOf}'`)

    test('older data never come over newer ones', async () => {
      const id = await tile(await dashboard())
      const [, late] = await interleave(
        platform,
        [refreshed(id, 2, '2026-02-01')],
        [refreshed(id, 1, '2026-01-01')],
      )
      expect(late).toContain('newer data')
      expect(
        await cellOf(platform, 'select value from sm_analytics_dashboards.tiles where id = $1', [
          id,
        ]),
      ).toBe('2')
    })

    test('a tile shows nothing without its definition and its age', async () => {
      const on = await dashboard()
      await expect(tile(on, { definition: ' ' })).rejects.toMatchObject({ code: 'ACV304' })
      await expect(tile(on, { value: '1' })).rejects.toMatchObject({ code: 'ACV304' })
      const id = await tile(on, { value: '1', data_as_of: '2020-01-01' })
      await expect(
        update('sm_analytics_dashboards.tiles', id, `metric_version_id = gen_random_uuid()`),
      ).rejects.toThrow('another definition')
      const text = `select stale, age_minutes > 0, definition from sm_analytics_dashboards.tile_states where tile_id = $1`
      expect((await platform.query(text, [id])).rows).toEqual([
        ['t', 't', 'Pólizas con estado en vigor'],
      ])
    })

    test('two tiles do not lie one over the other', async () => {
      const on = await dashboard()
      await tile(on, { width: 2 })
      await expect(tile(on, { left: 1 })).rejects.toMatchObject({ code: 'ACV302' })
      await tile(on, { left: 2 })
      await expect(tile(on, { left: 11, top: 5, width: 2 })).rejects.toMatchObject({
        code: 'ACV304',
      })
    })
  })

  describe('sm_analytics_metrics', () => {
    const metric = () =>
      insert('sm_analytics_metrics.metrics', {
        name: `m_${randomUUID().replaceAll('-', '')}`,
        title: 'Tasa de anulación',
        description: 'Pólizas anuladas entre pólizas en vigor',
        unit: '%',
        owner: 'user:owner',
      })
    const draft = (metric_id: string) =>
      insert('sm_analytics_metrics.metric_versions', {
        metric_id,
        kind: 'RATIO',
        formula: 'anuladas / en vigor',
        inputs: '{}',
      })
    const publish = (id: string) =>
      toUpdate('sm_analytics_metrics.metric_versions', id, `status = 'PUBLISHED'`)
    const published = async () => {
      const id = await draft(await metric())
      await update('sm_analytics_metrics.metric_versions', id, `status = 'PUBLISHED'`)
      return id
    }
    const value = (metric_version_id: string, values: Values = {}) => ({
      metric_version_id,
      period_start: '2026-01-01',
      period_end: '2026-02-01',
      numerator: '1',
      denominator: '3',
      input_digest: digest('a'),
      ...values,
    })
    const add = (id: string, values: Values = {}) =>
      insert('sm_analytics_metrics.metric_values', value(id, values))

    test('versions count from one without gaps, two who write at once included', async () => {
      const metric_id = await metric()
      const written = () =>
        toInsert('sm_analytics_metrics.metric_versions', randomUUID(), {
          metric_id,
          kind: 'COUNT',
          formula: 'x',
          inputs: '{}',
        })
      expect(await interleave(platform, [written(), written()], [written()])).toEqual([null, null])
      const text = `select string_agg(version::text, ',' order by version)
        from sm_analytics_metrics.metric_versions where metric_id = $1`
      expect(await cellOf(platform, text, [metric_id])).toBe('1,2,3')
    })

    test('one definition is in force, two who publish at once included', async () => {
      const id = await metric()
      const [one, two] = [await draft(id), await draft(id)]
      expect(await interleave(platform, [publish(one)], [publish(two)])).toEqual([null, null])
      const text = `select string_agg(status, ',' order by version)
        from sm_analytics_metrics.metric_versions where metric_id = $1`
      expect(await cellOf(platform, text, [id])).toBe('RETIRED,PUBLISHED')
      await update('sm_analytics_metrics.metric_versions', one, `status = 'PUBLISHED'`)
      expect(await cellOf(platform, text, [id])).toBe('PUBLISHED,RETIRED')
    })

    test('a version that was published neither changes nor goes', async () => {
      const id = await published()
      for (const set of [
        `formula = 'y'`,
        `inputs = '{"a":1}'`,
        `status = 'RETIRED', formula = 'y'`,
      ])
        await expect(update('sm_analytics_metrics.metric_versions', id, set)).rejects.toThrow(
          'does not change',
        )
      await expect(
        platform.query('delete from sm_analytics_metrics.metric_versions where id = $1', [id]),
      ).rejects.toThrow('does not change')
      await expect(
        update('sm_analytics_metrics.metric_versions', id, `status = 'DRAFT'`),
      ).rejects.toMatchObject({ code: 'ACV323' })
    })

    test('what is recomputed from the same data is the same', async () => {
      const id = await published()
      await add(id)
      const text = `select value from sm_analytics_metrics.metric_values
        where metric_version_id = $1 and superseded_at is null`
      expect(await cellOf(platform, text, [id])).toBe('0.3333333333')
      await expect(add(id, { numerator: '2' })).rejects.toMatchObject({ code: 'ACV302' })
      await expect(add(id, { denominator: '4' })).rejects.toMatchObject({ code: 'ACV302' })
      await add(id, { numerator: '2', input_digest: digest('b') })
      expect(await cellOf(platform, text, [id])).toBe('0.6666666667')
    })

    test('one value is in force, two who compute at once included', async () => {
      const id = await published()
      const computed = (letter: string, numerator: string) =>
        toInsert(
          'sm_analytics_metrics.metric_values',
          randomUUID(),
          value(id, { numerator, input_digest: digest(letter) }),
        )
      expect(await interleave(platform, [computed('a', '1')], [computed('b', '2')])).toEqual([
        null,
        null,
      ])
      const text = `select count(*) filter (where superseded_at is null), count(*)
        from sm_analytics_metrics.metric_values where metric_version_id = $1`
      expect((await platform.query(text, [id])).rows).toEqual([['1', '2']])
      const [, outcome] = await interleave(platform, [computed('c', '3')], [computed('c', '4')])
      expect(outcome).toContain('metric_values_')
    })

    test('a draft measures nothing, and nothing is divided by nothing', async () => {
      await expect(add(await draft(await metric()))).rejects.toThrow('draft')
      const id = await published()
      await add(id, { denominator: '0' })
      const text =
        'select value from sm_analytics_metrics.metric_values where metric_version_id = $1'
      expect(await cellOf(platform, text, [id])).toBeNull()
    })
  })
})
