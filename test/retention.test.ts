// The periods that the five specifications promise, as their systems declare them: what the guide tells.
import { expect, test } from 'vitest'
import { defineModel } from '../kernel/model/define-model.ts'
import { rulesOf } from '../kernel/retention/rules.ts'
import { systems } from '../systems/index.ts'

const rules = rulesOf(defineModel(systems).databases.values())

test.each([
  ['banking.detection_events', '90 days', 'archive'],
  ['agents.usage_logs', '1 year', 'archive'],
  ['agents.file_access_logs', '1 year', 'delete'],
  ['agents.mcp_sync_logs', '30 days', 'delete'],
  ['agents.storage_files', '0 days', 'delete'],
  ['conversations.error_logs', '30 days', 'delete'],
])('rows of %s are kept for %s, then %s', (name, keep, after) => {
  const rule = rules.find(({ table }) => `${table.schema}.${table.sqlName}` === name)
  expect(rule?.retention).toMatchObject({ keep, after })
})

test('thirty days of detections are hot', () => {
  const rule = rules.find(({ table }) => table.sqlName === 'detection_events')
  expect(rule?.retention.hot).toBe('30 days')
})

test('ended sessions of every system are kept for thirty days, links for one', () => {
  const kept = (part: string) =>
    rules
      .filter(({ table }) => table.identity?.part === part)
      .map(({ retention }) => retention.keep)
  expect(kept('session')).toEqual(Array.from({ length: systems.length }, () => '30 days'))
  expect(new Set(kept('token'))).toEqual(new Set(['1 day']))
})

test('every audit is kept for two years at least, and nothing of it ever goes', () => {
  const databases = [...defineModel(systems).databases.values()]
  const audits = databases.flatMap(({ auditLog }) => auditLog ?? [])
  expect(audits.length).toBeGreaterThan(40)
  for (const { retention } of audits)
    expect(retention).toMatchObject({ keep: '2 years', after: 'keep' })
})
