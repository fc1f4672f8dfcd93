// Attacks on what a database promises, by many at once; and the proof that an attack is one: with the guard taken away
// it succeeds.
import { expect } from 'vitest'
import type { Result } from '../../kernel/database/target.ts'
import { isAcervoError } from '../../kernel/index.ts'

interface Platform {
  query(text: string, values?: unknown[]): Promise<Result>
}

export interface Attack {
  /** The promise broken, as often as that was seen afterwards. */
  readonly attack: () => Promise<number>
  /**
   * Takes the guard away: `drop trigger ...`, `alter table ... drop constraint ...`, `drop index ...`. What is
   * unique among rows does not come back, for the attack has left some that are not.
   */
  readonly without: string
}

/** The attack fails while the guard stands, and succeeds without it. */
export async function expectGuarded(
  platform: Platform,
  { attack, without }: Attack,
): Promise<void> {
  expect(await attack()).toBe(0)
  const restore: string[] = []
  for (const text of without.split(';').map((part) => part.trim()))
    restore.push(...(await takeAway(platform, text)))
  expect(await attack()).toBeGreaterThan(0)
  for (const text of restore) await platform.query(text)
}

/** Answers what brings it back. */
async function takeAway(platform: Platform, text: string): Promise<readonly string[]> {
  const [, trigger, table] = /^drop trigger (\w+) on (\S+)$/.exec(text) ?? []
  if (trigger !== undefined) {
    await platform.query(`alter table ${table} disable trigger ${trigger}`)
    return [`alter table ${table} enable trigger ${trigger}`]
  }
  const [, held, constraint] = /^alter table (\S+) drop constraint (\w+)$/.exec(text) ?? []
  const { rows } = await platform.query(
    `select pg_get_constraintdef(oid) from pg_constraint
     where conname = $1 and conrelid = to_regclass(nullif($2, '')) and contype = 'c'`,
    [constraint ?? '', held ?? ''],
  )
  await platform.query(text)
  return rows.map(
    ([definition]) => `alter table ${held} add constraint ${constraint} ${definition} not valid`,
  )
}

/** All begun together; answers how many came through. What is refused is refused by the platform's own words. */
async function atOnce(works: readonly (() => Promise<unknown>)[]): Promise<number> {
  const ends = await Promise.allSettled(works.map((work) => work()))
  for (const end of ends)
    if (end.status === 'rejected' && !isAcervoError(end.reason)) throw end.reason
  return ends.filter(({ status }) => status === 'fulfilled').length
}

/** The same work, by so many. */
export function times(count: number, work: (at: number) => Promise<unknown>) {
  return atOnce(Array.from({ length: count }, (_, at) => () => work(at)))
}

/** The first cell of the first row, as a number. */
export async function countOf(platform: Platform, text: string, values: unknown[] = []) {
  const { rows } = await platform.query(text, values)
  return Number(rows[0]?.[0] ?? 0)
}
