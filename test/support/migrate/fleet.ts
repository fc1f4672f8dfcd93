// A small fleet: `core` and `shop` refer to `base`, `till` to `shop`, `free` to nobody, and base and core share
// transactions. On a server each has a physical database of its own, except for these two. Only tests import it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Direct, Target } from '../../../kernel/database/target.ts'
import { writeMigration } from '../../../kernel/migrate/write.ts'
import { defineModel } from '../../../kernel/model/define-model.ts'
import type { Model } from '../../../kernel/model/model.ts'
import { instant, refersTo, text } from '../../../kernel/table/column.ts'
import { defineDatabase, defineSystem } from '../../../kernel/table/database.ts'
import { defineTable } from '../../../kernel/table/table.ts'
import { partitioned } from '../../../kernel/traits/index.ts'
import { engine } from '../database.ts'
import { type EmptyDatabase, openEmpty } from './empty.ts'
import { Killed } from './kill.ts'

export function toFleet(home: string): Model {
  const define = (name: string, refers?: 'base.thing' | 'shop.thing') =>
    defineDatabase({
      schema: `f_${name}`,
      name,
      tables: {
        thing: defineTable('things', {
          name: text(),
          ...(refers === undefined ? {} : { otherId: refersTo(refers).optional() }),
        }),
        note: defineTable('notes', { at: instant().defaultNow() }, [
          partitioned({ by: 'at', every: 'month', ahead: 1 }),
        ]),
      },
    })
  return defineModel([
    defineSystem({
      name: 'fleet',
      // In an order in which nothing could be done as it stands.
      databases: [
        define('till', 'shop.thing'),
        define('core', 'base.thing'),
        define('shop', 'base.thing'),
        define('free'),
        define('base'),
      ],
      together: [['f_core', 'f_base']],
      home,
    }),
  ])
}

export interface Fleet {
  readonly model: Model
  readonly home: string
  readonly targets: { of(schema: string): Target; connections?(): { readonly max: number } }
  /** Of the migrator, by schema; empty on the embedded engine. */
  readonly urls: Readonly<Record<string, string>>
  /** `base 1`, of all targets, in the order of names. */
  applied(): Promise<readonly string[]>
  /** One more file for this database. */
  addFile(database: string, sql: string): Promise<void>
  close(): Promise<void>
}

export async function openFleet(): Promise<Fleet> {
  const home = await mkdtemp(join(tmpdir(), 'acervo-fleet-'))
  const model = toFleet(home)
  for (const database of model.databases.values())
    await writeMigration({ database, home, name: 'initial' })
  const places = new Map<string, EmptyDatabase>()
  const groups =
    engine === 'embedded'
      ? [['f_base', 'f_core', 'f_shop', 'f_till', 'f_free']]
      : [['f_base', 'f_core'], ['f_shop'], ['f_till'], ['f_free']]
  for (const group of groups) {
    const empty = await openEmpty(engine)
    for (const schema of group) places.set(schema, empty)
  }
  const all = [...new Set(places.values())]
  return {
    model,
    home,
    targets: { of: (schema) => (places.get(schema) as EmptyDatabase).target },
    urls: Object.fromEntries([...places].map(([schema, { url }]) => [schema, url])),
    applied: async () => {
      const text = 'select database, version from acervo.migration'
      const lists = await Promise.all(all.map((one) => one.query(text).catch(() => ({ rows: [] }))))
      return lists.flatMap(({ rows }) => rows.map((row) => row.join(' '))).sort()
    },
    addFile: async (database, sql) => {
      const folder = join(home, 'migrations', database)
      const initial = await readFile(join(folder, '0001_initial.sql'), 'utf8')
      // It leads to the declaration as it is: nothing is left to be written.
      const model = initial.split('\n').find((line) => line.startsWith('-- model: '))
      const text = `-- acervo: transactional\n${model}\n\n-- step: more\n-- locks: none\n${sql}\n`
      await writeFile(join(folder, '0002_more.sql'), text)
    },
    close: async () => {
      await Promise.all(all.map((one) => one.close()))
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A process that dies at its n-th message to whichever target, before it is heard or after it was done. */
export function toDyingFleet(targets: Fleet['targets'], at: number, isAfter: boolean) {
  let sent = 0
  let isDead = false
  let last = ''
  const wrapped = new Map<Target, Target>()
  const wrap = (direct: Direct): Direct => {
    const send = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Killed('already dead')
      sent++
      if (sent !== at) return run()
      isDead = true
      last = text
      if (isAfter) await run()
      throw new Killed(`killed at message ${at}`)
    }
    return {
      engine: direct.engine,
      script: (script) => send(script, () => direct.script(script)),
      query: (statement) => send(statement.text, () => direct.query(statement)),
      // A dead process's sessions end with it.
      close: () => direct.close(),
    }
  }
  const of = (schema: string): Target => {
    const target = targets.of(schema)
    const dying: Target = wrapped.get(target) ?? {
      key: target.key,
      engine: target.engine,
      group: (...given) => target.group(...given),
      transaction: (...given) => target.transaction(...given),
      direct: async () => wrap(await target.direct()),
      serverVersion: () => target.serverVersion(),
      close: () => target.close(),
    }
    wrapped.set(target, dying)
    return dying
  }
  return { targets: { of }, isDead: () => isDead, last: () => last }
}
