// Finds one cycle in a graph of names and draws it as a path. A node's edges to itself are not
// a cycle: two files of one folder may know each other's folder.

export function findCycle(edges: readonly (readonly [string, readonly string[]])[]): string[] {
  const graph = new Map<string, Set<string>>()
  for (const [from, targets] of edges) {
    const known = graph.get(from) ?? new Set()
    for (const target of targets) if (target !== from) known.add(target)
    graph.set(from, known)
  }
  const done = new Set<string>()
  for (const start of graph.keys()) {
    const cycle = walk(graph, start, [], done)
    if (cycle) return [cycle.join(' -> ')]
  }
  return []
}

function walk(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  node: string,
  trail: readonly string[],
  done: Set<string>,
): readonly string[] | undefined {
  if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node]
  if (done.has(node)) return undefined
  for (const target of graph.get(node) ?? []) {
    const cycle = walk(graph, target, [...trail, node], done)
    if (cycle) return cycle
  }
  done.add(node)
  return undefined
}
