// B4: 200 of 200 flipped bits, cuts and removals in a sealed and signed backup are found, in a folder and in a bucket.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openS3Store } from '../../../kernel/backup/s3-store.ts'
import { makeIdentity, toSealer } from '../../../kernel/backup/sealing.ts'
import { openBackupSigner } from '../../../kernel/backup/signing.ts'
import { verifyBackup } from '../../../kernel/backup/verify.ts'
import { openHouse } from '../../support/backups.ts'
import { onEachEngine } from '../../support/database.ts'
import { openS3Server } from '../../support/s3-server.ts'
import { damages } from '../../support/store-damage.ts'

const count = 200
const seed = 20_261_122

onEachEngine((engine) => {
  let house: Awaited<ReturnType<typeof openHouse>>
  let server: Awaited<ReturnType<typeof openS3Server>>
  let folder: string
  beforeAll(async () => {
    house = await openHouse()
    server = await openS3Server()
    folder = await mkdtemp(join(tmpdir(), 'acervo-damage-'))
  }, 120_000)
  afterAll(async () => {
    await house?.close()
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test.each(['folder', 'bucket'])(
    `${count} of ${count} damages in a %s are found`,
    async (kind: string) => {
      const store = kind === 'folder' ? house.store : openS3Store(server.options)
      const { recipient } = await makeIdentity()
      const sealer = await toSealer([recipient])
      const signer = openBackupSigner(folder)
      const { name } = (await house.backup({ store, sealer, signer })).manifest
      let found = 0
      for (const { what, make, undo } of await damages(store, name, count, seed)) {
        await make()
        const { ok } = await verifyBackup({ store, name })
        expect(ok, `${what}, seed ${seed}`).toBe(false)
        found++
        await undo()
      }
      expect(await verifyBackup({ store, name })).toMatchObject({ ok: true })
      process.stdout.write(
        `backup damage, ${engine}, ${kind}: ${found} of ${count} found, seed ${seed}\n`,
      )
    },
    300_000,
  )
})
