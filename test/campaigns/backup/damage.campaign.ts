// B4: 200 of 200 flipped bits, cuts and removals in a sealed backup are found, and nothing is restored of it.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeIdentity, toSealer } from '../../../kernel/backup/sealing.ts'
import { verifyBackup } from '../../../kernel/backup/verify.ts'
import { damages } from '../../support/backup-damage.ts'
import { openHouse } from '../../support/backups.ts'
import { onEachEngine } from '../../support/database.ts'

const count = 200
const seed = 20_261_122

onEachEngine(() => {
  let house: Awaited<ReturnType<typeof openHouse>>
  beforeAll(async () => {
    house = await openHouse()
  }, 120_000)
  afterAll(() => house?.close())

  test(`${count} of ${count} damages are found`, async () => {
    const { recipient } = await makeIdentity()
    const sealer = await toSealer([recipient])
    const { name } = (await house.backup({ sealer })).manifest
    let found = 0
    for (const { what, make, undo } of await damages(join(house.folder, name), count, seed)) {
      await make()
      const { ok } = await verifyBackup({ store: house.store, name })
      expect(ok, `${what}, seed ${seed}`).toBe(false)
      found++
      await undo()
    }
    expect(await verifyBackup({ store: house.store, name })).toMatchObject({ ok: true })
    process.stdout.write(`backup damage: ${found} of ${count} found, seed ${seed}\n`)
  }, 300_000)
})
