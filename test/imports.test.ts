// The invariants of ARCHITECTURE.md that are about imports. Each rule is shown a small tree that
// breaks it and one beside the border that does not, then the tree itself.
import { expect, test } from 'vitest'
import { parseSource, readTree } from './support/import-graph.ts'
import { importRules } from './support/import-rules.ts'

const tree = readTree(new URL('..', import.meta.url).pathname)

type Sources = Readonly<Record<string, string>>

const door = { 'kernel/index.ts': `export { tenant } from './traits/tenant/tenant.ts'` }

const samples: Readonly<Record<string, { breaks: readonly Sources[]; keeps: readonly Sources[] }>> =
  {
    'files form no import cycle': {
      breaks: [
        { 'kernel/a.ts': `import './b.ts'`, 'kernel/b.ts': `export { a } from './a.ts'` },
        { 'kernel/a.ts': `import type { B } from './b.ts'`, 'kernel/b.ts': `import './a.ts'` },
        { 'kernel/a.ts': `type B = import('./b.ts').B`, 'kernel/b.ts': `await import('./a.ts')` },
      ],
      keeps: [{ 'kernel/a.ts': `import './b.ts'`, 'kernel/b.ts': `// import './a.ts'` }],
    },
    'folders form no import cycle': {
      breaks: [
        {
          'kernel/table/a.ts': `import '../model/a.ts'`,
          'kernel/model/b.ts': `import '../table/b.ts'`,
        },
        {
          'kernel/table/deep/a.ts': `import '../../model/a.ts'`,
          'kernel/model/b.ts': `import '../table/b.ts'`,
        },
      ],
      keeps: [
        {
          'kernel/table/a.ts': `import '../model/a.ts'`,
          'kernel/model/b.test.ts': `import '../table/b.ts'`,
        },
      ],
    },
    'only kernel/database imports a driver': {
      breaks: [
        { 'kernel/query/a.ts': `import pg from 'pg'` },
        { 'server/a.ts': `import { parse } from 'pg-connection-string'` },
        { 'cli/a.ts': `const engine = await import('@electric-sql/pglite/vector')` },
      ],
      keeps: [
        { 'kernel/database/a.ts': `import pg from 'pg'`, 'cli/b.ts': `import 'pgtools'` },
        { 'kernel/work/jobs/a.ts': `import { PgBoss } from 'pg-boss'` },
      ],
    },
    'the kernel imports nothing but the kernel': {
      breaks: [
        { 'kernel/query/a.ts': `import '../../systems/index.ts'` },
        { 'kernel/database/a.ts': `import { config } from '../../config.ts'` },
      ],
      keeps: [{ 'kernel/query/a.ts': `import '../model/index.ts'` }],
    },
    'other rooms reach the kernel through its doors': {
      breaks: [
        { 'server/a.ts': `import { sql } from '../kernel/database/sql.ts'` },
        { 'cli/migrate.ts': `import { plan } from '../kernel/migrate/plan.ts'` },
      ],
      keeps: [{ 'server/a.ts': `import '../kernel/index.ts'` }],
    },
    'a system imports the door of the kernel and itself': {
      breaks: [
        { 'systems/ai-core/a.ts': `import '../orquix/run.ts'` },
        { 'systems/ai-core/a.ts': `import '../../kernel/table/column.ts'` },
        { 'systems/ai-core/a.ts': `import '../index.ts'` },
      ],
      keeps: [
        { 'systems/ai-core/global/a.ts': `import '../b.ts'; import '../../../kernel/index.ts'` },
        { 'systems/index.ts': `import './ai-core/system.ts'` },
      ],
    },
    'only config.ts reads the environment': {
      breaks: [
        { 'server/a.ts': `export const port = process.env.PORT` },
        { 'server/a.ts': `import { env } from 'node:process'` },
        { 'server/a.ts': `import process from 'node:process'` },
      ],
      keeps: [
        { 'config.ts': `export const port = process.env.PORT` },
        { 'server/a.ts': `// process.env\nexport const id = process.pid` },
      ],
    },
    'only the server imports fastify': {
      breaks: [
        { 'cli/a.ts': `import { fastify } from 'fastify'` },
        { 'console/a.ts': `import '@fastify/static'` },
      ],
      keeps: [{ 'server/a.ts': `import { fastify } from 'fastify'` }],
    },
    'only outside calls out': {
      breaks: [
        { 'server/a.ts': `export const b = await fetch('https://x.example')` },
        { 'kernel/work/a.ts': `export function b(call = fetch) { return call('x') }` },
        { 'systems/ai-core/a.ts': `export const b = globalThis.fetch` },
        { 'cli/a.ts': `new WebSocket('wss://x.example')` },
        { 'server/a.ts': `import { request } from 'node:https'` },
        { 'server/a.ts': `import { connect, isIP } from 'node:net'` },
        { 'kernel/traits/a.ts': `await import('node:dns/promises')` },
      ],
      keeps: [
        {
          'outside/a.ts': `import { request } from 'node:https'; await fetch('https://x.example')`,
        },
        { 'server/a.ts': `import type { Socket } from 'node:net'` },
        { 'server/a.ts': `import { isIP } from 'node:net'; export const a = { fetch: isIP }` },
        { 'kernel/database/a.ts': `import { connect } from 'node:net'` },
      ],
    },
    'nothing is exported as default': {
      breaks: [
        { 'kernel/a.ts': `export default {}` },
        { 'kernel/a.ts': `const a = 1; export { a as default }` },
      ],
      keeps: [{ 'acervo.config.ts': `export default {}` }],
    },
    'nothing is exported with a star': {
      breaks: [
        { 'kernel/index.ts': `export * from './table/index.ts'` },
        { 'kernel/index.ts': `export * as table from './table/index.ts'` },
      ],
      keeps: [{ 'kernel/index.ts': `export { table } from './table/index.ts'` }],
    },
    'only traits, the door and systems name a trait': {
      breaks: [
        { ...door, 'server/a.ts': `import { tenant } from '../kernel/index.ts'` },
        { 'kernel/model/a.ts': `import { tenant } from '../traits/tenant/tenant.ts'` },
      ],
      keeps: [
        { ...door, 'systems/ai-core/a.ts': `import { tenant } from '../../kernel/index.ts'` },
        { ...door, 'server/a.ts': `import { createAcervo } from '../kernel/index.ts'` },
      ],
    },
    'table, traits, model and ddl do no input or output': {
      breaks: [
        { 'kernel/ddl/a.ts': `import { readFileSync } from 'node:fs'` },
        {
          'kernel/ddl/a.ts': `import '../database/a.ts'`,
          'kernel/database/a.ts': `import pg from 'pg'`,
        },
      ],
      keeps: [
        {
          'kernel/ddl/a.ts': `import type { Target } from '../database/a.ts'`,
          'kernel/database/a.ts': `import pg from 'pg'`,
        },
      ],
    },
  }

const parse = (sources: Sources) =>
  Object.entries(sources).map(([path, text]) => parseSource(path, text))

test('the tree is read', () => {
  expect(tree.map(({ path }) => path)).toContain('test/imports.test.ts')
  expect(Object.keys(samples).sort()).toEqual(Object.keys(importRules).sort())
})

for (const [promise, rule] of Object.entries(importRules)) {
  test(promise, () => {
    for (const sources of samples[promise]?.breaks ?? []) {
      expect(rule(parse(sources)), JSON.stringify(sources)).toHaveLength(1)
    }
    for (const sources of samples[promise]?.keeps ?? []) {
      expect(rule(parse(sources)), JSON.stringify(sources)).toEqual([])
    }
    expect(rule(tree)).toEqual([])
  })
}
