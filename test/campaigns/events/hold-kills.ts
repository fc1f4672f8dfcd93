// What every campaign of kills must come to, whatever its size.
import { expect, test } from 'vitest'
import { type KillSize, runKills } from './kills.ts'
import { innocent } from './verdict.ts'

export function holdKills(size: KillSize): void {
  const { relays, clusters, brokers, zombies, seed } = size
  test(`${relays} relays, ${clusters} clusters and ${brokers} brokers killed, ${zombies} zombies: nothing lost, repeated or out of order`, async () => {
    const { verdict, acked, unknown, seconds } = await runKills(size)
    console.info(
      `kills: ${JSON.stringify({ relays, clusters, brokers, zombies })}, seed ${seed}: ` +
        `${acked} events acknowledged, ${unknown} unknown, ${seconds} s, ${JSON.stringify(verdict)}`,
    )
    expect(verdict).toEqual(innocent)
    expect(acked).toBeGreaterThan(relays + clusters + brokers + zombies)
  }, 5_400_000)
}
