// How right clusters are, against the truth: pairs and B-cubed.

export interface Accuracy {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** B-cubed F1: the mean over records rather than over pairs. */
  readonly bCubed: number
}

export function accuracyOf(
  clusters: readonly (readonly string[])[],
  truth: ReadonlyMap<string, string>,
): Accuracy {
  const sizes = new Map<string, number>()
  for (const label of truth.values()) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  let [found, right, precisionSum, recallSum] = [0, 0, 0, 0]
  for (const cluster of clusters) {
    found += pairs(cluster.length)
    for (const [label, count] of countLabels(cluster, truth)) {
      right += pairs(count)
      precisionSum += count * (count / cluster.length)
      recallSum += count * (count / (sizes.get(label) ?? 1))
    }
  }
  const actual = [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0)
  const precision = right / Math.max(1, found)
  const recall = right / Math.max(1, actual)
  const bCubed = harmonic(precisionSum / truth.size, recallSum / truth.size)
  return { precision, recall, f1: harmonic(precision, recall), bCubed }
}

function countLabels(
  cluster: readonly string[],
  truth: ReadonlyMap<string, string>,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of cluster) {
    const label = truth.get(id) ?? ''
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return counts
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b)
}
