// What every campaign of tampering must come to, whatever its size.
import { expect, test } from 'vitest'
import { runTampering } from './tamper.ts'

export function holdTampering(count: number, seed: number): void {
  test(`${count} of ${count} tamperings by a superuser without triggers are found`, async () => {
    const { unseen, ...figures } = await runTampering(count, seed)
    console.info(`audit tampering: seed ${seed}, ${JSON.stringify(figures)}`)
    expect(unseen).toEqual([])
    expect(figures.found).toBe(count)
  }, 3_600_000)
}
