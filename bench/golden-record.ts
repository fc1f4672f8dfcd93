// How right and how fast is the golden record? Real files with known duplicates, one configuration for all, no
// label before the evaluation. Without `../shared/data` it stays unanswered.

import { loadLabelled, sources } from './golden-record/labelled-files.ts'
import { type FileFigures, measureFile } from './golden-record/measure-file.ts'
import type { Claim, Measurement } from './result.ts'

/** Pairs F1 of final clusters, and how much a random order may cost. */
const goals: Readonly<Record<string, number>> = { historical_50k: 0.925, fake_1000: 0.95 }
const orderGoal = 0.015
const secondsGoal = 40

export async function measure(): Promise<Measurement> {
  const question =
    'Duplicates in labelled files: pairs F1 of final clusters, batch and one at a time.'
  const figures: Record<string, FileFigures | string> = {}
  const claims: Claim[] = []
  for (const [name, source] of Object.entries(sources)) {
    const file = loadLabelled(source)
    if (file === undefined) {
      figures[name] = 'not measured: the file is absent'
      continue
    }
    const measured = measureFile(file)
    figures[name] = measured
    const goal = goals[name]
    if (goal !== undefined) claims.push(...claimsOf(name, goal, measured))
  }
  return { question, claims, figures }
}

function claimsOf(name: string, goal: number, figures: FileFigures): readonly Claim[] {
  const { f1 } = figures.batch
  const lost = figures.randomOrders.map((order) => Math.abs(f1 - order.f1))
  const claims: Claim[] = [
    { claim: `${name}: pairs F1`, ratio: { median: f1, min: f1, max: f1 }, atLeast: goal },
    { claim: `${name}: F1 moved by a random order`, ratio: spread(lost), atMost: orderGoal },
  ]
  if (name !== 'historical_50k') return claims
  const seconds = figures.seconds.learn + figures.seconds.resolve
  const ratio = { median: seconds, min: seconds, max: seconds }
  return [
    ...claims,
    { claim: `${name}: processor seconds to learn and resolve`, ratio, atMost: secondsGoal },
  ]
}

function spread(values: readonly number[]): Claim['ratio'] {
  const sorted = [...values].sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  return { median, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
}
