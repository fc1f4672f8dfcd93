// The shop on the engine of the test project, and short words for importing into it. Only tests import it.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toDatabases } from '../../../kernel/client/verbs.ts'
import type { Context, Target } from '../../../kernel/database/target.ts'
import { exportTable } from '../../../kernel/intake/export-table.ts'
import {
  type ImportOptions,
  type ImportResult,
  importFile,
} from '../../../kernel/intake/import-file.ts'
import type { Format, Reject, Row } from '../../../kernel/intake/item.ts'
import { toMap } from '../../../kernel/intake/map.ts'
import type { Caller } from '../../../kernel/query/caller.ts'
import { run } from '../../../kernel/query/run.ts'
import { openTestTargets, type TestTargets } from '../database.ts'
import { tester } from './context.ts'
import { shop, tableOf } from './shop.ts'

export type TableName = Parameters<typeof tableOf>[0]

export interface Shop {
  readonly test: TestTargets
  readonly target: Target
  readonly folder: string
  /** Writes a file and answers its path. */
  file(text: string | Uint8Array, name?: string): Promise<string>
  import(
    source: string | AsyncIterable<Uint8Array>,
    options?: Omit<Partial<ImportOptions>, 'table' | 'map'> & {
      table?: TableName
      map?: Record<string, unknown>
    },
  ): Promise<ImportResult>
  rows(
    table: TableName,
    options?: { select?: Row; orderBy?: Row; context?: Context },
  ): Promise<Row[]>
  export(table: TableName, format: Format): Promise<string>
  rejects(path: string): Promise<Reject[]>
  /** As the migrator. */
  script(text: string): Promise<void>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const test = await openTestTargets(shop)
  const folder = await mkdtemp(join(tmpdir(), 'acervo-intake-'))
  const target = test.targets.of('shop')
  const callerOf = (context: Context): Caller => ({ targets: test.targets, model: shop, context })
  let files = 0
  return {
    test,
    target,
    folder,
    file: async (text, name) => {
      const path = join(folder, name ?? `${++files}.csv`)
      await writeFile(path, text)
      return path
    },
    import: (source, { table = 'product', map, context = tester, ...options } = {}) =>
      importFile(source, {
        ...options,
        target,
        table: tableOf(table),
        context,
        client: toDatabases(shop, (request) => run(callerOf(context), request)),
        ...(map === undefined ? {} : { map: toMap(map) }),
      }),
    rows: async (table, { context = tester, ...rest } = {}) => {
      const request = { database: 'shop', table, verb: 'findMany', ...rest } as const
      return (await run(callerOf(context), request)).rows.map((row) => JSON.parse(row) as Row)
    },
    export: async (table, format) => {
      const pages = exportTable(callerOf(tester), { table: tableOf(table), format })
      let text = ''
      for await (const page of pages) text += page
      return text
    },
    rejects: async (path) => {
      const { mode } = await stat(path)
      if ((mode & 0o777) !== 0o600) throw new Error(`rejects are readable by others: ${mode}`)
      const text = await readFile(path, 'utf8')
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Reject]))
    },
    script: async (text) => {
      const direct = await target.direct()
      try {
        await direct.script(text)
      } finally {
        await direct.close()
      }
    },
    close: async () => {
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const emptyTables = `truncate shop.products, shop.records, shop.visits, shop.samples,
  acervo.import_run`
