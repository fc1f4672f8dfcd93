// What every campaign of kills must come to, whatever its size.
import { expect, test } from 'vitest'
import { innocent } from './judge.ts'
import { type KillSize, runKills } from './kills.ts'

export function holdKills(size: KillSize): void {
  const { writers, sealers, clusters, seed } = size
  test(`${writers} writers, ${sealers} sealers and ${clusters} clusters killed: no committed change without its audit row, none unsealed`, async () => {
    const { verdict, sealed, ...figures } = await runKills(size)
    console.info(
      `audit kills: ${JSON.stringify({ writers, sealers, clusters, seed, ...figures })}, ${JSON.stringify({ ...verdict, ...sealed })}`,
    )
    expect(verdict).toEqual(innocent)
    expect(sealed).toEqual({ ok: true, unsealed: 0 })
    expect(figures.acknowledged).toBeGreaterThan(writers + sealers + clusters)
  }, 3_600_000)
}
