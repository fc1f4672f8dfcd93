// In which order the databases of a fleet are migrated. What a database refers to stands before it, and databases that
// share transactions follow one another: without these it is held. Who listens stands before whom it hears, so that
// nothing is told that nobody can keep: that is an order, and no condition. A circle is cut where it closes.
import type { Model } from '../model/model.ts'

export interface Order {
  /** Short names, each after all it goes after. */
  readonly names: readonly string[]
  /** Has to be done before: where it is not, this one is held. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>
  /** Has to be over before, done or not; `needs` and more. */
  readonly after: ReadonlyMap<string, ReadonlySet<string>>
}

export function toOrder({ systems, databases }: Model): Order {
  const names = [...databases.keys()]
  const needs = new Map(names.map((name) => [name, new Set<string>()]))
  const after = new Map(names.map((name) => [name, new Set<string>()]))
  const add = (name: string, on: string, isNeed: boolean): void => {
    if (name === on || !databases.has(name) || !databases.has(on) || leads(after, on, name)) return
    after.get(name)?.add(on)
    if (isNeed) needs.get(name)?.add(on)
  }
  for (const { name, tables } of databases.values())
    for (const { relations } of tables.values())
      for (const { kind, database } of relations.values())
        if (kind === 'reference') add(name, database, true)
  for (const group of systems.flatMap(({ together }) => together)) {
    const ordered = sort(names, after).filter((name) => group.includes(name))
    for (const [at, name] of ordered.entries()) add(name, ordered[at - 1] ?? name, true)
  }
  for (const { database, from } of systems.flatMap(({ consumers }) => consumers))
    add(from, database, false)
  return Object.freeze({ names: sort(names, after), needs, after })
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>

function leads(edges: Edges, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return [...(edges.get(from) ?? [])].some((next) => leads(edges, next, to, seen))
}

/** As they are declared, except that what stands before another comes first. */
function sort(names: readonly string[], after: Edges): readonly string[] {
  const sorted = new Set<string>()
  const visit = (name: string): void => {
    if (sorted.has(name)) return
    for (const before of after.get(name) ?? []) visit(before)
    sorted.add(name)
  }
  for (const name of names) visit(name)
  return [...sorted]
}
