// Injected faults, each in the table of test/support/watch: within 60 seconds it raises exactly its own alert and
// nothing else, and when it is mended the alert ends. 27 faults on the embedded engine, 34 on PostgreSQL.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../test/support/database.ts'
import { type BackupFaults, toBackupFaults } from '../../test/support/watch/backup-faults.ts'
import { type Fault, faults } from '../../test/support/watch/faults.ts'
import { serverFaults } from '../../test/support/watch/server-faults.ts'
import { openWatched, type Watched } from '../../test/support/watch/world.ts'
import { rules } from './rules.ts'

const everySeconds = 15

onEachEngine(() => {
  let world: Watched
  let backups: BackupFaults
  beforeAll(async () => {
    world = await openWatched()
    backups = toBackupFaults(world)
  })
  afterAll(async () => {
    await world?.close()
    rmSync(backups.folder, { recursive: true, force: true })
  })

  async function hold({ alert, changes, readers, lasts = 0, inject, mend }: Fault): Promise<void> {
    await world.begin(changes, readers)
    // One look before: what counters have risen by is seen against it.
    await world.look(everySeconds)
    const before = world.told.length
    await inject(world)
    if (lasts > 0) await world.look(lasts)
    for (let seconds = 0; seconds < 60; seconds += everySeconds) await world.look(everySeconds)
    expect(world.firing()).toEqual([alert])
    const told = world.told.slice(before)
    expect(told.map(({ rule, event }) => `${rule} ${event}`)).toEqual([`${alert} alert.firing`])
    await mend(world)
    // A rise is over after five minutes, an alert a minute after its cause.
    for (const seconds of [everySeconds, 301, 61]) await world.look(seconds)
    expect(world.firing()).toEqual([])
    const last = world.told.slice(before)
    expect(last.map(({ event }) => event)).toEqual(['alert.firing', 'alert.resolved'])
    expect(last[1]?.id).not.toBe(last[0]?.id)
  }

  test.each(faults.map((one) => [one.alert, one] as const))('%s', async (_, fault) => {
    await hold(fault)
  })

  describe('backups and disks', () => {
    test.each([
      'backup-late',
      'backup-broken',
      'backup-unreadable',
      'drill-late',
      'drill-failed',
      'recovery-slow',
      'disk-full',
    ])('%s', async (alert) => {
      const fault = backups.faults.find((one) => one.alert === alert)
      if (fault === undefined) throw new Error(`no fault for ${alert}`)
      await hold(fault)
    })
  })

  if (engine === 'postgres')
    describe('servers', () => {
      test.each(serverFaults.map((one) => [one.alert, one] as const))('%s', async (_, fault) => {
        await hold(fault)
      })
    })
})

test('every fault is about a rule that there is', () => {
  const names = rules.map(({ name }) => name)
  for (const { alert } of [...faults, ...serverFaults]) expect(names).toContain(alert)
})
