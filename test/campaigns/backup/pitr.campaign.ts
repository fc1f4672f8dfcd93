// B1, B3 and B4 at full size: 100 random moments, 200 damages, 20 hosts lost under load and 5 that were idle.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Filled, fillHost, holdDamages, holdTargets, type Lost, loseHost } from './pitr.ts'

const seed = 20_261_122

let filled: Filled
beforeAll(async () => {
  filled = await fillHost(6_000, seed)
}, 300_000)
afterAll(() => filled?.host.close())

test('100 random moments: the state is the model’s', async () => {
  const right = await holdTargets(filled, 100, seed)
  process.stdout.write(`recovery in time: ${right} of 100 moments right, seed ${seed}\n`)
}, 1_800_000)

test('200 damages to bases and WAL are found', async () => {
  const found = await holdDamages(filled, 200, seed)
  process.stdout.write(`physical store: ${found} of 200 damages found, seed ${seed}\n`)
}, 1_800_000)

test('20 hosts lost under load, 5 while idle', async () => {
  const loaded: Lost[] = []
  const idle: Lost[] = []
  for (let n = 0; n < 20; n++)
    loaded.push(await loseHost({ seed: seed + n, everySeconds: 5, loadMs: 4_000 + n * 370 }))
  for (let n = 0; n < 5; n++)
    idle.push(
      await loseHost({ seed: seed + n, everySeconds: 5, loadMs: 6_500 + n * 2_000, isIdle: true }),
    )
  tell('under load', loaded)
  tell('idle', idle)
  expect(Math.max(...loaded.map((one) => one.rpoSeconds))).toBeLessThanOrEqual(10)
  expect(Math.max(...idle.map((one) => one.rpoSeconds))).toBeLessThanOrEqual(60)
}, 1_800_000)

function tell(how: string, losses: readonly Lost[]): void {
  const sum = (of: (one: Lost) => number) => losses.reduce((all, one) => all + of(one), 0)
  const worst = (of: (one: Lost) => number) => Math.max(...losses.map(of))
  process.stdout.write(
    `${losses.length} hosts lost ${how}: ${sum((one) => one.lost)} of ${sum((one) => one.writes)} acknowledged ` +
      `writes lost, RPO at most ${worst((one) => one.rpoSeconds)} s, RTO at most ${worst((one) => one.rtoSeconds)} s\n`,
  )
}
